"""The second edition of the simulated firm: what it adds, what it leaves as it is, and its truth."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from crmlib import simulate
from crmlib.btyd import BetaGeoNBD, GammaGamma, ShiftedBetaGeometric
from crmlib.experiments import uplift_table
from crmlib.simulate import experience as experience_
from crmlib.simulate import files
from crmlib.simulate.campaigns import SEGMENTS
from crmlib.simulate.club import next_renewals
from crmlib.simulate.experience import State
from crmlib.simulate.knowledge import ByOrders, Life, chance_active, orders_if_active
from crmlib.simulate.maker import Maker
from crmlib.simulate.parameters import OF_EDITION
from crmlib.simulate.population import (
    Propensity,
    propensity_to_leave,
    satisfaction_of,
    scores_given_price,
)
from crmlib.simulate.service import complaint_chances, late_after, leaving_after
from crmlib.simulate.settings import END, GROUPS, START, settings
from crmlib.simulate.tables import tables_of, truth_tables_of

SEEDS = (5, 6, 7)
STRAIGHT = dataclasses.replace(OF_EDITION[2]["satisfaction"], bend=0.0)
LAST = np.datetime64("2026-01-01")


def second(seed, customers=2000, **given):
    """A firm of the second edition."""
    return simulate.firm(seed, customers, edition=2, **given)


@pytest.fixture(scope="module")
def firm():
    return second(5, 12_000)


@pytest.fixture(scope="module")
def truth(firm):
    return firm.truth


def made(seed, customers, **given):
    """A second firm in the making."""
    return Maker(seed, customers, settings(dict(start=START, end=END) | GROUPS | given, None, 2))


# What stays as in the first edition


STILL = simulate.Experience(
    late_share=0, complaint_fall=0, expectation_effect=0, expectation_shown=0, renewal_pull=0
)
SOUND = simulate.Signals(missed_share=0, false_alarm_rate=0)


def test_with_the_new_parts_off_every_cell_of_the_first_edition_stays():
    given = dict(campaigns=(), satisfaction=STRAIGHT, experience=STILL, signals=SOUND)
    off, first = second(3, 300, **given), simulate.firm(3, 300, edition=1, campaigns=())
    for name, table in files.frames(first).items():
        pd.testing.assert_frame_equal(files.frames(off)[name][list(table.columns)], table, obj=name)


def test_without_second_lives_only_who_had_left_answers_less():
    campaigns = tuple(
        dataclasses.replace(one, won_back=0.0, waiting_odds=1.0) for one in OF_EDITION[2]["campaigns"]
    )
    given = dict(satisfaction=STRAIGHT, tables=["campaign_members"])
    off, first = second(3, 1000, campaigns=campaigns, **given), simulate.firm(3, 1000, edition=1, **given)
    before, after = (firm.campaign_members.set_index(["campaign_id", "customer_id"]) for firm in (first, off))
    assert (after[["segment", "contacts"]] == before[["segment", "contacts"]]).all(axis=None)
    lost = before.index[before["responded"] & ~after["responded"]].get_level_values("customer_id")
    assert not (after["responded"] & ~before["responded"]).any()
    left_on = first.truth.customers.set_index("customer_id")["left_on"]
    assert len(lost) > 20 and left_on[lost].notna().all()


def test_own_orders_of_the_first_life_do_not_depend_on_campaigns():
    columns = ["customer_id", "date", "amount"]
    with_campaigns = second(3, 400, tables=["orders"]).orders
    own = with_campaigns[with_campaigns["campaign_id"].isna() & (with_campaigns["life"] == 1)]
    without = second(3, 400, campaigns=(), tables=["orders"]).orders
    # A discount for those who wait changes what is bought, and the amount by rounding alone.
    assert own[columns[:2]].reset_index(drop=True).equals(without[columns[:2]])
    assert np.allclose(own["amount"], without["amount"], rtol=0.03, atol=2)
    assert (without["life"] == 1).all()


def test_one_campaign_changes_no_others_answers_but_by_a_second_life():
    campaigns = OF_EDITION[2]["campaigns"]
    all_of_them = second(4, 1500, tables=["customers", "campaign_members", "orders"])
    without = second(4, 1500, campaigns=campaigns[1:], tables=["campaign_members"])
    members = all_of_them.campaign_members
    others = members[members["campaign_id"] != "C1"].reset_index(drop=True)
    columns = ["campaign_id", "customer_id", "treated", "responded", "profit_after"]
    pd.testing.assert_frame_equal(others[columns], without.campaign_members[columns])
    no_offer = second(4, 1500, campaigns=(campaigns[0], *campaigns[2:]), tables=["campaign_members"])
    both = members.merge(no_offer.campaign_members, on=["campaign_id", "customer_id"])
    changed = set(both.loc[both["responded_x"] != both["responded_y"], "customer_id"])
    began = all_of_them.truth.customers.set_index("customer_id")["won_back_on"].dropna()
    assert changed <= set(began.index)


@pytest.mark.parametrize("name", tables_of(2) | truth_tables_of(2))
def test_columns_of_the_first_edition_stay_in_front(name):
    firsts, seconds = (tables_of(edition) | truth_tables_of(edition) for edition in (1, 2))
    assert seconds[name].columns[: len(firsts[name].columns)] == firsts[name].columns


def test_a_second_firm_is_written_and_read(tmp_path):
    small = second(1, 60)
    files.write(small, tmp_path)
    read = simulate.read_firm(tmp_path, edition=2)
    for name, table in files.frames(small).items():
        pd.testing.assert_frame_equal(files.frames(read)[name], table)
    assert read.truth.parameters == small.truth.parameters
    assert read.truth.expected_profit("C2") == small.truth.expected_profit("C2")


def test_a_table_is_the_same_whichever_others_are_made():
    everything = second(3, 60)
    for name in tables_of(2):
        pd.testing.assert_frame_equal(second(3, 60, tables=[name]).tables[name], everything.tables[name])


def test_the_stored_second_firm_is_small(tmp_path):
    files.write(second(simulate.BOOK_SEED), tmp_path)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2_500_000


@pytest.mark.parametrize(("seed", "customers"), [(0, 1), (1, 2), (2, 7)])
def test_the_smallest_firms_are_firms(seed, customers):
    assert len(second(seed, customers).truth.expected_purchases()) == customers


# Limits: own orders of the first life follow the models, on three seeds


@pytest.fixture(scope="module", params=SEEDS)
def large(request):
    return second(request.param, 12_000, tables=["customers", "orders", "subscriptions"])


def assert_within(model, true):
    """The 99.9 % interval of each parameter holds the true value."""
    table = model.summary(confidence=0.999).set_index("parameter")
    for name, value in true.items():
        assert table.at[name, "lower"] < value < table.at[name, "upper"], (
            name,
            value,
            table.loc[name].to_dict(),
        )


def test_first_lives_are_bg_nbd(large):
    buyers = large.truth.customers[large.truth.customers["buyer"]]
    model = BetaGeoNBD().fit(buyers["frequency"], buyers["recency_weeks"], buyers["age_weeks"])
    assert_within(model, dict(r=0.8, alpha=9.0, a=0.7, b=4.7))


def test_orders_of_first_lives_are_the_histories(large):
    orders = large.orders
    own = orders[(orders["status"] == "completed") & orders["campaign_id"].isna() & (orders["life"] == 1)]
    counts = own.groupby("customer_id").size()
    assert (counts - 1 == large.truth.customers.set_index("customer_id")["frequency"][counts.index]).all()


def test_values_of_own_orders_are_gamma_gamma(large):
    orders = large.orders
    own = orders[(orders["status"] == "completed") & orders["campaign_id"].isna() & (orders["life"] == 1)]
    spend = own.groupby("customer_id")["amount"].agg(["size", "mean"])
    assert_within(GammaGamma().fit(spend["size"], spend["mean"]), dict(p=4.0, q=4.0, v=135.0))


def test_renewals_are_shifted_beta_geometric(large):
    first = large.subscriptions.drop_duplicates("customer_id")
    watched = first[(first["plan"] == "monthly") & (first["start"] < "2024-12-01")]
    lasted = np.where(watched["end"].isna(), 1000, watched["periods_paid"])
    model = ShiftedBetaGeometric().fit([(lasted > month).sum() for month in range(14)])
    assert_within(model, dict(alpha=0.8, beta=9.2))


def test_leaving_stays_beta_with_a_bend(large):
    leaving = large.truth.customers["leaving_probability"]
    assert leaving.mean() == pytest.approx(0.7 / 5.4, abs=0.006)
    assert leaving.std() == pytest.approx(np.sqrt(0.7 * 4.7 / 5.4**2 / 6.4), abs=0.006)


# Who has left never responds, but to be won back


def test_nobody_who_left_responds_without_a_second_life(firm, truth):
    members = firm.campaign_members.merge(truth.customers[["customer_id", "left_on", "won_back_on"]])
    orders = firm.orders.dropna(subset="campaign_id")[["campaign_id", "customer_id", "date", "life"]]
    answers = members[members["responded"]].merge(orders, on=["campaign_id", "customer_id"])
    assert len(answers) == members["responded"].sum()
    in_first = answers["life"] == 1
    assert ((answers["date"] < answers["left_on"] + pd.Timedelta("1D")) | answers["left_on"].isna())[
        in_first
    ].all()
    begins = answers["date"].dt.normalize() == answers["won_back_on"]
    assert answers.loc[begins & ~in_first, "treated"].all()
    assert set(answers.loc[begins & ~in_first, "campaign_id"]) == {"C2", "C3"}
    later = answers[~in_first & ~begins]
    assert (later["date"] > later["won_back_on"]).all()


def test_second_lives_begin_after_the_first_and_are_marked(firm, truth):
    people = truth.customers.set_index("customer_id")
    back = people[people["won_back_on"].notna()]
    assert (back["won_back_on"] >= back["left_on"]).all() and not back["active"].any()
    orders = firm.orders[firm.orders["life"] == 2]
    assert set(orders["customer_id"]) == set(back.index)
    assert (orders["date"].dt.normalize() >= back.loc[orders["customer_id"], "won_back_on"].to_numpy()).all()
    own = orders[orders["campaign_id"].isna()].groupby("customer_id").size()
    assert (own.reindex(back.index, fill_value=0) == back["second_frequency"]).all()


def test_at_most_one_in_ten_is_won_back(firm, truth):
    for code, won_back in (("C2", 0.08), ("C3", 0.04)):
        members = firm.campaign_members[firm.campaign_members["campaign_id"] == code]
        rows = truth.campaigns[truth.campaigns["campaign_id"] == code].set_index("customer_id")
        rows = rows.loc[members["customer_id"]]
        gone = (members["treated"].to_numpy()) & ~rows["active"].to_numpy() & (rows["life"].to_numpy() == 1)
        expected = won_back * gone.sum()
        assert abs(members["responded"].to_numpy()[gone].sum() - expected) < 3.3 * np.sqrt(expected)
    with pytest.raises(ValueError, match=r"Campaign.won_back must be at most 0.1; got won_back 0.2"):
        simulate.Campaign("X", "x", "mail", "post", "2024-01-01", won_back=0.2)


# Uplift and profit with two kinds of knowledge


@pytest.mark.parametrize("knowing", ["state", "firm"])
def test_responses_are_as_expected(firm, truth, knowing):
    for (campaign, contacts), group in firm.campaign_members.groupby(["campaign_id", "contacts"]):
        chance = truth.response_chance(campaign, int(contacts), knowing)[group["customer_id"]]
        spread = np.sqrt((chance * (1 - chance)).sum())
        assert abs(group["responded"].sum() - chance.sum()) < 3.3 * spread, (campaign, contacts)


@pytest.mark.parametrize("knowing", ["state", "firm"])
def test_uplift_by_segment_is_within_its_intervals(firm, truth, knowing):
    for campaign in ("C1", "C2", "C3", "C4", "C5"):
        members = firm.campaign_members[firm.campaign_members["campaign_id"] == campaign]
        segment = members["segment"].astype(str).to_numpy()
        found = uplift_table(members["treated"], members["responded"], segment, confidence=0.999)
        found = found.set_index("segment")
        true = truth.uplift(campaign, knowing=knowing).reindex(members["customer_id"]).groupby(segment).mean()
        for name in SEGMENTS:
            assert found.at[name, "lower"] < true[name] < found.at[name, "upper"], (campaign, name)


def test_who_left_has_no_uplift_but_a_second_life(truth):
    rows = truth.campaigns[truth.campaigns["campaign_id"] == "C2"].set_index("customer_id")
    gone = ~rows["active"] & (rows["life"] == 1)
    assert np.allclose(truth.uplift("C2")[gone], 0.08)
    assert (truth.response_chance("C2", 0)[gone] == 0).all()
    rows = truth.campaigns[truth.campaigns["campaign_id"] == "C4"].set_index("customer_id")
    assert (truth.uplift("C4")[~rows["active"]] == 0).all()


def test_the_parts_are_the_profit(truth):
    parts = truth.profit_parts("C2", 1, "firm")
    assert np.allclose(parts.sum(axis=1), truth.expected_profits("C2", 1, "firm"))
    assert (
        (parts["waiting"] <= 0).all()
        and (parts["second_life"] >= 0).all()
        and (parts["contacts"] == -0.5).all()
    )
    longer = truth.profit_parts("C2", 1, "firm", days=730)["second_life"].sum()
    assert longer > parts["second_life"].sum() > 0
    assert (truth.profit_parts("C2", 0) == 0).all(axis=None)


def test_in_the_first_edition_both_kinds_of_knowledge_are_one():
    truth = simulate.firm(2, 300, edition=1, tables=["campaigns"]).truth
    assert truth.uplift("C3", knowing="firm").equals(truth.uplift("C3"))
    assert (truth.profit_parts("C3")[["waiting", "second_life"]] == 0).all(axis=None)


def test_those_who_wait_get_more_discounts():
    """On the same orders with and without waiting: more discounts, never fewer, and only after an offer."""
    campaigns = tuple(dataclasses.replace(one, waiting_odds=4.0) for one in OF_EDITION[2]["campaigns"][1:2])
    calm = tuple(dataclasses.replace(one, waiting_odds=1.0) for one in campaigns)
    waiting, usual = (
        second(2, 4000, campaigns=each, tables=["orders", "campaign_members"]) for each in (campaigns, calm)
    )
    both = waiting.orders.assign(usual=usual.orders["discount"] > 0)
    more = both[(both["discount"] > 0) & ~both["usual"]]
    assert not (both["usual"] & (both["discount"] == 0)).any() and len(more) > 5
    assert more["date"].between("2024-09-02", "2024-11-01").all()
    treated = set(waiting.campaign_members.loc[waiting.campaign_members["treated"], "customer_id"])
    assert set(more["customer_id"]) <= treated


# What can be known


def test_without_regard_to_price_the_orders_tell_what_the_model_says():
    """Where price sensitivity does not matter, P(alive) and the orders to come are those of the BG/NBD."""
    purchases = simulate.Purchases()
    frequency, recency = np.array([0.0, 1, 3, 30]), np.array([0.0, 5, 30, 100])
    blank, ones = np.full(4, np.nan), np.ones(4)
    lives = Life(blank, blank, ones, frequency, recency, np.full(4, 110.0), ones)
    node = np.linspace(-5, 5, 81)
    known = ByOrders(lives, np.tile(node, (4, 1)), np.exp(-(node**2) / 2), purchases)
    model = BetaGeoNBD.from_parameters(r=0.8, alpha=9.0, a=0.7, b=4.7)
    history = (frequency, recency, np.full(4, 110.0))
    assert known.active == pytest.approx(model.probability_alive(*history), abs=1e-4)
    orders = model.conditional_expected_purchases(9.0, *history)
    assert known.orders(9.0) == pytest.approx(orders, rel=1e-3)
    # The chance to last, against the mean over gamma and beta: 3 repeat orders in 110 weeks.
    share = (np.arange(2000) + 0.5) / 2000
    rate, leaving = stats.gamma(3.8, scale=1 / 119).ppf(share), stats.beta(0.7, 7.7).ppf(share)
    lasts = known.there(6.0)[2] / known.active[2]
    assert lasts == pytest.approx(np.exp(-6 * np.outer(rate, leaving)).mean(), rel=1e-4)


@pytest.mark.parametrize("bend", [0.0, 0.6])
def test_propensity_given_price_sensitivity(bend):
    """Against the scores of 400,000 people whose price sensitivity is about 1.2."""
    pull = dataclasses.replace(STRAIGHT, bend=bend)
    quality, rest = np.random.default_rng(4).standard_normal((2, 400_000))
    price = np.full(400_000, 1.2)
    found = propensity_to_leave(pull, satisfaction_of(pull, price, quality), price, rest)
    node = np.array([-1.5, -0.5, 0.0, 1.0, 2.0])
    expected = np.quantile(found, stats.norm.cdf(node))
    assert scores_given_price(pull, np.array([1.2]), node)[0] == pytest.approx(expected, abs=0.02)


def test_by_orders_and_by_state_agree_on_average_within_groups_of_price_sensitivity(truth):
    """Who is price-sensitive leaves more, and is a persuadable more often: both must be known together."""
    price = truth.customers.set_index("customer_id")["price_sensitivity"]
    for campaign in ("C2", "C4"):
        state, firm = (truth.response_chance(campaign, 1, knowing) for knowing in ("state", "firm"))
        for group in (price < -0.5, price.abs() <= 0.5, price > 0.5):
            difference = (state - firm)[group.reindex(state.index)]
            error = difference.std() / np.sqrt(len(difference))
            assert abs(difference.mean()) < 3.5 * error, campaign


def test_answers_to_campaigns_tell_who_is_there():
    """P(alive) of 1/2, and a likelihood ratio of 0.9: 0.5 / (0.5 + 0.5 × 0.9)."""
    purchases = simulate.Purchases(r=1, alpha=10, a=1, b=1)
    lives = Life(
        *np.array(
            [[np.nan] * 3, [np.nan] * 3, [1] * 3, [1] * 3, [10.0] * 3, [10 + 1e-9] * 3, [1, 0.9, np.inf]]
        )
    )
    assert chance_active(lives, "orders", purchases) == pytest.approx([0.5, 0.5 / 0.95, 0.0], abs=1e-6)
    assert chance_active(lives._replace(age=np.full(3, np.nan)), "orders", purchases).tolist() == [0, 0, 0]


def test_the_likelihood_of_no_answer_by_hand():
    """Silence has the chance 1 of who left, and of who is there 1 less sure things and won persuadables."""
    drive = made(6, 3000, population=simulate.Population(prospect_share=0)).drive
    one = drive.drawn[0]
    last = np.full(3000, 0.0)
    ratio = drive._past[0].likelihood_left(last)
    assert one.campaign.campaign_id == "C1"
    chance = one.shares[:, 0] + one.shares[:, 1] * (one.contacts > 0)
    silent = one.member & ~one.responded
    assert np.allclose(ratio[one.customer[silent]], 1 / (1 - chance[silent]))
    assert (ratio[one.customer[one.responded]] == 0).all() and (ratio[one.customer[~one.member]] == 1).all()
    # Answers lie behind whoever ordered after them.
    assert (drive._past[0].likelihood_left(np.full(3000, 150.0)) == 1).all()


def test_orders_if_active_are_the_models_conditional_orders():
    purchases = simulate.Purchases()
    life = Life(*np.array([[0.1], [0.2], [1], [3.0], [30.0], [40.0], [1.0]]))
    model = BetaGeoNBD.from_parameters(r=0.8, alpha=9.0, a=0.7, b=4.7)
    found = chance_active(life, "orders", purchases) * orders_if_active(life, 52.0, "orders", purchases)
    assert found[0] == pytest.approx(model.conditional_expected_purchases(52.0, 3, 30.0, 40.0))
    assert orders_if_active(life, 52.0, "state", purchases)[0] == pytest.approx((1 - np.exp(-1.04)) / 0.2)


def test_less_knowledge_keeps_the_mean(truth):
    known = {name: truth.expected_purchases(365, name) for name in ("state", "history", "orders")}
    for name in ("history", "orders"):
        error = 3.3 * (known["state"] - known[name]).std() * np.sqrt(len(known["state"]))
        assert known[name].sum() == pytest.approx(known["state"].sum(), abs=error)
    assert known["orders"].equals(truth.expected_purchases(365, "population"))
    table = truth.customers.set_index("customer_id")
    again = table["second_active"] & (table["second_rate"] > 0)
    assert (known["state"][again] > 0).all()


# Values


def test_the_value_of_a_channel_is_the_mean_over_firms():
    """Twelve firms; `benchmarks/firm_truth.py` takes a hundred."""
    means = []
    for seed in range(12):
        one = second(seed, 2000, tables=["customers"])
        channel = one.customers["acquisition_channel"].astype(str).to_numpy()
        means.append(one.truth.value_on_joining().groupby(channel).mean())
    table = pd.DataFrame(means)
    value = one.truth.value_of_channel()
    assert (abs((table.mean() - value) / (table.std() / np.sqrt(12))) < 3.5).all()


def test_the_value_of_a_channel_by_hand():
    """All alike, nobody leaves, no cost: orders of r / alpha a week on top of the first."""
    plain = dict(
        purchases=simulate.Purchases(r=1e6, alpha=1e7, a=1e-9, b=1e6),
        population=simulate.Population(prospect_share=0.2),
        service=simulate.Service(complaint_rate=0, enquiry_rate=0),
        spend=simulate.Spend(discount_rate=1e-12),
        costs=simulate.Costs(*[0.0] * 8),
    )
    truth = second(1, 5, tables=["items"], **plain).truth
    # Cost shares and returns of the categories, of which a quarter cannot be sold again.
    cost = np.array([0.58, 0.48, 0.45, 0.66, 0.6, 0.62])
    from scipy.stats import gamma

    share = gamma(0.6, scale=1 / 0.6)
    back = [
        share.expect(lambda g, r=rate: np.minimum(g * r, 0.6))
        for rate in (0.04, 0.14, 0.03, 0.01, 0.05, 0.02)
    ]
    margin = 1 - cost.mean() - np.mean(back * (1 - 0.75 * cost))
    orders = 1 + 0.1 * truth._future_weeks(365)
    value = truth.value_of_channel(365, discount_rate=0.0)
    assert value.to_numpy() == pytest.approx(np.full(5, 0.8 * orders * 180 * margin), rel=1e-4)


def test_club_value_is_what_renewals_bring():
    """Many lives of the members of one firm, renewal by renewal, returns included."""
    club = simulate.Club(monthly_alpha=1.0, monthly_beta=4.0, return_share=0.5, yearly_share=0.3)
    truth = second(3, 300, club=club, tables=["customers"]).truth
    members = truth.customers[truth.customers["club_churn"].notna()].set_index("customer_id")
    value = truth.club_value(days=800, discount_rate=0.1)
    assert (value.drop(members.index) == 0).all()
    random = np.random.default_rng(1)
    lives = [[_fees(random, *row, club) for row in _standing(members)] for _ in range(60)]
    totals = np.sum(lives, axis=1)
    assert value.sum() == pytest.approx(totals.mean(), abs=3.3 * totals.std() / np.sqrt(60))


def _standing(members):
    """Plan, churn, next renewal and end in days from the end of the last day, and whether she returned."""
    for row in members.itertuples():
        renews = None if pd.isna(row.club_renews_on) else row.club_renews_on
        ended = None if pd.isna(row.club_ended_on) else (row.club_ended_on - LAST).days + 1
        yield row.club_plan, row.club_churn, renews, ended, row.club_returned


def _fees(random, plan, churn, renews, ended, returned, club):
    """One draw of a member's discounted fees less services in 800 days."""
    months = 12 if plan == "yearly" else 1
    fee = (club.yearly_fee if plan == "yearly" else club.monthly_fee) * (1 - club.cost_share)
    paid, k, today = 0.0, 0, pd.Timestamp("2025-12-31")
    if renews is not None:
        while True:
            day = (renews + pd.DateOffset(months=k * months) - today).days
            if day > 800:
                return paid
            if random.random() < churn:
                break
            paid += fee * 1.1 ** (-day / 365.25)
            k += 1
        ended = day
    if returned or ended is None:
        return paid
    pause = random.integers(60, 240)
    if renews is None:
        # Among those who have not come back so far: who would never, and whose pause is not over.
        over = np.mean(np.arange(60, 240) <= -ended)
        if random.random() >= club.return_share * (1 - over) / (1 - club.return_share * over):
            return paid
        while pause <= -ended:
            pause = random.integers(60, 240)
    elif random.random() >= club.return_share:
        return paid
    start = ended + pause
    while start <= 800:
        paid += fee * 1.1 ** (-start / 365.25)
        if random.random() < churn:
            return paid
        start += months * 365.25 / 12
    return paid


