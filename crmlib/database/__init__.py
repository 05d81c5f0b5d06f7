"""The customer database of chapter 3: three silos become one view of the customer, on DuckDB.

The work is done by the SQL files in ``sql/``; `build` runs them in order, one transaction a step, and hands
them what crmlib.quality computes: texts in one form, candidate pairs, pseudonyms.
"""

from crmlib.database.agreements import pair_agreements, regroup
from crmlib.database.driver import build, connect
from crmlib.database.judgement import matching_errors, matching_quality, report

__all__ = [
    "build",
    "connect",
    "matching_errors",
    "matching_quality",
    "pair_agreements",
    "regroup",
    "report",
]
