"""Write a firm as three systems know it, and keep the truth."""

import os
from pathlib import Path
from typing import NamedTuple

from crmlib._guard.checks import check, checked, count, describe, one, positive_count, share
from crmlib._guard.tables import result_table
from crmlib._guard.whole_files import write_all_new
from crmlib.database.silos import dirt
from crmlib.database.silos.people import people as people_of
from crmlib.database.silos.service_desk import write_service_desk
from crmlib.database.silos.shop import write_shop
from crmlib.database.silos.survey import write_survey

#: Each kind of dirt with the share of values or rows that it strikes unless another is given.
RATES = {
    "account_double": 0.10,
    "name_latin": 0.15,
    "name_swapped": 0.30,
    "name_same_sound": 0.03,
    "name_traditional": 0.04,
    "name_nickname": 0.02,
    "name_married": 0.01,
    "name_title": 0.25,
    "name_missing": 0.20,
    "name_wide": 0.01,
    "name_spaces": 0.04,
    "email_moved": 0.06,
    "email_case": 0.08,
    "email_dots": 0.03,
    "email_typo": 0.02,
    "email_missing": 0.12,
    "phone_shared": 0.03,
    "phone_landline": 0.04,
    "phone_lost_digit": 0.02,
    "phone_format": 0.45,
    "phone_wide": 0.02,
    "phone_missing": 0.06,
    "birth_year_impossible": 0.02,
    "age_impossible": 0.01,
    "date_format": 0.12,
    "date_future": 0.002,
    "amount_text": 0.15,
    "items_negative": 0.005,
    "value_missing": 0.01,
    "late_update": 0.05,
    "sent_again": 0.02,
    "test_record": 0.004,
    "html_escaped": 0.08,
    "line_cut": 0.002,
}


class Truth(NamedTuple):
    """What is true of an export.

    `key` has a row per record: `silo`, `record` (account, ticket or response), `customer_id` (missing for a
    test record). `dirt` has a row per change: `silo`, `record`, `column`, `kind`, `before`, `after`.
    """

    key: object
    dirt: object


@checked(seed=one(count), customers=one(positive_count))
def export(firm, folder, seed=1, customers=None, **rates):
    """Write a firm as the raw files of three systems, with realistic dirt whose truth is kept.

    Parameters
    ----------
    firm : Firm
        A simulated firm, as `simulate.firm` gives it.
    folder : str or Path
        Where the files go. It must be there.
    seed : int
        The seed of all draws.
    customers : int, optional
        How many of the firm's customers to take, drawn at random among those who bought in the last two
        years. Without it, all of these.
    **rates : float
        For a kind of dirt the share of values or rows that it strikes, 0 to 1, in place of that in `RATES`.

    Returns
    -------
    Truth
        `key` and `dirt`, which are also written as ``key.csv`` and ``dirt.csv``.

    Raises
    ------
    TypeError, ValueError
        If there is no such kind of dirt, a rate is no share, `firm` is no firm, the folder is not there, or
        it holds a file of one of these names with other content; then nothing is written.

    Notes
    -----
    Shop: a file a year, an order a row; the older year has Chinese headings and the encoding GB18030, the
    newer English ones and UTF-8 with a byte order mark. An order that changed later stands in a second row,
    with a later `updated_at`, perhaps in the next year's file. Service desk: a ticket a line, nested. Survey:
    a sheet with a title, merged group headings, the columns' headings, the answers and a row of totals.

    Each kind of dirt has its own draw: another rate for one leaves the others as they were. An account's
    name, telephone and address go wrong once for all its orders, as they are typed once.
    """
    soil = dirt.Soil(seed, _rates(rates))
    people = people_of(firm, customers, soil)
    folder, files = _folder(folder), {}
    silos = {
        "shop": write_shop(firm, people, soil, files),
        "service_desk": write_service_desk(firm, people, soil, files),
        "survey": write_survey(firm, people, soil, files),
    }
    truth = Truth(_key_table(silos), _dirt_table(soil.notes))
    for name, table in truth._asdict().items():
        files[f"{name}.csv"] = table.to_csv(index=False, lineterminator="\n").encode()
    write_all_new(folder, files)
    return truth


def _rates(rates):
    """All rates, those given in place of the usual ones."""
    for kind, rate in rates.items():
        if kind not in RATES:
            raise ValueError(f"rates has no kind of dirt {kind!r}; its kinds are listed in silos.RATES")
        check(kind, rate, one(share))
    return RATES | rates


def _folder(folder):
    if not isinstance(folder, str | os.PathLike) or folder == "":
        raise TypeError(f"folder must be the path of a folder; got {describe(folder)}")
    path = Path(folder)
    if not path.is_dir():
        raise ValueError(f"folder {str(path)!r} is not there; make it first")
    return path


def _key_table(silos):
    lines = [(silo, record, customer) for silo, key in silos.items() for record, customer in key.items()]
    names = ("silo", "record", "customer_id")
    table = result_table({name: [line[place] for line in lines] for place, name in enumerate(names)})
    return table.astype({"customer_id": "Int64"})


def _dirt_table(notes):
    return result_table(
        {name: [note[name] for note in notes] for name in ("record", "column", "kind", "before", "after")}
    )