def test_redemption_cost_by_hand(truth):
    """A quarter redeems: of 1,260 points twelve hundreds, ¥0.01 each; 499 are too few."""
    assert truth.redemption_cost([499, 500, 1260]).tolist() == pytest.approx([0, 1.25, 3.0])
    assert truth.redemption_cost(1260) == pytest.approx(3.0)


def test_fees_and_points_cost_what_their_parameters_say(firm):
    assert np.allclose(firm.subscriptions["service_cost"], 0.55 * firm.subscriptions["fee"])
    redeemed = firm.points["kind"] == "redeemed"
    assert np.allclose(firm.points["cost"], np.where(redeemed, 0.01 * firm.points["points"], 0))


def test_the_first_edition_says_what_it_has_not():
    truth = simulate.firm(1, 5, edition=1, tables=["items"]).truth
    for name in ("club_value", "late_parcel_effect", "renewal_effect"):
        with pytest.raises(ValueError, match=rf"{name} needs a firm of the second edition"):
            getattr(truth, name)()


# Satisfaction


def test_state_by_hand():
    """A fall of 1, 0.7 of it given back after a week; after two half-lives a quarter of the rest is felt."""
    day = np.datetime64("2025-01-01", "m")
    week = np.timedelta64(7, "D").astype("timedelta64[m]")
    events = [
        (np.array([1]), np.array([day]), np.array([-1.0]), np.array([day])),
        (np.array([1]), np.array([day]), np.array([0.7]), np.array([day + week])),
    ]
    state = State(np.array([0.5, 0.2]), events, half_life_weeks=4)
    assert state.at(np.array([1, 1, 1, 0]), day + np.array([-1, 0, 8, 8]) * week) == pytest.approx(
        [0.2, 0.2 - 1, 0.2 - 0.3 / 4, 0.5]
    )


