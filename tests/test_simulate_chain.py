"""The chain's service: files, calls against rates, our customers, scores, the truth against simulation."""

import json
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from crmlib import datasets, simulate
from crmlib.satisfaction import csat
from crmlib.service.waiting_lines import hang_up_share
from crmlib.simulate import chains, files
from crmlib.simulate.chains import scores
from crmlib.simulate.tables import TOUCHPOINTS

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "datasets" / "chain"
each_table = pytest.mark.parametrize("name", chains.CHAIN_TABLES)


@pytest.fixture(scope="module")
def firm():
    return datasets.load_firm()


@pytest.fixture(scope="module")
def made(firm):
    return simulate.chain(firm)


@pytest.fixture(scope="module")
def read():
    return datasets.load_chain()


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(ROOT / "tools" / "make_companions.py"))


@pytest.fixture(scope="module")
def years(firm):
    """100 chains of 90 days around a small firm."""
    small = simulate.firm(5, customers=60, tables=["contacts"])
    return [
        simulate.chain(small, seed, parameters=simulate.ChainService(days=90, weeks=12))
        for seed in range(100)
    ]


# Files


@each_table
def test_the_files_hold_the_chain_around_the_books_firm(made, read, name):
    pd.testing.assert_frame_equal(read.tables[name], made.tables[name])


@each_table
def test_a_file_is_small_and_its_header_has_no_time(made, name):
    stored = (FOLDER / files.file_name(name)).read_bytes()
    text = files.as_text(made.tables[name], chains.CHAIN_TABLES[name]).encode("utf-8")
    assert files.gzip.decompress(stored) == text and len(stored) < 100_000
    assert stored[3:9] == b"\x00\x00\x00\x00\x00\x02"


