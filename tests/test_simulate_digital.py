"""The digital channels: files, what fits the firm, links, groups, storefronts, consents, and sentences."""

import json
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crmlib import datasets, simulate
from crmlib.simulate import digital, files
from crmlib.simulate.digital.parameters import ASKED, LINKED
from crmlib.simulate.digital.tables import STOREFRONTS

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "datasets" / "digital"
LAST_DAY = pd.Timestamp("2025-12-31")
FLAGS = dict(zip(ASKED, ("consent_email", "consent_sms", "consent_phone"), strict=True))
# Where a web order outside the app can be placed.
BY_WEB = STOREFRONTS[2:]
each_table = pytest.mark.parametrize("name", digital.DIGITAL_TABLES)


@pytest.fixture(scope="module")
def firm():
    return datasets.load_firm()


@pytest.fixture(scope="module")
def made(firm):
    return simulate.digital_channels(firm)


@pytest.fixture(scope="module")
def read():
    return datasets.load_digital_channels()


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(ROOT / "tools" / "make_companions.py"))


@pytest.fixture(scope="module")
def large():
    """A firm of 12,000 customers and its channels, for shares."""
    firm = simulate.firm(3, customers=12_000, tables=["customers", "orders", "contacts"])
    return firm, simulate.digital_channels(firm, 3)


# Files


@each_table
def test_the_files_hold_the_channels_around_the_books_firm(made, read, name):
    pd.testing.assert_frame_equal(read.tables[name], made.tables[name])


@each_table
def test_a_file_is_small_and_its_header_has_no_time(made, name):
    stored = (FOLDER / files.file_name(name)).read_bytes()
    text = files.as_text(made.tables[name], digital.DIGITAL_TABLES[name]).encode("utf-8")
    assert files.gzip.decompress(stored) == text and len(stored) < 100_000
    assert stored[3:9] == b"\x00\x00\x00\x00\x00\x02"