def test_satisfaction_is_performance_less_expectation(truth):
    people = truth.customers
    made_of = np.sqrt(1 - 0.35**2) * people["performance"] - 0.35 * people["expectation"]
    assert np.allclose(made_of, people["satisfaction"], atol=1e-3)
    ties = people[["expectation", "performance", "satisfaction"]].corr()
    assert abs(ties.at["expectation", "performance"]) < 4 / np.sqrt(len(people))
    assert ties.at["expectation", "satisfaction"] == pytest.approx(-0.35, abs=0.04)


def answered(firm):
    """The answers, with what the customer expects and meets; nothing missing."""
    answers = firm.surveys[firm.surveys["answered"]]
    whole = dict.fromkeys(("csat", "nps", "expected", "perceived"), float)
    people = firm.truth.customers[["customer_id", "expectation", "performance"]]
    return answers.astype(whole).merge(people, on="customer_id")


def slopes(people, outcome):
    """Of an outcome on performance and expectation together, with their standard errors."""
    made_of = np.column_stack([np.ones(len(people)), people["performance"], people["expectation"]])
    found = np.linalg.lstsq(made_of, outcome, rcond=None)[0]
    rest = np.var(outcome - made_of @ found, ddof=3)
    return found[1:], np.sqrt(rest * np.diag(np.linalg.inv(made_of.T @ made_of)))[1:]


