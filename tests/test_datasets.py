"""The real data: counts of the published literature, keys, descriptions, files and loaders."""

import functools
import hashlib
import json
import lzma
import runpy
import struct
from pathlib import Path

import pandas as pd
import pytest
import r_data

from crmlib import datasets
from crmlib.datasets import loaders

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "datasets"
PACKAGE = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
PATHS = [resource["path"] for resource in PACKAGE["resources"]]
MOST_BYTES = 15_000_000
TABLES = {"cdnow": datasets.load_cdnow, "advertisers": datasets.load_advertisers} | {
    f"journey_{table}": lambda table=table: datasets.load_journey(table) for table in datasets.JOURNEY_TABLES
}


@pytest.fixture(scope="module")
def cdnow():
    return datasets.load_cdnow()


@pytest.fixture(scope="module")
def customer_days(cdnow):
    """CDNOW with the rows of one day added up, as the literature counts purchases."""
    days = cdnow.groupby(["customer_id", "date"], as_index=False)["amount"].sum()
    days["first"] = days["date"] == days.groupby("customer_id")["date"].transform("min")
    return days


@pytest.fixture(scope="module")
def calibration(customer_days):
    """The first 39 weeks."""
    return customer_days[customer_days["date"] <= "1997-09-30"]


@pytest.fixture(scope="module")
def journey():
    return {table: datasets.load_journey(table) for table in datasets.JOURNEY_TABLES}


# CDNOW against the literature


def test_cdnow_has_the_rows_and_customers_of_the_event_log_in_r_package_btyd(cdnow):
    assert len(cdnow) == 6_919
    assert sorted(cdnow["customer_id"].unique()) == list(range(1, 2_358))


def test_cdnow_has_the_customer_days_of_r_package_clvtools(customer_days):
    assert len(customer_days) == 6_696


def test_cdnow_first_purchases_lie_in_the_first_quarter_of_1997_fader_hardie_2001(cdnow):
    first = cdnow.groupby("customer_id")["date"].min()
    assert str(first.min().date()) == "1997-01-01"
    assert str(first.max().date()) == "1997-03-25"
    assert first.is_monotonic_increasing
    assert str(cdnow["date"].max().date()) == "1998-06-30"


def test_cdnow_repeat_purchases_in_39_weeks_of_r_package_btyd_walkthrough(calibration):
    repeats = calibration.groupby("customer_id").size() - 1
    bins = repeats.clip(upper=7).value_counts().sort_index()
    assert bins.tolist() == [1_411, 439, 214, 100, 62, 38, 29, 64]


def test_cdnow_repeat_spend_of_fader_hardie_gamma_gamma_note_table_1(calibration):
    mean_spend = calibration[~calibration["first"]].groupby("customer_id")["amount"].mean()
    assert len(mean_spend) == 946
    assert mean_spend.mean() == pytest.approx(35.08, abs=0.005)
    assert mean_spend.max() == pytest.approx(299.63, abs=0.006)


def test_cdnow_quirks_as_described(cdnow, customer_days):
    spend = cdnow.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    days_of_customer = customer_days.groupby("customer_id").size()
    rows_of_day = cdnow.groupby(["customer_id", "date"]).size()
    zero = cdnow[cdnow["amount"] == 0]
    assert (days_of_customer == 1).sum() == 1_218
    assert (cdnow.groupby("customer_id").size() == 1).sum() == 1_205
    assert ((rows_of_day > 1).sum(), rows_of_day.max()) == (177, 8)
    assert (cdnow.duplicated().sum(), cdnow.duplicated(keep=False).sum()) == (21, 40)
    assert (len(zero), zero["customer_id"].nunique(), (spend == 0).sum()) == (8, 8, 8)
    assert (zero["quantity"] == 1).all()
    assert (cdnow["amount"] >= 0).all()
    assert spend.iloc[[0]].round(2).to_dict() == {1_901: 6_552.70}
    assert top_share(spend, 0.1) == pytest.approx(0.508, abs=0.0005)
    assert top_share(spend, 0.2) == pytest.approx(0.674, abs=0.0005)
    assert (round(spend.median(), 2), round(spend.mean(), 2)) == (43.06, 103.56)
    for number in ("1,218", "1,205", "177", "21 rows", "40 rows", "8 rows", "6,552.70", "43.06", "103.56"):
        assert number in " ".join(RESOURCES["cdnow"]["quirks"])


