"""Recency, frequency and monetary value (RFM): from raw transactions to scores, segments and a decision.

The order of work: `transaction_audit` counts what is odd in the data, `rfm_table` sums them up per
customer, `rfm_score` turns the three measures into scores of 1 to 5, `rfm_segment` names the customers, and
`gains_table` and `response_by_cell` tell on later purchases whether the scores were worth anything.
"""

from crmlib._guard.tables import DataWarning
from crmlib.rfm.mailing import break_even_response_rate, gains_table, mailing_profit, response_by_cell
from crmlib.rfm.scores import rfm_cuts, rfm_score, weighted_score
from crmlib.rfm.segments import EIGHT_CLASSES, SEGMENTS, Segment, rfm_segment, segment_grid
from crmlib.rfm.summary import holdout_split, purchase_summary
from crmlib.rfm.table import rfm_table
from crmlib.rfm.transactions import MEASURES, transaction_audit

__all__ = [
    "EIGHT_CLASSES",
    "MEASURES",
    "SEGMENTS",
    "DataWarning",
    "Segment",
    "break_even_response_rate",
    "gains_table",
    "holdout_split",
    "mailing_profit",
    "purchase_summary",
    "response_by_cell",
    "rfm_cuts",
    "rfm_score",
    "rfm_segment",
    "rfm_table",
    "segment_grid",
    "transaction_audit",
    "weighted_score",
]
