"""The tables of the simulated firm: columns with type, unit, meaning and allowed words; keys.

The one description from which the firm's frames get their types, `datasets/firm/` is read, and
`datasets/datapackage.json` is written.
"""

from typing import NamedTuple

CHANNELS = ("search", "social", "store", "referral", "marketplace")
CATEGORIES = ("home", "clothing", "beauty", "tea and food", "sports", "books and toys")
DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
TOUCHPOINTS = (
    "website",
    "app",
    "store visit",
    "checkout",
    "delivery",
    "hotline",
    "online chat",
    "returns desk",
)
CONTACT_CHANNELS = ("web", "app", "store", "phone", "chat", "e-mail", "courier")
OUTCOMES = ("done", "resolved", "only settled", "unresolved")
COMPLAINT_REASONS = ("late delivery", "damaged goods", "wrong item", "price or invoice", "staff", "quality")
RETURN_REASONS = ("does not fit", "does not please", "damaged", "wrong item", "arrived late")
CAMPAIGN_KINDS = ("mail", "win-back", "retention offer", "cross-selling", "points", "SMS frequency")
CAMPAIGN_CHANNELS = ("e-mail", "SMS", "phone", "post")
CUSTOMER_TYPES = ("sure thing", "persuadable", "lost cause", "sleeping dog")
ACTIVITIES = (
    "web order",
    "store order",
    "return",
    "phone contact",
    "chat contact",
    "e-mail contact",
    "complaint",
    "campaign contact",
)
CITIES = (
    *("Shanghai", "Beijing", "Guangzhou", "Shenzhen", "Hangzhou", "Chengdu", "Wuhan", "Nanjing"),
    *("Xi'an", "Suzhou", "Qingdao", "Changsha", "Kunming", "Luoyang", "Zhuhai"),
)
INDUSTRIES = ("hotels", "restaurants", "offices", "schools", "gift trade")