# Complete Journey


def test_journey_counts_of_r_package_completejourney(journey):
    assert journey["baskets"]["customer_id"].nunique() == 2_469
    assert journey["baskets"]["lines"].sum() == 1_469_307
    sizes = {table: len(journey[table]) for table in datasets.JOURNEY_TABLES}
    assert sizes == {
        "baskets": 155_848,
        "demographics": 801,
        "campaigns": 6_589,
        "campaign_descriptions": 27,
        "coupons": 1_197,
        "redemptions": 2_102,
        "brands": 31,
        "categories": 35_131,
    }


def test_journey_categories_are_of_baskets_in_march(journey):
    """Each basket is one of the table of baskets, of March, and holds no more categories than products."""
    held = journey["categories"]
    assert held["category"].nunique() == 30 and not held.duplicated().any()
    basket = journey["baskets"].set_index("basket_id").loc[held["basket_id"].unique()]
    assert (basket["date"].dt.month == 3).all()
    assert (held.groupby("basket_id").size() <= basket["lines"]).all()


def test_journey_makers_with_fewer_buyers_are_bought_less_often(journey):
    """Double jeopardy: buyers and trips a buyer rise together, in each category."""
    brands = journey["brands"]
    assert brands["households"].min() >= 0.03 * 2_469
    assert (brands["households"] <= brands["trips"]).all()
    assert (brands["trips"] <= brands["category_trips"]).all()
    assert (brands["sole_households"] <= brands["households"]).all()
    assert (brands["bought_again"] <= brands["first_half"]).all()
    assert (brands["first_half"] <= brands["households"]).all()
    for _, makers in brands.groupby("category", observed=True):
        assert makers["households"].corr(makers["trips"] / makers["households"]) > 0.9


def test_journey_times_are_local_time(journey):
    """The shops are closed on Christmas Day, and the small hours are the quietest: neither holds in UTC."""
    dates = journey["baskets"]["date"]
    days = set(dates.dt.normalize())
    assert set(pd.date_range("2017-01-01", "2017-12-31")) - days == {pd.Timestamp("2017-12-25")}
    assert days <= set(pd.date_range("2017-01-01", "2017-12-31"))
    by_hour = dates.dt.hour.value_counts()
    assert by_hour.idxmin() in {3, 4}
    assert by_hour.idxmax() == 17


def test_journey_quirks_as_described(journey):
    baskets, demographics = journey["baskets"], journey["demographics"]
    spend = baskets.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    visits, last = baskets["customer_id"].value_counts(), baskets.groupby("customer_id")["date"].max()
    zero = baskets[baskets["amount"] == 0]
    assert (len(zero), zero["customer_id"].nunique(), (spend == 0).sum()) == (478, 329, 0)
    assert (baskets["amount"] >= 0).all()
    assert (baskets["coupon_discount"] > 0).sum() == 9_827
    assert (baskets["coupon_discount"] > baskets["amount"] + 0.001).sum() == 19
    assert len({*zip(baskets["customer_id"], baskets["date"].dt.normalize(), strict=True)}) == 127_431
    assert (visits.median(), round(visits.mean(), 1), (visits == 1).sum()) == (43, 63.1, 31)
    assert (round(spend.median(), 2), round(spend.mean(), 2)) == (1_210.02, 1_861.50)
    assert top_share(spend, 0.1) == pytest.approx(0.351, abs=0.0005)
    assert top_share(spend, 0.2) == pytest.approx(0.546, abs=0.0005)
    assert baskets["amount"].max() == 961.49
    assert ((last >= "2017-12-01").sum(), (last < "2017-10-01").sum()) == (2_062, 141)
    known = spend.index.isin(demographics["customer_id"])
    assert (round(spend[known].mean()), round(spend[~known].mean())) == (3_277, 1_182)
    assert demographics.isna().sum()[lambda missing: missing > 0].to_dict() == {
        "home_ownership": 233,
        "marital_status": 137,
    }