def test_who_expects_more_is_less_satisfied_in_the_answers(firm):
    answers = answered(firm)
    assert -0.35 < answers["csat"].corr(answers["expected"]) < -0.05
    gap = answers["perceived"] - answers["expected"]
    assert answers["csat"].corr(gap) > 0.4


def test_disconfirmation_is_true_of_the_overall_answers(firm):
    """What is expected follows expectation; gap and CSAT rise with performance and fall with expectation."""
    answers = answered(firm)
    found, error = slopes(answers, answers["expected"])
    assert abs(found[0]) < 3.3 * error[0] and found[1] > 20 * error[1]
    found, error = slopes(answers, answers["perceived"])
    assert (found > 10 * error).all()
    ratios = []
    for outcome in (answers["perceived"] - answers["expected"], answers["csat"], answers["nps"]):
        (performance, expectation), error = slopes(answers, outcome)
        assert performance > 10 * error[0] and expectation < -10 * error[1]
        ratios.append(expectation / performance)
    # Satisfaction weighs them with -0.35 and 0.94.
    assert ratios == pytest.approx([-0.37] * 3, abs=0.06)


def test_disconfirmation_is_true_of_the_attributes(firm):
    """Attribute by attribute: expected follows expectation, perceived performance; the gap follows both."""
    items = firm.survey_items.astype({"expected": float, "perceived": float})
    items = items.merge(answered(firm)[["survey_id", "expectation", "performance"]], on="survey_id")
    assert len(items) == len(firm.survey_items)
    for _, item in items.groupby("item_id"):
        found, error = slopes(item, item["expected"])
        assert abs(found[0]) < 3.3 * error[0] and found[1] > 10 * error[1]
        found, error = slopes(item, item["perceived"])
        assert found[0] > 10 * error[0] and abs(found[1]) < 3.3 * error[1]
        found, error = slopes(item, item["perceived"] - item["expected"])
        assert found[0] > 10 * error[0] and found[1] < -8 * error[1]