@each_table
def test_descriptions_are_those_of_the_tables(script, name):
    package = json.loads((ROOT / "datasets" / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["name"]: resource for resource in package["resources"]}
    group = next(group for group in script["GROUPS"] if group.name == "chain")
    made = script["resource"](group, name)
    assert made == {key: described[made["name"]][key] for key in made}
    assert script["described"](group) in package["groups"]


def test_the_truth_read_answers_as_the_truth_made(made, read):
    pd.testing.assert_frame_equal(read.truth.arrivals(), made.truth.arrivals())
    pd.testing.assert_frame_equal(read.truth.alarms(), made.truth.alarms())
    assert read.truth.incidents == made.truth.incidents


def test_the_numbers_on_the_reference_page_are_those_of_the_truth(read):
    text = (ROOT / "reference" / "around-the-firm.md").read_text(encoding="utf-8")
    two, three = (100 * read.truth.staffing(agents)["hung_up"][0] for agents in (2, 3))
    formula = [100 * hang_up_share(18, 6, agents, 3) for agents in (2, 3)]
    found = read.truth.alarms(3).set_index("touchpoint").at["hotline", "found"]
    for sentence in (
        f"variance over mean is {read.truth.unevenness():.1f} in a half-hour",
        f"Two agents lose {two:.0f} % of the callers, a third would lose {three:.0f} %",
        f"says {formula[0]:.0f} % and {formula[1]:.0f} %",
        f"found in {100 * found:.0f} % of such five weeks",
    ):
        assert sentence in text


def test_each_load_is_a_copy_of_its_own(read):
    other = datasets.load_chain().calls
    other.loc[:, "calls"] = 0
    assert read.calls["calls"].sum() > 90_000


def test_another_seed_gives_another_chain_of_the_same_truth(firm, made):
    other = simulate.chain(firm, seed=7)
    assert not other.calls.equals(made.calls)
    pd.testing.assert_frame_equal(other.truth.arrivals(), made.truth.arrivals())


# Calls


def test_there_are_18_calls_an_hour(made):
    rates = made.truth.arrivals()
    assert 2 * rates["rate"].mean() == pytest.approx(18)
    assert len(rates) == 365 * 28
    assert (rates["start"] == made.calls["start"]).all()
    hours = made.calls["start"].dt.hour
    assert (hours.min(), hours.max()) == (8, 21)


def test_calls_follow_the_rates_in_100_chains(years):
    rate = years[0].truth.arrivals()["rate"]
    calls = np.array([year.calls["calls"] for year in years])
    # Repeated calls of our customers come on top.
    total = calls.sum(axis=1) - [(year.our_calls["attempts"] - 1).sum() for year in years]
    assert abs(total.mean() - rate.sum()) < 3 * total.std(ddof=1) / 10
    hour = years[0].calls["start"].dt.hour.to_numpy()
    for one in range(8, 22):
        found = calls[:, hour == one].sum(axis=1)
        assert abs(found.mean() - rate[hour == one].sum()) < 3.5 * found.std(ddof=1) / 10, one


def test_counts_are_as_uneven_as_the_truth_says(years):
    """The variance of each half-hour over 100 chains, summed, over the sum of the means."""
    calls = np.array([year.calls["calls"] for year in years], dtype=float)
    found = calls.var(axis=0, ddof=1).sum() / calls.mean(axis=0).sum()
    expected = years[0].truth.unevenness()
    assert expected > 1.8
    assert found == pytest.approx(expected, rel=0.02)


def test_unevenness_by_hand():
    """A rate of 10 in every half-hour and factors with variances 1/4 and 1/5: 1 + 10 × (1.25 × 1.2 - 1)."""
    even = simulate.ChainService(
        days=10,
        weeks=2,
        calls_per_hour=20.0,
        day_shape=4.0,
        half_hour_shape=5.0,
        hours=(1.0,) * 14,
        weekdays=(1.0,) * 7,
    )
    plain = simulate.firm(1, customers=5, seasonality=None, tables=["contacts"])
    assert simulate.chain(plain, 1, parameters=even).truth.unevenness() == pytest.approx(6)


def test_every_call_has_one_end(made):
    calls = made.calls
    assert (calls["calls"] == calls["answered"] + calls["hung_up"]).all()
    assert (calls["cut_off"] + calls["solved"] <= calls["answered"]).all()
    assert (calls["in_20_seconds"] <= calls["answered"]).all()
    assert (calls["wait_seconds"] >= 0).all()
    assert calls["cut_off"].sum() / calls["answered"].sum() == pytest.approx(0.02, abs=0.002)
    kept = calls["answered"].sum() - calls["cut_off"].sum()
    assert calls["solved"].sum() / kept == pytest.approx(0.5, abs=0.007)


def test_agents_are_short_in_the_weeks_of_the_incident(made):
    short = made.calls[made.calls["agents"] == 1]
    days = short["start"].dt.normalize()
    assert (days.min(), days.max()) == (pd.Timestamp("2025-09-08"), pd.Timestamp("2025-10-12"))
    assert len(short) == 35 * 28
    usual = made.calls[made.calls["agents"] == 2]
    share = [rows["hung_up"].sum() / rows["calls"].sum() for rows in (short, usual)]
    assert share[0] > 1.5 * share[1]


def test_mondays_and_mornings_are_busy(made):
    start = made.calls["start"].dt
    by_day, by_hour = (made.calls["calls"].groupby(part).mean() for part in (start.day_of_week, start.hour))
    assert by_day.idxmax() == 0 and by_day[0] > 1.2 * by_day[6]
    assert by_hour.idxmax() == 10


# Our customers


def test_our_calls_are_the_firms_contacts_with_the_hotline_of_the_last_year(firm, made):
    contacts = firm.contacts[(firm.contacts["touchpoint"] == "hotline") & (firm.contacts["date"] >= "2025")]
    assert made.our_calls["contact_id"].tolist() == contacts["contact_id"].tolist()
    assert made.our_calls["customer_id"].tolist() == contacts["customer_id"].tolist()
    assert (made.our_calls["called"].to_numpy() == contacts["date"].to_numpy()).all()


def test_what_became_of_our_calls_fits_the_contacts(firm, made):
    """Settled contacts were reached in the end; solved at once only what was resolved, in one call."""
    both = made.our_calls.merge(firm.contacts[["contact_id", "outcome"]], on="contact_id")
    settled = both["outcome"] != "unresolved"
    assert both.loc[settled, "reached"].all()
    assert (both.loc[~settled, "attempts"] == 1).all()
    first_failed = both["hung_up"] | both["cut_off"]
    assert (both["attempts"] > 1).equals(settled & first_failed)
    assert both["solved_first"].equals((both["outcome"] == "resolved") & ~first_failed)
    assert (both["reached"] == ~first_failed)[~settled].all()


def test_our_customers_fare_as_all_do(made):
    """Some 355 first calls, at even hours of the day: hung up as in those half-hours, by 3.5 errors."""
    slot = made.our_calls["called"].dt.floor("30min")
    share = (made.calls["hung_up"] / made.calls["calls"]).set_axis(made.calls["start"])
    expected = share[slot].to_numpy()
    spread = np.sqrt((expected * (1 - expected)).sum())
    assert abs(made.our_calls["hung_up"].sum() - expected.sum()) < 3.5 * spread


def test_a_firm_without_calls_has_a_chain_all_the_same():
    small = simulate.firm(3, customers=1)
    quiet = simulate.chain(small, 1, parameters=simulate.ChainService(days=20, weeks=3))
    assert len(quiet.our_calls) == 0 and quiet.calls["calls"].sum() > 4_000


# Scores


def test_weeks_are_whole_and_in_the_firms_years(made):
    weeks = made.touchpoint_weeks
    assert (weeks["week"].dt.day_of_week == 0).all()
    assert weeks["week"].nunique() == 104 and len(weeks) == 832
    assert weeks["week"].max() == pd.Timestamp("2025-12-22")


def test_mondays_by_hand():
    calendar = simulate.firm(1, customers=1, tables=["items"]).truth.parameters.calendar()
    assert scores.mondays(calendar, 2).astype(str).tolist() == ["2025-12-15", "2025-12-22"]
    assert scores.mondays(calendar, 1_000)[0] == np.datetime64("2023-01-02")


def test_answers_are_from_12_to_900_a_week(made):
    mean = made.touchpoint_weeks.groupby("touchpoint", observed=True)["answers"].mean()
    expected = made.truth.usual().set_index("touchpoint")["answers"]
    assert (expected.min(), expected.max()) == (12, 900)
    assert (abs(mean - expected) < 3.5 * np.sqrt(expected / 104)).all()


def test_usual_scores_are_those_of_the_table(made):
    table, usual = made.touchpoint_weeks, made.truth.usual().set_index("touchpoint")
    quiet = pd.Series(True, index=table.index)
    for touchpoint, first, last, _ in made.truth.incidents:
        quiet &= ~((table["touchpoint"] == touchpoint) & table["week"].between(first, last))
    sums = table[quiet].groupby("touchpoint", observed=True)[["answers", "satisfied", "points"]].sum()
    for name, row in sums.iterrows():
        share, mean = usual.loc[name, ["satisfied", "mean"]]
        error = np.sqrt(share * (1 - share) / row["answers"])
        assert abs(row["satisfied"] / row["answers"] - share) < 3.5 * error, name
        error = usual.loc[name, "standard_deviation"] / np.sqrt(row["answers"])
        assert abs(row["points"] / row["answers"] - mean) < 3.5 * error, name


def test_score_chances_by_hand():
    """A latent mean on a border: as many above as below; the share of 4 and 5 is the course's CSAT."""
    chances = scores.score_chances(3.5, 1.0)
    assert chances.sum() == pytest.approx(1) and chances[3:].sum() == pytest.approx(0.5)
    assert chances[0] == pytest.approx(stats.norm.cdf(-2))
    assert csat([4, 5, 3, 2]) == 0.5


def test_incidents_are_the_firms_and_have_the_sizes_of_the_truth(firm, made):
    sizes = made.truth.incident_sizes()
    assert made.truth.incidents == firm.truth.parameters.service.incidents
    table = made.touchpoint_weeks
    for row in sizes.itertuples():
        hit = table[
            (table["touchpoint"] == row.touchpoint) & table["week"].between(row.first_week, row.last_week)
        ]
        share = hit["satisfied"].sum() / hit["answers"].sum()
        error = np.sqrt(row.satisfied * (1 - row.satisfied) / hit["answers"].sum())
        assert abs(share - row.satisfied) < 3.5 * error, row.touchpoint
        assert row.change == pytest.approx(row.satisfied - row.usual) and row.change < -0.3


def test_an_incident_of_part_of_a_week_counts_by_its_days():
    weeks = np.array(["2025-04-07", "2025-04-14", "2025-04-21"], dtype="datetime64[D]")
    assert scores.days_hit(weeks, "2025-04-10", "2025-04-15").tolist() == [4, 2, 0]


def test_false_alarms_and_found_incidents_in_many_weeks(made):
    """The chart of chapter 14 on 20,000 drawn weeks with the true limits, against the exact chances."""
    truth, random = made.truth, np.random.default_rng(1)
    for sides in ("both", "one"):
        chances = truth.false_alarms(2.0, sides).set_index("touchpoint")["a_week"]
        for name, row in truth.usual().set_index("touchpoint").iterrows():
            n = np.maximum(random.poisson(row["answers"], 20_000), 1)
            off = random.binomial(n, row["satisfied"]) / n - row["satisfied"]
            half = 2 * np.sqrt(row["satisfied"] * (1 - row["satisfied"]) / n)
            rings = (off < -half - 1e-12) | ((off > half + 1e-12) & (sides == "both"))
            error = np.sqrt(chances[name] * (1 - chances[name]) / 20_000)
            assert abs(rings.mean() - chances[name]) < 3.5 * error, (name, sides)


def test_about_ten_false_alarms_a_year_at_two_and_a_half_per_cent(made):
    assert made.truth.false_alarms(2.2414)["a_year"].sum() == pytest.approx(10, abs=0.3)


def test_alarms_by_hand(made):
    """Five weeks with the same chance p: found is 1 - (1 - p)^5, and the delay follows."""
    row = made.truth.alarms(3.0, "one").set_index("touchpoint").loc["hotline"]
    p = row["a_week"]
    assert 0.2 < p < 0.4 and row["weeks"] == 5
    assert row["found"] == pytest.approx(1 - (1 - p) ** 5)
    assert row["delay"] == pytest.approx(sum(k * p * (1 - p) ** k for k in range(5)) / row["found"])
    assert made.truth.alarms().set_index("touchpoint").at["delivery", "found"] == pytest.approx(1)


def test_watch_is_the_incident_at_the_hotline(made):
    """The shortage lasts five weeks with a change of -1.2: the row of the hotline is that of `alarms`."""
    row = made.truth.watch(-1.2, 5, 3.0, "one").set_index("touchpoint").loc["hotline"]
    true = made.truth.alarms(3.0, "one").set_index("touchpoint").loc["hotline"]
    assert (row["a_week"], row["found"]) == pytest.approx((true["a_week"], true["found"]))
    assert row["weeks_saved"] == pytest.approx(true["found"] * (4 - true["delay"]))
    size = made.truth.incident_sizes().set_index("touchpoint").loc["hotline"]
    assert (row["usual"], row["satisfied"]) == pytest.approx((size["usual"], size["satisfied"]))
    assert (
        row["false_alarms"]
        == made.truth.false_alarms(3.0, "one").set_index("touchpoint")["a_year"]["hotline"]
    )


def test_watch_in_its_limits(made):
    """Nothing wrong rings as false alarms do; a week leaves nothing to save, a sure alarm all but one."""
    watch, chance = made.truth.watch, made.truth.false_alarms(2.0, "one")["a_week"]
    assert watch(0.0, 5, 2.0)["a_week"].to_numpy() == pytest.approx(chance.to_numpy())
    assert (watch(-1.2, 1, 2.0)["weeks_saved"] == 0).all()
    assert watch(-2.0, 9, 2.0).set_index("touchpoint")["weeks_saved"]["website"] == pytest.approx(8)
    assert (watch(sigmas=2.0)["weeks_saved"] >= watch(sigmas=3.0)["weeks_saved"]).all()


def test_watch_by_drawing(made):
    """20,000 incidents at the hotline: weeks after the first alarm, within 3.5 errors."""
    row, random = made.truth.watch().set_index("touchpoint").loc["hotline"], np.random.default_rng(2)
    n = np.maximum(random.poisson(12, (20_000, 5)), 1)
    low = random.binomial(n, row["satisfied"]) / n < row["usual"] - 3 * np.sqrt(0.25 / n) - 1e-12
    left = np.where(low.any(axis=1), 4 - low.argmax(axis=1), 0)
    assert abs(left.mean() - row["weeks_saved"]) < 3.5 * left.std() / np.sqrt(20_000)


def test_narrow_limits_find_more_and_cry_wolf_more(made):
    wide, narrow = made.truth.alarms(3.0), made.truth.alarms(2.0)
    assert (narrow["found"] >= wide["found"]).all() and narrow["delay"][1] < wide["delay"][1]
    assert (made.truth.false_alarms(2.0)["a_week"] > made.truth.false_alarms(3.0)["a_week"]).all()


# More agents


def test_a_third_agent_halves_those_who_hang_up(made):
    two, three = (made.truth.staffing(agents, years=3).iloc[0] for agents in (2, 3))
    assert two["hung_up"] == pytest.approx(0.315, abs=0.02)
    assert three["hung_up"] < 0.55 * two["hung_up"] and three["busy"] < two["busy"]


def test_the_hours_add_up_to_the_year(made):
    for agents in (2, 3):
        hours, year = (
            answer(agents, years=2) for answer in (made.truth.staffing_by_hour, made.truth.staffing)
        )
        assert hours["hour"].tolist() == list(range(8, 22))
        assert hours["calls"].sum() == pytest.approx(year["calls"][0])
        assert hours["hung_up"].sum() / hours["calls"].sum() == pytest.approx(year["hung_up"][0], abs=1e-3)


def test_a_third_agent_saves_most_where_most_calls_come(made):
    two, three = (made.truth.staffing_by_hour(agents, years=4).set_index("hour") for agents in (2, 3))
    saved = two["hung_up"] - three["hung_up"]
    assert saved.idxmax() == two["calls"].idxmax() == 10 and saved.idxmin() == two["calls"].idxmin() == 8


def test_an_hour_is_nearly_erlang_a_at_its_mean_rate(made):
    """What a third agent saves; uneven rates and a share of the line before make a tenth of difference."""
    two, three = (made.truth.staffing_by_hour(agents, years=4).set_index("hour") for agents in (2, 3))
    rate = two["calls"] / 365
    expected = two["calls"] * (hang_up_share(rate, 6, 2, 3) - hang_up_share(rate, 6, 3, 3))
    assert ((two["hung_up"] - three["hung_up"]) / expected).between(0.85, 1.1).all()


def test_as_many_calls_come_as_at_the_rates(made):
    """Our customers' calls are among those of the simulated years, too."""
    simulated = made.truth.staffing(2, years=10)["calls"][0]
    rate, day, half_hour = made.truth.opening.rate, 1 / 40, 1 / 12
    # Poisson, the factors of the half-hours, and those of the days, which all half-hours of a day share.
    variance = rate.sum() + (rate**2).sum() * half_hour * (1 + day) + (rate.sum(axis=1) ** 2).sum() * day
    assert abs(simulated - rate.sum()) < 3.3 * np.sqrt(variance / 10)


def test_staffing_is_what_the_table_shows(made):
    """Two agents outside the shortage: the year of the table, within 4 of its errors."""
    usual = made.calls[made.calls["agents"] == 2]
    found = usual["hung_up"].sum() / usual["calls"].sum()
    weeks = usual.groupby(usual["start"].dt.isocalendar().week)[["hung_up", "calls"]].sum()
    error = (weeks["hung_up"] / weeks["calls"]).sem()
    assert abs(found - made.truth.staffing(2, years=3)["hung_up"][0]) < 4 * error


def test_an_even_chain_is_erlang_a():
    """No seasons, no hours, no unevenness, long days: Erlang A within its errors and the first half-hour."""
    even = simulate.ChainService(
        days=365,
        weeks=2,
        opens=0,
        closes=24,
        hours=(1.0,) * 24,
        weekdays=(1.0,) * 7,
        day_shape=1e9,
        half_hour_shape=1e9,
    )
    plain = simulate.firm(1, customers=5, seasonality=None, tables=["contacts"])
    found = simulate.chain(plain, 1, parameters=even).truth.staffing(2, years=10).iloc[0]
    hung_up = hang_up_share(18, 6, 2, 3)
    wait = 3 * hung_up
    # Each day begins with an empty line: about a minute in 1,440 of the mean.
    assert abs(found["hung_up"] - hung_up) < 3 * found["hung_up_error"] + 0.01 * hung_up
    assert abs(found["wait_seconds"] - 60 * wait) < 3 * found["wait_seconds_error"] + 0.6 * wait


@pytest.mark.parametrize(
    ("parameter", "value", "sign"),
    [
        ("calls_per_hour", 21.6, 1),
        ("handling_minutes", 7.2, 1),
        ("patience_minutes", 3.6, -1),
        ("day_shape", 8.0, 1),
        ("half_hour_shape", 3.0, 1),
    ],
)
def test_a_parameter_moves_those_who_hang_up(parameter, value, sign):
    small = simulate.firm(5, customers=60, tables=["contacts"])
    usual, moved = (
        simulate.chain(
            small, 1, parameters=simulate.ChainService(days=90, weeks=2, **changes)
        ).truth.staffing(2, years=6)["hung_up"][0]
        for changes in ({}, {parameter: value})
    )
    assert sign * (moved - usual) > 0.002


def hours_with(weight, place, count):
    return tuple(weight if k == place else 1.0 for k in range(count))


USUAL = dict(days=60, weeks=20, hours=(1.0,) * 14, weekdays=(1.0,) * 7)


@pytest.mark.parametrize(
    ("changes", "number", "sign"),
    [
        (dict(days=72), lambda c: len(c.calls), 1),
        (dict(opens=9, hours=(1.0,) * 13), lambda c: len(c.calls), -1),
        (dict(closes=24, hours=(1.0,) * 16), lambda c: len(c.calls), 1),
        (dict(hours=hours_with(1.2, 2, 14)), lambda c: hour(c, 10), 1),
        (dict(weekdays=hours_with(1.2, 0, 7)), lambda c: weekday(c, 0), 1),
        (dict(agents=3), lambda c: c.calls["hung_up"].sum(), -1),
        (dict(solved_share=0.6), lambda c: c.calls["solved"].sum(), 1),
        (dict(cut_off_share=0.024), lambda c: c.calls["cut_off"].sum(), 1),
        (dict(weeks=24), lambda c: c.touchpoint_weeks["week"].nunique(), 1),
        (
            dict(answers=(900, 30, 250, 500, 480, 12, 60, 20)),
            lambda c: c.touchpoint_weeks["answers"].sum(),
            1,
        ),
        (
            dict(score_means=(3.9, 3.8, 4.3, 4.0, 4.92, 3.5, 3.6, 3.4)),
            lambda c: c.truth.usual()["satisfied"][4],
            1,
        ),
        (dict(score_spread=1.236), lambda c: c.truth.usual()["satisfied"][2], -1),
    ],
)
def test_a_parameter_raised_by_a_fifth_moves_the_tables(changes, number, sign):
    """A whole number by one, where a fifth is less."""
    small = simulate.firm(5, customers=60, tables=["contacts"])
    usual, moved = (
        number(simulate.chain(small, 1, parameters=simulate.ChainService(**USUAL | change)))
        for change in ({}, changes)
    )
    assert sign * (moved - usual) > 0


def hour(chain, one):
    return chain.calls.loc[chain.calls["start"].dt.hour == one, "calls"].sum()


def weekday(chain, one):
    return chain.calls.loc[chain.calls["start"].dt.day_of_week == one, "calls"].sum()


def test_more_agents_in_a_shortage_lose_fewer_callers(firm):
    lost = [
        simulate.chain(firm, 1, parameters=simulate.ChainService(short_agents=agents)).calls["hung_up"].sum()
        for agents in (1, 2)
    ]
    assert lost[1] < lost[0]


# Sentences


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (dict(agents=0), "ChainService.agents must be a whole number of at least 1; got 0"),
        (dict(agents=61), "ChainService.agents and ChainService.short_agents must be at most 60"),
        (dict(opens=22, closes=8), "ChainService.opens must lie before ChainService.closes"),
        (dict(hours=(1.0,) * 3), "ChainService.hours must be a tuple of 14 numbers"),
        (dict(weekdays=(1.0,) * 6), "ChainService.weekdays must be a tuple of 7 numbers"),
        (dict(answers=(0,) * 8), "each value of ChainService.answers must be a number above 0; got 0"),
        (dict(cut_off_share=1), "ChainService.cut_off_share must be a share above 0 and below 1; got 1"),
    ],
)
def test_bad_parameters_get_a_sentence(changes, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        simulate.ChainService(**changes)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda t: t.staffing(0), "agents must be a whole number from 1 to 60; got 0"),
        (lambda t: t.staffing(2, years=0), "years must be a whole number of at least 1; got 0"),
        (lambda t: t.false_alarms(9), "sigmas must be a number of standard errors from 0 to 8; got 9"),
        (lambda t: t.false_alarms(3, "left"), "sides must be one of 'both', 'one'; got 'left'"),
        (lambda t: t.watch(weeks=0), "weeks must be a whole number of weeks from 1 to 520; got 0"),
        (lambda t: t.watch(change="down"), "change must be a number; got 'down'"),
        (lambda t: t.staffing_by_hour(0), "agents must be a whole number from 1 to 60; got 0"),
        (lambda t: t.alarms("three"), "sigmas must be a number of standard errors from 0 to 8; got 'three'"),
    ],
)
def test_bad_questions_get_a_sentence(made, call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call(made.truth)


@pytest.mark.parametrize("firm", [None, 3, "firm"])
def test_no_firm_gets_a_sentence(firm):
    with pytest.raises(
        TypeError, match=r"^firm must be a simulated firm, as from datasets.load_firm\(\); got "
    ):
        simulate.chain(firm)


def test_parameters_of_another_kind_are_refused(firm):
    with pytest.raises(TypeError, match=r"^parameters must be ChainService\(\.\.\.\); got Club"):
        simulate.chain(firm, 1, parameters=simulate.Club())


def test_a_chain_says_what_it_is(read):
    assert repr(read) == "Chain with calls 10220, our_calls 381, touchpoint_weeks 832"
    assert set(read.touchpoint_weeks["touchpoint"]) == set(TOUCHPOINTS)