def test_journey_campaigns_and_redemptions_as_described(journey):
    campaigns, redemptions = journey["campaigns"], journey["redemptions"]
    described = journey["campaign_descriptions"]
    assert (campaigns["customer_id"].nunique(), redemptions["customer_id"].nunique()) == (1_559, 410)
    assert described["campaign_type"].value_counts().to_dict() == {"Type B": 17, "Type C": 6, "Type A": 4}
    assert (campaigns.merge(described)["campaign_type"] == "Type A").sum() == 3_647
    spend = journey["baskets"].groupby("customer_id")["amount"].sum()
    mailed = spend.index.isin(campaigns["customer_id"])
    assert (round(spend[mailed].mean()), round(spend[~mailed].mean())) == (2_602, 593)
    dated = redemptions.merge(described)
    assert (dated["campaign_type"] == "Type A").sum() == 1_718
    assert dated["date"].between(dated["start_date"], dated["end_date"]).all()
    days = journey["baskets"].assign(date=lambda frame: frame["date"].dt.normalize())
    shopping_days = days[["customer_id", "date"]].drop_duplicates()
    assert len(redemptions.merge(shopping_days)) == 2_102
    assert redemptions.duplicated(["customer_id", "coupon_upc", "date"]).sum() == 13
    assert journey["coupons"]["coupon_upc"].nunique() == 981


# The advertisers' survey


def test_advertisers_are_as_many_as_the_r_package_bayesm_says_on_its_scale():
    answers = datasets.load_advertisers()
    assert answers.shape == (1_811, 10)
    assert (answers.min().min(), answers.max().max()) == (1, 10)


def test_advertisers_quirks_as_described():
    answers = datasets.load_advertisers()
    different, equal = answers.nunique(axis=1), answers.duplicated(keep=False)
    assert answers.notna().all(axis=None)
    assert ((different == 1).sum(), (different <= 3).sum()) == (102, 805)
    assert (answers.duplicated().sum(), equal.sum(), (different[equal] == 1).sum()) == (127, 158, 101)
    for number in ("102 of 1,811", "805", "127 rows", "101 of the 158"):
        assert number in " ".join(RESOURCES["advertisers"]["quirks"])


def test_data_under_a_gpl_lie_beside_its_text_and_are_said_to_be_missing_from_a_package(
    tmp_path, monkeypatch
):
    assert "GNU GENERAL PUBLIC LICENSE" in (FOLDER / "LICENSE-GPL-2").read_text(encoding="utf-8")
    monkeypatch.setattr(loaders, "_folder", lambda: tmp_path)
    with pytest.raises(FileNotFoundError, match="under the GPL and not part of the installed package"):
        datasets.load_advertisers()


@pytest.mark.parametrize("name", RESOURCES)
def test_keys_hold(name):
    table, schema = raw_table(RESOURCES[name]), RESOURCES[name]["schema"]
    if key := as_list(schema.get("primaryKey", [])):
        assert not table.duplicated(key).any()
    for key in schema.get("foreignKeys", []):
        own, reference = as_list(key["fields"]), key["reference"]
        other = raw_table(RESOURCES[reference["resource"] or name])[as_list(reference["fields"])]
        known = set(other.itertuples(index=False, name=None))
        used = table[own].replace("", None).dropna()
        assert set(used.itertuples(index=False, name=None)) <= known