def test_expectation_moves_no_table_but_the_answers():
    """Whether it is shown or not, only what is expected, perceived and rated differs."""
    hidden = simulate.Experience(expectation_shown=0)
    shown, not_shown = (files.frames(second(3, 300, **given)) for given in ({}, dict(experience=hidden)))
    for name, table in shown.items():
        other = not_shown[name]
        differ = [column for column in table if not table[column].equals(other[column])]
        allowed = {"surveys": ["expected", "perceived"], "survey_items": ["expected"]}
        assert differ == allowed.get(name, []), name


def test_a_late_parcel_lowers_the_next_answer(firm, truth):
    late = firm.contacts[firm.contacts["days_late"].fillna(0) > 0]
    assert 0.03 < len(late) / (firm.contacts["touchpoint"] == "delivery").sum() < 0.07
    trait = truth.customers.set_index("customer_id")["satisfaction"]
    scored = firm.contacts[(firm.contacts["touchpoint"] == "delivery")].dropna(subset="score")
    rest = scored["score"].astype(float) - 0.5 * trait[scored["customer_id"]].to_numpy()
    groups = rest.groupby(scored["days_late"].astype(float).to_numpy() > 0).mean()
    assert -0.45 < groups[True] - groups[False] < -0.1


def test_leaving_after_late_parcels_adds_up_and_is_found():
    """Drawn after the fact by Bayes' rule; the shares who left must be those of the causal model."""
    maker = made(3, 20_000)
    placed, people, parameters = maker.placed, maker.people, maker.settings
    rate, good = (chance[placed.customer] for chance in complaint_chances(people, parameters.service))
    probability = people.leaving_probability[placed.customer]
    smooth, _, _ = leaving_after(probability, rate * good, rate * (1 - good), parameters.service)
    late = maker.late_chances[placed.customer]
    in_time, after_late = late_after(smooth, rate, late, parameters.experience)
    share = late / (1 - rate)
    assert np.allclose((1 - share) * in_time + share * after_late, smooth)
    days = maker.days_late[maker.placed_at]
    rows = np.flatnonzero((days > 0) & (placed.sequence > 0))
    spread = np.sqrt((after_late[rows] * (1 - after_late[rows])).sum())
    assert abs(placed.last[rows].sum() - after_late[rows].sum()) < 3.3 * spread
    table = second(3, 2000, tables=["items"]).truth.late_parcel_effect().set_index("state")
    assert table["orders_share"].sum() == pytest.approx(1)
    assert table.at["late", "leaving_probability"] > table.at["in time", "leaving_probability"]


