"""Who the customers are, and how their names, addresses and numbers go wrong when typed into a system."""

import numpy as np

from crmlib._guard.checks import describe
from crmlib._guard.columns import is_missing
from crmlib.database.silos import dirt


def people(firm, customers, soil):
    """The customers taken, with what all three systems ask them for; some give the household's number."""
    table, orders = firm_table(firm, "customers"), firm_table(firm, "orders")
    year = last_year(firm)
    recent = orders.loc[orders["date"].dt.year >= year - 1, "customer_id"]
    people = table[table["customer_id"].isin(recent)].reset_index(drop=True)
    if customers is not None and customers < len(people):
        lots = uniform(soil.seed, "customers", len(people))
        people = people.iloc[np.sort(np.argsort(lots)[:customers])].reset_index(drop=True)
    people = people.assign(
        record=[f"person {number}" for number in people["customer_id"]],
        latin=[" ".join(reversed(name.rsplit(" ", 1))) for name in people["latin_name"]],
        birth_year=(year - people["age"]).astype(str),
        age=people["age"].astype(str),
        city=people["city"].astype(str),
        email=people["email"].fillna("").astype(str),
        phone=people["phone"].fillna("").astype(str),
    )
    family = people.groupby(["city", people["name"].str[0]])["phone"].shift(-1)
    others = family.fillna(people.groupby("city")["phone"].shift(-1)).fillna("")
    neighbour = dict(zip(people["phone"], others, strict=True))
    return soiled(soil, people, "people", phone_shared=lambda phone, pick: neighbour[phone] or phone)


def firm_table(firm, name):
    table = getattr(firm, "tables", {}).get(name)
    if table is None:
        raise TypeError(f"firm must be a simulated firm with a table {name!r}; got {describe(firm)}")
    return table


def last_year(firm):
    """The year of the last order; the files hold it and the year before."""
    return int(firm_table(firm, "orders")["date"].dt.year.max())


def uniform(seed, name, rows):
    return dirt.generator(seed, name).random(rows)


def soiled(soil, table, name, column=None, about=None, **changes):
    """The table with each kind of dirt in turn; a kind's first word names its column."""
    for kind, change in changes.items():
        into = column or kind.split("_")[0]
        given = table["record"].tolist(), into, table[into].tolist(), change, about
        table = table.assign(**{into: soil.strike(kind, name, *given)})
    return table


def dirty_identity(soil, table, name, with_titles=False):
    """Names, addresses and telephone numbers as they are typed into a system."""
    latin = dict(zip(table["name"], table["latin"], strict=True))
    women = (table["sex"].astype(str) == "female").tolist()
    table = soiled(
        soil,
        table,
        name,
        name_latin=lambda text, pick: latin[text],
        name_same_sound=dirt.same_sound,
        name_traditional=dirt.traditional,
        name_nickname=dirt.nickname,
        name_swapped=dirt.given_name_first,
    )
    hers = [pick if woman else None for pick, woman in enumerate(women)]
    table = soiled(soil, table, name, about=hers, name_married=dirt.married)
    if with_titles:
        table = soiled(soil, table, name, about=women, name_title=dirt.with_title)
        table = soiled(soil, table, name, name_missing=lambda *_: "")
    table = soiled(
        soil,
        table,
        name,
        name_wide=dirt.wide,
        name_spaces=dirt.stray_spaces,
        email_missing=lambda *_: "",
        email_typo=dirt.mistype,
        email_dots=dirt.other_dots,
        email_case=dirt.shout,
        phone_missing=lambda *_: "",
    )
    whole = table["phone"].tolist()
    table = soiled(soil, table, name, phone_landline=dirt.landline)
    mobile = [text if text == before else "" for text, before in zip(table["phone"], whole, strict=True)]
    typed = table.assign(phone=mobile)
    typed = soiled(
        soil,
        typed,
        name,
        phone_lost_digit=dirt.lose_digit,
        phone_format=dirt.punctuate,
        phone_wide=dirt.wide,
    )
    return table.assign(phone=[new or old for new, old in zip(typed["phone"], table["phone"], strict=True)])


def again(rows, soil, table):
    """Rows that are sent a second time, unchanged."""
    again, _ = soil.draws("sent_again", table, len(rows))
    for record in rows.loc[again, "record"]:
        soil.note(record, "", "sent_again", "", "")
    return rows[again]


def stacked(*parts):
    import pandas as pd

    return pd.concat(parts, ignore_index=True)


def whole(number):
    return None if is_missing(number) else int(number)