@functools.cache
def _raw_table(path):
    resource = next(resource for resource in PACKAGE["resources"] if resource["path"] == path)
    file, encoding = FOLDER / path, resource.get("encoding", "utf-8")
    if path.endswith(".xlsx"):
        dialect = resource.get("dialect", {})
        sheet, header = dialect.get("excel", {}).get("sheet", 0), dialect.get("headerRows", [1])[-1] - 1
        return pd.read_excel(file, sheet_name=sheet, header=header, dtype=str, keep_default_na=False)
    if ".jsonl" in path:
        lines = file.read_text(encoding=encoding).splitlines()
        return pd.DataFrame([json.loads(line) for line in lines])
    return pd.read_csv(file, dtype=str, keep_default_na=False, encoding=encoding)


def raw_table(resource):
    """A described file as it is written, whatever its format; only for reading."""
    return _raw_table(resource["path"])


def as_list(fields):
    """The fields of a key, of which a single one may stand without a list."""
    return [fields] if isinstance(fields, str) else fields


# How the files are made


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(ROOT / "tools" / "make_datasets.py"))


def test_receipt_lines_become_baskets_in_local_time(script):
    # 04:30 UTC is 23:30 the day before in winter; 01:11 on 5 November 2017 exists twice in New York.
    times = ["2017-01-02 04:30:59", "2017-01-02 04:30:59", "2017-11-05 05:11:55"]
    lines = pd.DataFrame({"customer_id": [7, 7, 8], "basket_id": [11, 11, 12], "store_id": [3, 3, 4]}).assign(
        transaction_timestamp=pd.to_datetime(times), product_id=[1, 2, 1], sales_value=[0.1, 0.2, 5.0]
    )
    lines[["retail_disc", "coupon_disc", "coupon_match_disc"]] = [1.0, 0.5, 0.25]
    assert script["baskets"](lines).to_numpy().tolist() == [
        [7, 11, "2017-01-01 23:30", 3, 0.3, 2, 2.0, 1.0, 0.5],
        [8, 12, "2017-11-05 01:11", 4, 5.0, 1, 1.0, 0.5, 0.25],
    ]


def test_a_product_of_a_coupon_is_counted_once(script):
    pairs = pd.DataFrame({"campaign_id": [1, 1, 1, 2], "coupon_upc": 9, "product_id": [5, 5, 6, 5]})
    assert script["coupons"](pairs).to_numpy().tolist() == [[1, 9, 2], [2, 9, 1]]


def test_a_changed_wheel_is_refused(script, monkeypatch):
    def changed(command, check):
        folder = Path(command[command.index("--dest") + 1])
        (folder / "lifetimes.whl").write_bytes(b"something else")

    monkeypatch.setattr("subprocess.run", changed)
    with pytest.raises(SystemExit, match="sha256"):
        script["fetch_wheel"]("lifetimes==0.11.3", script["WHEELS"]["lifetimes==0.11.3"])


def saved_by_r(frame, kind=14):
    """A data frame as R's `save` writes it, its numbers as doubles (14) or whole numbers (13)."""

    def whole(*values):
        return struct.pack(f">{len(values)}i", *values)

    def word(text):
        return whole(9, len(text)) + text.encode()

    def symbol(text):
        return whole(1) + word(text)

    letter = {14: "d", 13: "i"}.get(kind, "i")
    columns = b"".join(
        whole(kind, len(values)) + struct.pack(f">{len(values)}{letter}", *values)
        for values in frame.values()
    )
    names = whole(16, len(frame)) + b"".join(word(name) for name in frame)
    rows = whole(13, 1) + whole(2)
    attributes = whole(0x402) + symbol("names") + names + whole(0x402) + symbol("row.names") + rows
    again = whole(0x402) + whole(2 << 8 | 0xFF) + names  # "names" was the second symbol, told by its number
    list_of_columns = whole(0x313, len(frame)) + columns + attributes + again
    return lzma.compress(
        b"RDX2\nX\n" + whole(2, 3, 2, 0x402) + symbol("survey") + list_of_columns + whole(254, 254)
    )


