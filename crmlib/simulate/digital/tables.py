"""The tables of the digital channels: columns with type, unit, meaning and allowed words; keys."""

from crmlib.simulate.digital.parameters import CONSENTED, LINKED
from crmlib.simulate.tables import CITIES, Column, Table

STOREFRONTS = ("till", "app", "own web shop", "mini-programme", "Tmall store")
PURPOSES = ("messages", "personal recommendations")
ENDS = ("withdrawn", "link ended")
HOW = (
    "registration form",
    "account settings",
    "follow page",
    "QR code",
    "platform terms",
    "telephone prompt",
)

DIGITAL_TABLES = {
    "links": Table(
        "One row a customer's link with a channel of WeChat, the Tmall store or the app.",
        ("customer_id", "channel"),
        (
            Column("customer_id", "integer", "the customer"),
            Column("channel", "string", "which channel", words=LINKED),
            Column("since", "date", "day on which she followed, joined, or switched it on"),
            Column("until", "date", "day on which she left; missing while it lasts", missing=True),
            Column("group_id", "integer", "the group that she joined; WeCom only", missing=True),
        ),
        dict(customer_id="customers", group_id="groups"),
    ),
    "groups": Table(
        "One row a group of customers in WeCom (企业微信群), looked after by an adviser.",
        ("group_id",),
        (
            Column("group_id", "integer", "number of the group, by the day on which it was opened"),
            Column("city", "string", "city whose customers it takes", words=CITIES),
            Column("opened", "date", "day on which the first joined"),
            Column("adviser", "string", "name of the adviser in Chinese"),
            Column("joined", "integer", "customers who ever joined", "customers"),
            Column("members", "integer", "of these in it on the last day", "customers"),
        ),
        {},
    ),
    "storefronts": Table(
        "One row a completed order: in which of the firm's shops it was placed.",
        ("order_id",),
        (
            Column("order_id", "integer", "the order"),
            Column("storefront", "string", "which shop", words=STOREFRONTS),
            Column("commission", "number", "what the platform keeps of the amount", "¥"),
        ),
        dict(order_id="orders"),
    ),
    "consents": Table(
        "One row a consent of a customer: to what, by which channel, from when, and until when.",
        ("consent_id",),
        (
            Column("consent_id", "integer", "number of the consent, by the day on which it was given"),
            Column("customer_id", "integer", "the customer"),
            Column("channel", "string", "by which channel", words=CONSENTED),
            Column("purpose", "string", "to what; each purpose is asked for apart", words=PURPOSES),
            Column("given", "date", "day on which it was given"),
            Column("how", "string", "where it was given", words=HOW),
            Column(
                "withdrawn",
                "date",
                "first day without it; missing while it holds",
                missing=True,
            ),
            Column("ended_by", "string", "why it no longer holds", words=ENDS, missing=True),
        ),
        dict(customer_id="customers"),
    ),
}