def test_next_renewals_by_hand():
    """Monthly from 31 January to its end on 31 March: after 10 February the next is 29 February, renewed."""
    day = lambda *texts: np.array(texts, "datetime64[D]")  # noqa: E731
    subscriptions = dict(
        customer_id=np.array([1, 2, 1]),
        start=day("2024-01-31", "2024-02-01", "2024-06-01"),
        true_end=day("2024-03-31", "2026-02-01", "2024-07-01"),
        plan=np.array(["monthly", "yearly", "monthly"]),
    )
    customer = np.array([0, 0, 0, 0, 1, 1, 2])
    days = day(
        *("2024-02-10", "2024-03-05", "2024-04-01", "2024-06-30", "2024-12-01", "2025-02-01", "2024-02-10")
    )
    found = next_renewals(subscriptions, np.array([0.1, 0.3, 0.5]), customer, days)
    assert found.probability.tolist() == [0.1, 0.1, 0, 0.1, 0.3, 0.3, 0]
    assert found.ends.tolist() == [False, True, False, True, False, True, False]


def test_renewals_after_complaints_and_late_parcels_are_those_of_the_causal_model():
    maker = made(4, 40_000)
    renewals, service, experience = maker.renewals, maker.settings.service, maker.settings.experience
    state = np.zeros(len(maker.placed.customer), int)
    state[maker.complaints.order] = np.where(maker.complaints.well, 1, 2)
    state[maker.days_late[maker.placed_at] > 0] = 3
    odds = (service.well_handled_odds, service.badly_handled_odds, experience.late_odds)
    for number, odd in enumerate(odds, start=1):
        rows = np.flatnonzero((state == number) & (renewals.probability > 0))
        chance = 1 - (1 - renewals.probability[rows]) ** odd**0.5
        spread = np.sqrt((chance * (1 - chance)).sum())
        assert len(rows) > 200
        assert abs(renewals.ends[rows].sum() - chance.sum()) < 3.3 * spread, number


