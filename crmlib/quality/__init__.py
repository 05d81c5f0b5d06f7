"""Quality of customer data: what is missing, double, wrong or old; who stands twice; keys; rules.

`completeness`, `uniqueness`, `validity` and `timeliness` give ratios with their counts, `quality_report` all
of them in one table. `key_duplicates` and `fuzzy_duplicates` propose pairs of records that may be one person,
and `pair_quality` judges them against a truth. `pseudonym` replaces an identifier by a keyed code.
"""

from crmlib.quality.duplicates import fuzzy_duplicates, key_duplicates, pair_quality
from crmlib.quality.normal_forms import normalise_email, normalise_name, normalise_phone
from crmlib.quality.pseudonyms import pseudonym
from crmlib.quality.ratios import (
    Rule,
    completeness,
    quality_ratio,
    quality_report,
    timeliness,
    uniqueness,
    validity,
)

__all__ = [
    "Rule",
    "completeness",
    "fuzzy_duplicates",
    "key_duplicates",
    "normalise_email",
    "normalise_name",
    "normalise_phone",
    "pair_quality",
    "pseudonym",
    "quality_ratio",
    "quality_report",
    "timeliness",
    "uniqueness",
    "validity",
]