class Column(NamedTuple):
    """A column: its name, type, meaning, unit, allowed words, and whether values may be missing."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    words: tuple = ()
    missing: bool = False


class Table(NamedTuple):
    """A table: its meaning, the columns that identify a row, its columns, and which point to other tables."""

    meaning: str
    key: tuple
    columns: tuple
    points_to: dict


def _id(name, meaning, **more):
    return Column(name, "integer", meaning, **more)


def _whole(name, meaning, unit="", **more):
    return Column(name, "integer", meaning, unit, **more)


def _number(name, meaning, unit="", **more):
    return Column(name, "number", meaning, unit, **more)


def _money(name, meaning, **more):
    return Column(name, "number", meaning, "¥", **more)


def _flag(name, meaning):
    return Column(name, "boolean", meaning)


def _day(name, meaning, **more):
    return Column(name, "date", meaning, **more)


def _time(name, meaning, **more):
    return Column(name, "datetime", meaning, **more)


def _text(name, meaning, **more):
    return Column(name, "string", meaning, **more)


def _word(name, meaning, words, **more):
    return Column(name, "string", meaning, words=words, **more)


def _table(meaning, key, *columns, **points_to):
    return Table(meaning, tuple(key.split()), columns, points_to)


CUSTOMER = _id("customer_id", "the customer")

# The edition of the firm that the chapters read; a firm of another one is asked for by `edition=`.
EDITION = 2
EDITIONS = (1, 2)

FIRST_TABLES = {
    "customers": _table(
        "One row a person who registered, also those who have not bought yet.",
        "customer_id",
        _id("customer_id", "number of the customer, in order of registration"),
        _text("name", "family name and given name in Chinese characters"),
        _text("latin_name", "the same name in Latin letters (pinyin), given name first"),
        _text("email", "e-mail address; some have none", missing=True),
        _text("phone", "mobile number, eleven digits; invented"),
        _word("sex", "sex as stated", ("female", "male"), missing=True),
        _whole("age", "age on the last day", "years"),
        _word("city", "city of residence", CITIES),
        _money("income", "household income a year, as stated at registration", missing=True),
        _word("education", "highest education", ("school", "college", "university", "graduate")),
        _number("price_sensitivity", "score of the sign-up questionnaire; 50 is average", "0 to 100"),
        _day("joined", "day of registration"),
        _day("first_purchase", "day of the first purchase; missing for a prospect", missing=True),
        _word("acquisition_channel", "how the customer came", CHANNELS),
        _money("acquisition_cost", "what winning the customer cost (for referral: the reward)"),
        _id("referred_by", "customer who referred this one", missing=True),
        _flag("consent_email", "agreed to e-mail"),
        _flag("consent_sms", "agreed to SMS"),
        _flag("consent_phone", "agreed to calls"),
        _flag("club_member", "has or had a subscription of the club"),
        _money(
            "category_spend",
            "spend a year in all shops in the firm's categories, from a household panel; missing where the "
            "customer is not in the panel",
            missing=True,
        ),
        referred_by="customers",
    ),
    "products": _table(
        "What the firm sells.",
        "product_id",
        _id("product_id", "number of the product"),
        _text("name", "name in English"),
        _text("chinese_name", "name in Chinese"),
        _word("category", "category", CATEGORIES),
        _money("list_price", "usual price of the standard variant"),
        _money("unit_cost", "purchase cost of the standard variant"),
    ),
    "orders": _table(
        "One row an order, the cancelled ones too.",
        "order_id",
        _id("order_id", "number of the order, in order of time"),
        CUSTOMER,
        _time("date", "when it was placed, China time, to the minute"),
        _word("channel", "where", ("web", "store")),
        _word("status", "completed, or cancelled before delivery", ("completed", "cancelled")),
        _money("discount", "discount on the order, the sum over its lines"),
        _money("amount", "what the customer pays after the discount, the sum over its lines"),
        _text("campaign_id", "campaign from whose promoted range the order is; mostly missing", missing=True),
        customer_id="customers",
        campaign_id="campaigns",
    ),
    "order_lines": _table(
        "One row a product in an order.",
        "order_id line",
        _id("order_id", "the order"),
        _whole("line", "number of the line in the order, from 1"),
        _id("product_id", "the product"),
        _whole("quantity", "pieces", "pieces"),
        _money("unit_price", "price of a piece of the chosen variant, before the discount"),
        _money("discount", "discount on the line"),
        _money("amount", "quantity × unit price − discount"),
        _money("margin", "amount − purchase cost; before returns and the cost to serve"),
        order_id="orders",
        product_id="products",
    ),
    "returns": _table(
        "One row a line that was sent back, whole.",
        "return_id",
        _id("return_id", "number of the return"),
        _id("order_id", "the order"),
        _whole("line", "the line"),
        CUSTOMER,
        _day("returned", "day on which it came back"),
        _word("reason", "reason code", RETURN_REASONS),
        _money("refund", "paid back: the amount of the line"),
        _flag("resaleable", "can be sold again; if not, its cost is lost as well"),
        order_id="orders",
        customer_id="customers",
    ),
    "subscriptions": _table(
        "One row a subscription of the club; a customer can come back once.",
        "subscription_id",
        _id("subscription_id", "number of the subscription"),
        CUSTOMER,
        _word("plan", "paid by the month or by the year", ("monthly", "yearly")),
        _day("start", "first day"),
        _day("end", "day on which it was not renewed; missing while it runs", missing=True),
        _money("fee", "price of a period of the plan"),
        _whole("periods_paid", "periods paid up to the last day, the first counted", "periods"),
        customer_id="customers",
    ),
    "contacts": _table(
        "One row an encounter of a customer with a touchpoint that was recorded.",
        "contact_id",
        _id("contact_id", "number of the contact"),
        CUSTOMER,
        _time("date", "when, China time, to the minute"),
        _word("touchpoint", "one of the eight touchpoints of the journey", TOUCHPOINTS),
        _word("channel", "by what", CONTACT_CHANNELS),
        _word("outcome", "how it ended", OUTCOMES),
        _whole("score", "rating by the customer, mostly not given", "1 to 5", missing=True),
        _id("order_id", "order that it belongs to", missing=True),
        customer_id="customers",
        order_id="orders",
    ),
    "complaints": _table(
        "One row a complaint.",
        "complaint_id",
        _id("complaint_id", "number of the complaint"),
        CUSTOMER,
        _id("order_id", "order that it is about"),
        _word("channel", "by what it came", ("phone", "chat", "e-mail", "store")),
        _word("reason", "reason code", COMPLAINT_REASONS),
        _time("received", "when it came in"),
        _time("answered", "first answer; missing if none up to the last day", missing=True),
        _time("resolved", "when it was closed; missing while open", missing=True),
        _flag("well_handled", "answered within a day and resolved to the customer's content"),
        _money("compensation", "voucher or money given"),
        customer_id="customers",
        order_id="orders",
    ),
    "surveys": _table(
        "One row an invitation to a survey, answered or not.",
        "survey_id",
        _id("survey_id", "number of the invitation"),
        CUSTOMER,
        _word("kind", "yearly survey of the relationship, or after an order", ("relationship", "order")),
        _id("order_id", "order that it is about", missing=True),
        _day("sent", "day of the invitation"),
        _flag("answered", "whether it was answered"),
        _day("answered_on", "day of the answer", missing=True),
        _whole("csat", "how satisfied", "1 to 5", missing=True),
        _whole("nps", "how likely to recommend", "0 to 10", missing=True),
        _whole("ces", "the firm made it easy (version 2.0: 7 is easy)", "1 to 7", missing=True),
        _whole("expected", "what was expected overall", "1 to 7", missing=True),
        _whole("perceived", "what was received overall", "1 to 7", missing=True),
        customer_id="customers",
        order_id="orders",
    ),
    "survey_items": _table(
        "One row an attribute of service, rated in an answered survey of the relationship.",
        "survey_id item_id",
        _id("survey_id", "the survey"),
        _id("item_id", "the attribute"),
        _whole("expected", "what an excellent shop should give", "1 to 7"),
        _whole("perceived", "what this shop gives", "1 to 7"),
        survey_id="surveys",
        item_id="items",
    ),
    "items": _table(
        "The attributes of service that are rated, two for each dimension of SERVQUAL.",
        "item_id",
        _id("item_id", "number of the attribute"),
        _word("dimension", "dimension of SERVQUAL", DIMENSIONS),
        _text("name", "the attribute in English"),
        _text("chinese_name", "the attribute in Chinese"),
    ),
    "kano_answers": _table(
        "One row a pair of Kano questions, answered in a survey of the relationship.",
        "survey_id feature_id",
        _id("survey_id", "the survey"),
        _id("feature_id", "the feature"),
        _whole("functional", "how she feels if it is there: 1 like ... 5 dislike", "1 to 5"),
        _whole("dysfunctional", "how she feels if it is not there: 1 like ... 5 dislike", "1 to 5"),
        survey_id="surveys",
        feature_id="features",
    ),
    "features": _table(
        "The features that the Kano questions ask about.",
        "feature_id",
        _id("feature_id", "number of the feature"),
        _text("name", "the feature in English"),
        _text("chinese_name", "the feature in Chinese"),
    ),
    "campaigns": _table(
        "One row a campaign with randomised treatment.",
        "campaign_id",
        _text("campaign_id", "code of the campaign"),
        _text("name", "its name"),
        _word("kind", "its kind", CAMPAIGN_KINDS),
        _word("channel", "by what customers were contacted", CAMPAIGN_CHANNELS),
        _day("start", "day on which the members were drawn and contacted"),
        _whole("days", "length of the observed response", "days"),
        _money("contact_cost", "cost of one contact"),
        _money("incentive", "cost of the incentive, paid if a treated member responds"),
        _number("treated_share", "share of the members who were to be treated, at random", "share"),
    ),
    "campaign_members": _table(
        "One row a customer in a campaign, treated or control.",
        "campaign_id customer_id",
        _text("campaign_id", "the campaign"),
        CUSTOMER,
        _word("segment", "segment by behaviour on the first day", ("recent", "cooling", "lapsed")),
        _flag("treated", "treated, at random; else control"),
        _whole("contacts", "contacts sent (0 for the control group)"),
        _flag("responded", "bought from the promoted range in the days observed"),
        _money("profit_after", "margin of that order less incentive and contacts"),
        campaign_id="campaigns",
        customer_id="customers",
    ),
    "points": _table(
        "One row a movement on a customer's points account.",
        "entry_id",
        _id("entry_id", "number of the entry"),
        CUSTOMER,
        _day("date", "day of the entry"),
        _word("kind", "earned, redeemed or expired", ("earned", "redeemed", "expired")),
        _whole("points", "points, positive; 100 points are worth ¥1", "points"),
        _id("order_id", "order for which they were earned or redeemed", missing=True),
        customer_id="customers",
        order_id="orders",
    ),
    "activities": _table(
        "What serving customers costs, by activity.",
        "activity",
        _word("activity", "the activity", ACTIVITIES),
        _money("unit_cost", "cost of one"),
        _number("fixed_share", "share of it that stays if the activity stops", "share"),
    ),
    "cost_to_serve": _table(
        "One row an activity of a customer in the last year, if there was any.",
        "customer_id activity",
        CUSTOMER,
        _word("activity", "the activity", ACTIVITIES),
        _whole("count", "how often in the last 365 days"),
        _money("cost", "count × unit cost"),
        customer_id="customers",
        activity="activities",
    ),
    "managers": _table(
        "The account managers of the business customers.",
        "manager_id",
        _id("manager_id", "number of the manager"),
        _text("name", "name in Chinese"),
        _text("latin_name", "name in Latin letters"),
        _whole("selling_hours", "hours a year for calls on accounts", "hours"),
        _money("yearly_cost", "salary and travel a year"),
    ),
    "accounts": _table(
        "The forty business customers; figures of the last four quarters.",
        "account_id",
        _id("account_id", "number of the account"),
        _text("name", "the firm's name in Chinese"),
        _text("latin_name", "the name in Latin letters"),
        _word("industry", "industry", INDUSTRIES),
        _word("city", "city", CITIES),
        _id("manager_id", "who looks after it"),
        _day("since", "customer since"),
        _money("revenue", "revenue"),
        _number("margin_rate", "margin as a share of revenue", "share"),
        _whole("orders", "orders"),
        _whole("returns", "returns"),
        _whole("visits", "visits by the manager"),
        _number("hours_per_visit", "hours for a visit with travel", "hours"),
        _money("potential", "what it buys a year from all suppliers, as the manager estimates it"),
        manager_id="managers",
    ),
    "account_quarters": _table(
        "One row a quarter of an account.",
        "account_id quarter",
        _id("account_id", "the account"),
        _day("quarter", "first day of the quarter"),
        _whole("visits", "visits"),
        _whole("orders", "orders"),
        _money("revenue", "revenue"),
        account_id="accounts",
    ),
    "weekly_activity": _table(
        "One row a week of a customer who has joined, over the last weeks.",
        "customer_id week",
        CUSTOMER,
        _day("week", "the Monday on which the week begins"),
        _whole("visits", "visits to web shop and app"),
        _whole("app_minutes", "minutes in the app", "minutes"),
        _whole("emails_opened", "newsletters opened"),
        _whole("purchases", "completed orders"),
        customer_id="customers",
    ),
}

FIRST_TRUTH_TABLES = {
    "truth_customers": _table(
        "What is true of each customer, and the firm does not know.",
        "customer_id",
        CUSTOMER,
        _flag("buyer", "has ever bought; else a prospect, who never will"),
        _number("purchase_rate", "orders while active (BG/NBD lambda)", "a week of the firm's clock"),
        _number("leaving_probability", "probability of leaving after a repeat order (BG/NBD p)", "share"),
        _flag("active", "has not left by the last day"),
        _day("left_on", "day of the order after which the customer left", missing=True),
        _whole("frequency", "repeat orders, those for campaigns left out", "orders"),
        _number("recency_weeks", "from the first to the last order", "weeks of the firm's clock"),
        _number("age_weeks", "from the first order to the last day", "weeks of the firm's clock"),
        _money("mean_order_value", "expected amount of an order"),
        _number("margin_rate", "expected margin of an order as a share of its amount", "share"),
        _money("order_contribution", "expected margin of an order after returns and the cost to serve"),
        _number("satisfaction", "satisfaction, standardised", "standard deviations"),
        _number("quality", "quality that the customer meets, standardised", "standard deviations"),
        _number("price_sensitivity", "price sensitivity, standardised", "standard deviations"),
        _number(
            "club_churn", "probability not to renew a period of the club; members only", "share", missing=True
        ),
        _number("wallet_share", "share of the category spend that goes to the firm while active", "share"),
        _money("category_spend", "spend a year in all shops"),
        _money("potential", "category spend less the spend expected here in the next year"),
        _number(
            "expected_referrals", "customers expected to be referred by this one in the years", "customers"
        ),
        customer_id="customers",
    ),
    "truth_campaigns": _table(
        "For each campaign and each customer who had bought before: probabilities of the four kinds.",
        "campaign_id customer_id",
        _text("campaign_id", "the campaign"),
        CUSTOMER,
        _word("segment", "segment by behaviour on the first day", ("recent", "cooling", "lapsed")),
        _number("sure_thing", "probability to respond with or without contact", "share"),
        _number("persuadable", "probability to respond only if contacted", "share"),
        _number("lost_cause", "probability not to respond in any case", "share"),
        _number("sleeping_dog", "probability to respond only if left alone", "share"),
        _word("type", "the kind that was drawn", CUSTOMER_TYPES),
        campaign_id="campaigns",
        customer_id="customers",
    ),
    "truth_accounts": _table(
        "What is true of each business customer.",
        "account_id",
        _id("account_id", "the account"),
        _money("potential", "what it buys a year from all suppliers"),
        _number("base_share", "share of it that comes without visits", "share"),
        _number("share_per_visit", "share of what is left that a visit in a quarter wins", "share"),
        _number("margin_rate", "margin as a share of revenue", "share"),
        account_id="accounts",
    ),
}

# What the second edition has beside the columns of the first.
SECOND_COLUMNS = {
    "orders": (_whole("life", "1, or 2 in the second life of a customer who had left and was won back"),),
    "subscriptions": (_money("service_cost", "what the services of a period of the plan cost"),),
    "points": (_money("cost", "what the points cost when redeemed; 0 for other entries"),),
    "contacts": (
        _whole("days_late", "by how many days a parcel came late; deliveries only", "days", missing=True),
    ),
    "truth_customers": (
        _day("won_back_on", "day on which a second life began; missing without one", missing=True),
        _number("second_rate", "orders while active in it", "a week of the firm's clock", missing=True),
        _number(
            "second_leaving_probability",
            "probability of leaving after an order of the second life",
            "share",
            missing=True,
        ),
        _flag("second_active", "is in a second life on the last day"),
        _whole("second_frequency", "orders in the second life after the one that began it", missing=True),
        _number(
            "second_recency_weeks",
            "from its first to its last order",
            "weeks of the firm's clock",
            missing=True,
        ),
        _number(
            "second_age_weeks",
            "from its first order to the last day",
            "weeks of the firm's clock",
            missing=True,
        ),
        _number(
            "not_won_back",
            "chance that no contact had won her back, had she left after the last order of the first life",
            "share",
        ),
        _word(
            "club_plan", "plan of the last subscription; members only", ("monthly", "yearly"), missing=True
        ),
        _day("club_renews_on", "day of the next renewal; missing if no subscription runs", missing=True),
        _day(
            "club_ended_on",
            "last day of the only subscription, if it has ended; who came back has none",
            missing=True,
        ),
        _flag("club_returned", "subscribed a second time"),
        _number("expectation", "what the customer expects, standardised", "standard deviations"),
        _number("performance", "what she meets, standardised", "standard deviations"),
        _number(
            "satisfaction_now",
            "satisfaction at the end of the last day, as late parcels and complaints moved it",
            "standard deviations",
        ),
    ),
    "truth_campaigns": (
        _whole("life", "1, or 2 in a second life on the first day of the campaign"),
        _flag(
            "active", "had not left that life by the first day; else only a second life can bring an answer"
        ),
        _whole("frequency", "repeat orders of that life before the first day", "orders"),
        _number("recency_weeks", "from its first to its last order before then", "weeks of the firm's clock"),
        _number("age_weeks", "from its first order to the first day", "weeks of the firm's clock"),
        _number(
            "likelihood_left",
            "likelihood of her earlier answers if she left after her last own order, over that if not",
            "ratio",
        ),
    ),
}


def tables_of(edition):
    """The tables of an edition."""
    return _with_columns(FIRST_TABLES, edition)


def truth_tables_of(edition):
    """The tables of the truth of an edition."""
    return _with_columns(FIRST_TRUTH_TABLES, edition)


def _with_columns(tables, edition):
    if edition == 1:
        return tables
    return {
        name: table._replace(columns=(*table.columns, *SECOND_COLUMNS.get(name, ())))
        for name, table in tables.items()
    }


TABLES = tables_of(EDITION)
TRUTH_TABLES = truth_tables_of(EDITION)


def typed(description, columns):
    """A pandas table with the columns and types of a description."""
    import pandas as pd

    kinds = {column.name: pandas_type(column) for column in description.columns}
    frame = pd.DataFrame({name: columns.get(name, []) for name in kinds})
    return frame.astype(kinds)


def pandas_type(column):
    """The pandas type of a column; words from a fixed list are a category."""
    import pandas as pd

    if column.words:
        return pd.CategoricalDtype(list(column.words))
    if column.type == "integer":
        return "Int64" if column.missing else "int64"
    kinds = {"number": "float64", "boolean": "bool", "string": "str"}
    return kinds.get(column.type, "datetime64[us]")