def test_renewal_effect_by_hand():
    """With beta(1, 1), 1 - (1 - churn)^k is k / (k + 1) on average; here k is 3.5 to the power of 0.5."""
    club = simulate.Club(monthly_alpha=1.0, monthly_beta=1.0)
    effect = second(1, 5, club=club, tables=["items"]).truth.renewal_effect()
    k = 3.5**0.5
    assert effect["badly handled"] == pytest.approx(k / (k + 1))
    assert effect["on average"] == pytest.approx(0.5)


def test_effects_of_complaints_and_late_parcels_are_means_over_all_who_could_be(truth):
    """Beside the means over the 12,000 of one firm; and another firm of the rules has the same."""
    people, service, experience = truth.customers, truth.parameters.service, truth.parameters.experience
    rate, good = complaint_chances(people, service)
    well, badly = rate * good, rate * (1 - good)
    chances = leaving_after(people["leaving_probability"].to_numpy(), well, badly, service)
    table = truth.complaint_effect().set_index("state")
    assert table["leaving_probability"].to_numpy() == pytest.approx(
        [chance.mean() for chance in chances], rel=0.03
    )
    found = [np.average(c, weights=w) for c, w in zip(chances, (1 - rate, well, badly), strict=True)]
    assert table["leaving_probability_found"].to_numpy() == pytest.approx(found, rel=0.03)
    late = truth.late_parcel_effect().set_index("state")
    chance = experience_.late_chance(people, experience, service) / (1 - rate)
    assert late.at["late", "orders_share"] == pytest.approx(chance.mean(), rel=0.02)
    other = second(8, 5, tables=["items"]).truth
    pd.testing.assert_frame_equal(other.complaint_effect(), truth.complaint_effect())


def test_good_handling_keeps_the_difference_in_leaving_times_the_value(truth):
    """Of an active customer it is what `leaving_after` and `expected_value` say; nothing of a prospect."""
    people, service = truth.customers, truth.parameters.service
    gain = truth.recovery_gains().to_numpy()
    rate, good = complaint_chances(people, service)
    leaving = people["leaving_probability"].to_numpy()
    _, well, badly = leaving_after(leaving, rate * good, rate * (1 - good), service)
    first = (people["active"] & people["won_back_on"].isna()).to_numpy()
    expected = (badly - well) * truth.expected_value().to_numpy()
    assert gain[first] == pytest.approx(expected[first])
    assert (gain[~people["buyer"].to_numpy()] == 0).all()
    # Who has left counts as if she had not: she was there when she complained.
    assert gain[(people["buyer"] & ~people["active"]).to_numpy()].mean() > 1
    assert truth.recovery_gains(days=30).abs().sum() < truth.recovery_gains().abs().sum()
    assert truth.recovery_gains(discount_rate=0.5).abs().sum() < truth.recovery_gains().abs().sum()


