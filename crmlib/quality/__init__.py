"""Quality of customer data: what is missing, double, wrong or old; who stands twice; keys; rules.

`completeness`, `uniqueness`, `validity` and `timeliness` give ratios with their counts, `quality_report` all
of them in one table. `key_duplicates` and `fuzzy_duplicates` propose pairs of records that may be one person,
and `pair_quality` judges them against a truth. `agreement_weight` and its neighbours say how much a field
speaks for one person, `linking_threshold` from where linking pays, `merge_errors` whom the errors hit.
`pseudonym` replaces an identifier by a keyed code.
"""

from crmlib.quality.duplicates import fuzzy_duplicates, key_duplicates, pair_quality
from crmlib.quality.linkage import (
    agreement_weight,
    disagreement_weight,
    linking_threshold,
    linking_weight,
    match_probability,
    merge_errors,
)
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
    "agreement_weight",
    "completeness",
    "disagreement_weight",
    "fuzzy_duplicates",
    "key_duplicates",
    "linking_threshold",
    "linking_weight",
    "match_probability",
    "merge_errors",
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