@pytest.mark.parametrize("kind", [13, 14])
def test_a_data_frame_saved_by_r_is_read(kind):
    frame = {"q1": [2, 7, 10], "q2": [8, 8, 1]}
    assert r_data.read_frame(saved_by_r(frame, kind), "survey") == frame


def test_other_objects_of_r_are_refused():
    with pytest.raises(ValueError, match="object of kind 24, not a data frame of numbers"):
        r_data.read_frame(saved_by_r({"q1": [1]}, kind=24), "survey")
    with pytest.raises(ValueError, match="saved by R in format 2"):
        r_data.read_frame(lzma.compress(b"something else"), "survey")


def test_a_changed_survey_is_refused(script):
    with pytest.raises(SystemExit, match="customerSat"):
        script["compared"](b"something else", script["SURVEY_SHA256"], script["SURVEY_FILE"])


# Descriptions and files


def test_data_package_is_valid_for_frictionless():
    """Descriptor, types, constraints, keys, sizes and hashes, by the reference implementation."""
    from frictionless import Package

    # The reference implementation wants one more package for JSON lines, which the next test reads itself.
    apart = [resource["name"] for resource in PACKAGE["resources"] if ".jsonl" in resource["path"]]
    package = Package(str(FOLDER / "datapackage.json"))
    for name in apart:
        package.remove_resource(name)
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])[:5]


@pytest.mark.parametrize("path", [path for path in PATHS if ".jsonl" in path])
def test_json_lines_are_valid_for_frictionless(path):
    from frictionless import Resource, Schema

    resource = next(resource for resource in PACKAGE["resources"] if resource["path"] == path)
    text = (FOLDER / path).read_text(encoding=resource.get("encoding", "utf-8"))
    names = [field["name"] for field in resource["schema"]["fields"]]
    records = [json.loads(line) for line in text.splitlines()]
    assert all(record.keys() <= set(names) for record in records)
    rows = [{name: record.get(name) for name in names} for record in records]
    report = Resource(data=rows, schema=Schema.from_descriptor(resource["schema"])).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])[:5]


@pytest.mark.parametrize("resource", PACKAGE["resources"], ids=list(RESOURCES))
def test_files_are_those_described(resource, script):
    content = (FOLDER / resource["path"]).read_bytes()
    assert len(content) == resource["bytes"]
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" == resource["hash"]
    assert len(raw_table(resource)) == resource["rows"] == script["measure"](resource)["rows"]
    assert raw_table(resource).columns.tolist() == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("resource", PACKAGE["resources"], ids=list(RESOURCES))
def test_descriptions_are_complete(resource):
    for part in ("title", "description", "licenses", "sources"):
        assert resource[part]
    assert resource["name"].partition("_")[0] in {group["name"] for group in PACKAGE["groups"]}
    assert all(licence.keys() >= {"name", "title"} for licence in resource["licenses"])
    assert all(source["title"] for source in resource["sources"])
    for field in resource["schema"]["fields"]:
        assert field["description"].endswith(".")
        assert "unit" in field or field["type"] != "number"


@pytest.mark.parametrize("name", TABLES)
def test_real_data_name_their_authors_terms_and_quirks(name):
    resource = RESOURCES[name]
    assert resource["quirks"] and resource["licence_note"]
    assert all(source.keys() >= {"title", "author", "year"} for source in resource["sources"])


def test_every_file_is_described_and_all_are_small():
    files = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*") if file.is_file()}
    assert files == {*PATHS, "datapackage.json", "README.md", "LICENSE-GPL-2"}
    assert len(PATHS) == len(set(PATHS))
    assert sum((FOLDER / file).stat().st_size for file in files) < MOST_BYTES