def test_a_bent_propensity_is_ranked_in_its_own_distribution():
    """Against half a million draws: the scores are standard normal."""
    bent_one = dataclasses.replace(STRAIGHT, bend=0.6)
    random = np.random.default_rng(2)
    price, quality, rest = random.standard_normal((3, 500_000))
    content = -0.5 * price + np.sqrt(0.75) * quality
    weighed = content * np.where(content < 0, 1.6, 0.4)
    raw = -0.3 * weighed + 0.5 * price + np.sqrt(1 - bent_one.explained) * rest
    ranked = Propensity(bent_one)
    ranks = np.sort(ranked.score(raw))
    from scipy.stats import norm

    assert np.abs(norm.cdf(ranks) - (np.arange(500_000) + 0.5) / 500_000).max() < 0.003
    assert ranked.raw(ranked.score(raw[:100])) == pytest.approx(raw[:100], abs=1e-4)


def test_satisfaction_effects_with_a_bend_are_the_slopes_found(firm, truth):
    """Against a regression on half a million draws of the same rules."""
    random = np.random.default_rng(3)
    pull, club = truth.parameters.satisfaction, truth.parameters.club
    price, quality, rest = random.standard_normal((3, 500_000))
    content = -0.5 * price + np.sqrt(0.75) * quality
    from scipy.special import betaincinv, ndtr

    score = propensity_to_leave(pull, content, price, rest)
    left = 1 - (1 - betaincinv(club.monthly_alpha, club.monthly_beta, ndtr(score))) ** 6
    adjusted = np.linalg.lstsq(np.column_stack([np.ones(500_000), content, price]), left, rcond=None)[0][1]
    naive = np.polyfit(content, left, 1)[0]
    effect = truth.satisfaction_effect(6)
    assert effect.true == pytest.approx(adjusted, abs=0.002) and effect.naive == pytest.approx(
        naive, abs=0.002
    )


def test_the_straight_line_has_the_same_slopes_by_integral_and_in_closed_form():
    from crmlib.simulate.satisfaction_truth import satisfaction_slopes

    truth = second(1, 5, satisfaction=STRAIGHT, tables=["items"]).truth
    assert satisfaction_slopes(STRAIGHT, truth._left_by_score(3, "monthly")) == pytest.approx(
        truth.satisfaction_effect(3), rel=2e-3
    )


def test_satisfaction_matters_more_below_the_average(truth):
    left = truth.left_by_satisfaction([-1, 0, 1], renewals=12)
    below, above = left[-1.0] - left[0.0], left[0.0] - left[1.0]
    assert below > 1.5 * above > 0
    assert truth.purchases_gained(0.5).sum() > 0
    assert abs(truth.purchases_gained(0.0)).max() < 1e-6


# Activity


def test_activity_warns_and_sometimes_misleads(firm, truth):
    """A score of falling visits finds more enders than chance, misses many, and rings for others too."""
    weeks = firm.weekly_activity
    last = weeks["week"].max()
    usual = weeks[weeks["week"] < last - pd.Timedelta("70D")].groupby("customer_id")["visits"].mean()
    lately = (
        weeks[weeks["week"].between(last - pd.Timedelta("35D"), last)].groupby("customer_id")["visits"].mean()
    )
    running = firm.subscriptions[firm.subscriptions["end"].isna()].set_index("customer_id")
    share = (lately / usual[usual > 1.5]).reindex(running.index).dropna()
    # Who ends in the next weeks is known to the maker alone.
    spells = made(5, 12_000)["subscriptions"]
    soon = (spells["true_end"] > np.datetime64("2025-12-31")) & (
        spells["true_end"] <= np.datetime64("2026-01-18")
    )
    ends = share.index.isin(spells["customer_id"][soon])
    falls = share < 0.6
    recall, alarms = falls[ends].mean(), falls[~ends].mean()
    assert 0.4 < recall < 0.85 and 0.05 < alarms < 0.4 and recall > 1.5 * alarms


# Bad input


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (dict(edition=3), "edition must be 1 or 2"),
        (dict(edition="second"), "edition must be a whole number of at least 1"),
        (dict(edition=1, experience=simulate.Experience()), "experience needs edition=2"),
        (dict(edition=1, signals=simulate.Signals()), "signals needs edition=2"),
        (dict(edition=2, signals=0.3), "signals must be Signals(...); got 0.3"),
        (dict(edition=2, satisfaction=0.3), "satisfaction must be Satisfaction(...); got 0.3"),
    ],
)
def test_bad_arguments_get_a_sentence(given, sentence):
    with pytest.raises((TypeError, ValueError)) as problem:
        simulate.firm(1, customers=10, **given)
    assert sentence in str(problem.value)


def test_bad_questions_get_a_sentence(truth):
    with pytest.raises(ValueError, match="knowing must be one of 'state', 'firm'; got 'orders'"):
        truth.uplift("C1", knowing="orders")
    with pytest.raises(ValueError, match=r"days must be at most 3650"):
        truth.profit_parts("C1", days=5000)
    with pytest.raises(ValueError, match="held must be a number of at least 0"):
        truth.redemption_cost(-1)
    with pytest.raises(
        ValueError, match=r"Experience.late_share times Experience.late_odds must stay below 0.2"
    ):
        simulate.Experience(late_share=0.15, late_odds=1.5)
    with pytest.raises(ValueError, match=r"Campaign.waiting_odds must be at least 1; got odds 0.5"):
        simulate.Campaign("X", "x", "mail", "post", "2024-01-01", waiting_odds=0.5)