@each_table
def test_descriptions_are_those_of_the_tables(script, name):
    package = json.loads((ROOT / "datasets" / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["name"]: resource for resource in package["resources"]}
    group = next(group for group in script["GROUPS"] if group.name == "digital")
    made = script["resource"](group, name)
    assert made == {key: described[made["name"]][key] for key in made}
    assert script["described"](group) in package["groups"]


def test_the_firm_stays_as_it_is(firm):
    before = {name: table.copy() for name, table in firm.tables.items()}
    simulate.digital_channels(firm, 9)
    simulate.chain(firm, 9, parameters=simulate.ChainService(days=30, weeks=4))
    for name, table in firm.tables.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_another_seed_gives_other_channels(firm, made):
    assert not simulate.digital_channels(firm, 7).links.equals(made.links)


# Keys and days


def test_keys_are_unique_and_point_somewhere(firm, made):
    for name, table in digital.DIGITAL_TABLES.items():
        assert not made.tables[name].duplicated(list(table.key)).any(), name
    customers = set(firm.customers["customer_id"])
    assert set(made.links["customer_id"]) <= customers and set(made.consents["customer_id"]) <= customers
    assert set(made.links["group_id"].dropna()) == set(made.groups["group_id"])
    assert (made.links["group_id"].notna() == (made.links["channel"] == "WeCom group")).all()


def test_days_are_in_order_and_in_the_firms_years(firm, made):
    joined = firm.customers.set_index("customer_id")["joined"]
    for table, first, last in ((made.links, "since", "until"), (made.consents, "given", "withdrawn")):
        assert (table[first] >= table["customer_id"].map(joined)).all()
        assert (table[first] <= LAST_DAY).all() and not (table[last] > LAST_DAY).any()
        assert not (table[last] <= table[first]).any()
    assert made.consents["given"].is_monotonic_increasing


# Storefronts


def test_each_completed_order_has_one_storefront_that_fits_it(firm, made):
    completed = firm.orders[firm.orders["status"] == "completed"]
    assert made.storefronts["order_id"].tolist() == completed["order_id"].tolist()
    orders = completed.merge(made.storefronts, on="order_id")
    assert ((orders["storefront"] == "till") == (orders["channel"] == "store")).all()
    in_app = firm.contacts.loc[firm.contacts["touchpoint"] == "app", "order_id"]
    assert ((orders["storefront"] == "app") == orders["order_id"].isin(in_app)).all()


def test_commission_is_five_per_cent_of_the_orders_in_the_tmall_store(firm, made):
    orders = firm.orders.merge(made.storefronts, on="order_id")
    tmall = orders["storefront"] == "Tmall store"
    assert np.allclose(
        orders.loc[tmall, "commission"], (0.05 * orders.loc[tmall, "amount"]).round(2), atol=0.006
    )
    assert (orders.loc[~tmall, "commission"] == 0).all()


@pytest.mark.parametrize(
    ("channel", "storefront"),
    [("Tmall store", "Tmall store"), ("mini-programme", "mini-programme"), ("app push", "app")],
)
def test_orders_in_a_shop_lie_within_its_link(firm, made, channel, storefront):
    orders = firm.orders.merge(made.storefronts[made.storefronts["storefront"] == storefront], on="order_id")
    links = made.links[made.links["channel"] == channel]
    both = orders.merge(links, on="customer_id", how="left")
    day = both["date"].dt.normalize()
    assert len(both) == len(orders) > 300
    assert (both["since"] <= day).all() and not (both["until"] <= day).any()


def test_whoever_came_by_the_marketplace_begins_in_the_tmall_store(large):
    firm, channels = large
    orders = firm.orders.merge(channels.storefronts, on="order_id").merge(firm.customers, on="customer_id")
    came = orders[(orders["acquisition_channel"] == "marketplace") & orders["storefront"].isin(BY_WEB)]
    first = came["order_id"].isin(orders.loc[~orders["customer_id"].duplicated(), "order_id"]).to_numpy()
    at_tmall = (came["storefront"] == "Tmall store").to_numpy()
    assert at_tmall[first].all()
    later = at_tmall[~first]
    assert later.mean() == pytest.approx(0.6, abs=3.5 * np.sqrt(0.24 / len(later)))


# Links and groups


def test_those_linked_order_more_because_frequent_buyers_join(large):
    """Selection, not effect: the difference is there, and in those who never had a link as in the others."""
    firm, channels = large
    orders = firm.orders.groupby("customer_id").size().reindex(firm.customers["customer_id"]).fillna(0)
    member = firm.customers["customer_id"].isin(
        channels.links.loc[channels.links["channel"] == "WeCom group", "customer_id"]
    )
    assert orders[member.to_numpy()].mean() > 1.3 * orders[~member.to_numpy()].mean()
    assert firm.orders.equals(simulate.firm(3, customers=12_000, tables=["orders"]).orders)


def test_the_young_are_linked_more(large):
    firm, channels = large
    linked = firm.customers["customer_id"].isin(
        channels.links.loc[channels.links["channel"] == "official account", "customer_id"]
    )
    age = firm.customers["age"]
    assert linked[age < 30].mean() > linked[age > 50].mean() + 0.1


def test_links_end_at_their_yearly_rate(large):
    """Of links begun two years before the last day, the share over after a year; channels without a shop."""
    _, channels = large
    links = channels.links[channels.links["since"] <= LAST_DAY - pd.Timedelta(days=731)]
    over = links["until"] <= links["since"] + pd.Timedelta(days=365)
    for channel, rate in zip(LINKED, simulate.DigitalChannels().unlink_rate, strict=True):
        if channel in ("official account", "WeCom group"):
            found = over[links["channel"] == channel]
            assert found.mean() == pytest.approx(rate, abs=3.5 * np.sqrt(rate * (1 - rate) / len(found)))


def test_groups_count_their_members_and_belong_to_a_city(firm, made):
    links = made.links[made.links["channel"] == "WeCom group"].merge(
        firm.customers[["customer_id", "city"]], on="customer_id"
    )
    groups = made.groups.set_index("group_id")
    assert (
        links.groupby("group_id").size().equals(groups["joined"].rename(None))
        or (links.groupby("group_id").size().to_numpy() == groups["joined"].to_numpy()).all()
    )
    lasting = links["until"].isna().groupby(links["group_id"]).sum()
    assert (lasting.to_numpy() == groups["members"].to_numpy()).all()
    assert (links["city"].astype(str) == links["group_id"].map(groups["city"].astype(str))).all()
    assert (links.groupby("group_id")["since"].min().to_numpy() == groups["opened"].to_numpy()).all()
    assert groups["joined"].max() <= simulate.DigitalChannels().group_size
    assert groups["opened"].is_monotonic_increasing


# Consents


@pytest.mark.parametrize("channel", ASKED)
def test_consents_on_the_last_day_are_those_of_the_customers(firm, made, channel):
    now = made.in_force("2025-12-31")
    agreed = now.loc[now["channel"] == channel, "customer_id"]
    assert not agreed.duplicated().any()
    assert set(agreed) == set(firm.customers.loc[firm.customers[FLAGS[channel]], "customer_id"])


def test_a_fair_share_had_agreed_once(large):
    firm, channels = large
    p = simulate.DigitalChannels()
    table = channels.consents[channels.consents["channel"] == "SMS"]
    without = firm.customers.loc[~firm.customers["consent_sms"], "customer_id"]
    # Who registered on the last days cannot have withdrawn yet.
    found = without.isin(table["customer_id"]).mean()
    assert found == pytest.approx(p.former_share, abs=0.01 + 3.5 * np.sqrt(0.19 / len(without)))
    agreed = firm.customers.loc[firm.customers["consent_sms"], "customer_id"]
    twice = table["customer_id"].value_counts().reindex(agreed).eq(2).mean()
    assert twice == pytest.approx(p.again_share, abs=0.01)


def test_no_consent_outlives_its_link(made):
    consents = made.consents[made.consents["channel"].isin(LINKED)]
    both = consents.merge(made.links, on=["customer_id", "channel"], how="left", validate="many_to_one")
    assert (both["given"] == both["since"]).all()
    ended = both["until"].notna()
    assert (both.loc[ended, "withdrawn"] <= both.loc[ended, "until"]).all()
    by_link = both["ended_by"] == "link ended"
    assert (both.loc[by_link, "withdrawn"] == both.loc[by_link, "until"]).all()
    assert (both["ended_by"].isna() == both["withdrawn"].isna()).all()


def test_recommendations_are_asked_for_apart_and_only_with_messages(made):
    """Each purpose has a consent of its own, and may be withdrawn alone."""
    table = made.consents
    recommended = table[table["purpose"] == "personal recommendations"]
    assert set(recommended["channel"]) == {"mini-programme", "app push"}
    messages = table[table["purpose"] == "messages"].set_index(["customer_id", "channel"])
    both = recommended.join(messages.add_suffix("_messages"), on=["customer_id", "channel"], how="left")
    assert (both["given"] == both["given_messages"]).all()
    alone = both["withdrawn"].notna() & both["withdrawn_messages"].isna()
    assert alone.sum() > 5


def test_in_force_by_hand(made):
    table = made.consents
    row = table[table["withdrawn"].notna()].iloc[0]
    for day, holds in (
        (row["given"] - pd.Timedelta(days=1), False),
        (row["given"], True),
        (row["withdrawn"] - pd.Timedelta(days=1), True),
        (row["withdrawn"], False),
    ):
        assert (row["consent_id"] in set(made.in_force(day)["consent_id"])) == holds


@pytest.mark.parametrize("day", ["soon", None, 3, True, "2025-13-01"])
def test_no_day_gets_a_sentence(made, day):
    with pytest.raises(ValueError, match=r"^day must be a day such as '2025-12-31'; got "):
        made.in_force(day)


# Parameters and sentences


@pytest.mark.parametrize(
    ("changes", "table", "rows", "sign"),
    [
        (dict(linked_share=(0.6, 0.55, 0.2, 0.25, 0.4)), "links", ("channel", "official account"), 1),
        (dict(unlink_rate=(0.18, 0.05, 0.25, 0.02, 0.3)), "links", ("until", None), 1),
        (dict(group_size=36), "groups", None, -1),
        (dict(storefront_weights=(0.48, 0.4, 0.2)), "storefronts", ("storefront", "own web shop"), 1),
        (dict(marketplace_share=0.72), "storefronts", ("storefront", "Tmall store"), 1),
        (dict(consent_share=(0.9, 0.72, 0.95, 0.5, 0.8)), "consents", ("channel", "mini-programme"), 1),
        (dict(recommend_share=0.6), "consents", ("purpose", "personal recommendations"), 1),
        (dict(withdrawal_rate=0.096), "consents", ("ended_by", "withdrawn"), 1),
        (dict(former_share=0.3), "consents", ("ended_by", "withdrawn"), 1),
        (dict(again_share=0.048), "consents", ("how", "account settings"), 1),
    ],
)
def test_a_parameter_raised_by_a_fifth_moves_a_table(large, changes, table, rows, sign):
    firm, usual = large
    moved = simulate.digital_channels(firm, 3, parameters=simulate.DigitalChannels(**changes))
    counts = []
    for channels in (usual, moved):
        found = channels.tables[table]
        if rows:
            column, word = rows
            found = found[found[column].notna() if word is None else found[column] == word]
        counts.append(len(found))
    assert sign * (counts[1] - counts[0]) > 0


@pytest.mark.parametrize(("changes", "sign"), [(dict(order_pull=0.6), 1), (dict(age_pull=0.3), -1)])
def test_a_pull_raised_by_a_fifth_moves_who_is_linked(large, changes, sign):
    """The mean number of orders, or age, of those linked with the official account."""
    firm, usual = large
    moved = simulate.digital_channels(firm, 3, parameters=simulate.DigitalChannels(**changes))
    orders = firm.orders.groupby("customer_id").size().reindex(firm.customers["customer_id"]).fillna(0)
    known = {1: orders, -1: firm.customers.set_index("customer_id")["age"]}[sign]
    means = []
    for channels in (usual, moved):
        linked = channels.links.loc[channels.links["channel"] == "official account", "customer_id"]
        means.append(known[linked].mean())
    assert sign * (means[1] - means[0]) > 0


def test_a_dearer_platform_keeps_more(firm, made):
    dear = simulate.digital_channels(firm, parameters=simulate.DigitalChannels(tmall_commission=0.06))
    assert dear.storefronts["commission"].sum() == pytest.approx(
        1.2 * made.storefronts["commission"].sum(), 1e-3
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (dict(linked_share=(0.5,) * 4), "DigitalChannels.linked_share must be a tuple of 5 numbers"),
        (dict(linked_share=(0.5, 0, 0.5, 0.5, 0.5)), "each value of DigitalChannels.linked_share must be a"),
        (
            dict(storefront_weights=(0, 1, 1)),
            "DigitalChannels.storefront_weights must leave the own web",
        ),
        (dict(group_size=0), "DigitalChannels.group_size must be a whole number of at least 1; got 0"),
        (dict(withdrawal_rate=1), "DigitalChannels.withdrawal_rate must be a share from 0 to below 1; got 1"),
    ],
)
def test_bad_parameters_get_a_sentence(changes, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        simulate.DigitalChannels(**changes)


@pytest.mark.parametrize("firm", [None, 3, "firm"])
def test_no_firm_gets_a_sentence(firm):
    with pytest.raises(TypeError, match=r"^firm must be a simulated firm"):
        simulate.digital_channels(firm)


def test_a_firm_without_contacts_is_refused():
    small = simulate.firm(1, customers=5, tables=["customers", "orders"])
    with pytest.raises(TypeError, match=r"^firm must be a simulated firm"):
        simulate.digital_channels(small)


def test_parameters_of_another_kind_are_refused(firm):
    with pytest.raises(TypeError, match=r"^parameters must be DigitalChannels\(\.\.\.\); got Club"):
        simulate.digital_channels(firm, 1, parameters=simulate.Club())


def test_one_customer_has_channels_too():
    alone = simulate.digital_channels(simulate.firm(2, customers=1), 2)
    assert len(alone.consents) <= 10 and len(alone.links) <= 5


def test_the_channels_say_what_they_are_and_what_is_missing(read):
    assert repr(read).startswith("Digital with links ")
    with pytest.raises(AttributeError, match="Digital has no table 'chats'; it has links, groups"):
        _ = read.chats
    assert {"links", "in_force"} <= set(dir(read))