def test_what_is_said_of_a_file_is_checked(script, tmp_path, monkeypatch):
    """Counting rows does not take a line in a cell, a blank line or a header for a row."""
    monkeypatch.setitem(script["measure"].__globals__, "FOLDER", tmp_path)
    pd.DataFrame({"a": [1, 2, 3]}).to_excel(tmp_path / "a.xlsx", index=False)
    (tmp_path / "a.csv").write_bytes('a,b\n1,"two\nlines"\n2,张\n'.encode("gb18030"))
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n\n{"a": 2}\n', encoding="utf-8")
    counted = [
        script["measure"]({"path": path, "encoding": encoding})["rows"]
        for path, encoding in (("a.xlsx", ""), ("a.csv", "gb18030"), ("a.jsonl", "utf-8"))
    ]
    assert counted == [3, 2, 2]


def test_the_data_dictionary_shows_every_file_column_key_and_group(script):
    from book_pages import data_dictionary

    text = data_dictionary.page()
    for resource in PACKAGE["resources"]:
        assert f"`datasets/{resource['path']}`" in text
        assert f"(data-{resource['name']})=" in text
        assert all(f"| `{field['name']}` |" in text for field in resource["schema"]["fields"])
    used = [group for group in PACKAGE["groups"] if script["of_group"](group, PACKAGE)]
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        group["title"] for group in used
    ]
    assert "- A row is identified by `campaign_id`, `coupon_upc`." in text
    assert "refers to `campaign_id`, `customer_id` of [which household" in text


def test_readme_is_written_from_the_data_package(script):
    """It names each file, and a person who edits one of the two is told."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert text == script["readme"](PACKAGE)
    assert all(f"## {resource['path']}\n" in text for resource in PACKAGE["resources"])


@pytest.mark.parametrize("path", ["cdnow.csv.gz", "journey_baskets.csv.gz"])
def test_gzip_headers_hold_no_time_and_no_name(path):
    header = (FOLDER / path).read_bytes()[:8]
    assert header[3:] == b"\x00\x00\x00\x00\x00"


# Loaders


@pytest.mark.parametrize("name", TABLES)
def test_loaders_give_the_described_columns_and_types(name):
    fields = RESOURCES[name]["schema"]["fields"]
    types = {"integer": "int64", "number": "float64", "string": "category"}
    wanted = {field["name"]: types.get(field["type"], "datetime64[us]") for field in fields}
    assert TABLES[name]().dtypes.astype(str).to_dict() == wanted


def test_groups_of_demographics_are_ordered(journey):
    income = journey["demographics"]["income"]
    assert (income.min(), income.max()) == ("Under 15K", "250K+")
    assert not journey["demographics"]["home_ownership"].cat.ordered


@pytest.mark.parametrize("name", TABLES)
def test_loaders_give_a_fresh_copy(name):
    first = TABLES[name]()
    untouched = first.copy()
    first.iloc[:, 0] = 0
    pd.testing.assert_frame_equal(TABLES[name](), untouched)


@pytest.mark.parametrize("table", ["receipts", "", None, 3, ["baskets"]])
def test_unknown_table_is_refused_in_one_sentence(table):
    with pytest.raises(ValueError, match=r"^table must be one of 'baskets', .*; got "):
        datasets.load_journey(table)


def test_loaders_prefer_the_data_of_a_built_wheel(tmp_path, monkeypatch):
    monkeypatch.setattr(loaders, "__file__", str(tmp_path / "crmlib" / "datasets" / "loaders.py"))
    assert loaders._folder() == tmp_path / "datasets"
    (tmp_path / "crmlib" / "_data").mkdir(parents=True)
    assert loaders._folder() == tmp_path / "crmlib" / "_data"


def top_share(spend, share):
    """The part of all money that the best customers bring; spend is sorted, best first."""
    return spend.iloc[: round(share * len(spend))].sum() / spend.sum()
