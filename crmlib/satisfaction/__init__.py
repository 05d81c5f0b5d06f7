"""Satisfaction: what customers say of us, with its uncertainty, and what to do about it.

Three scores of one question each (CSAT, NPS, CES), with intervals and sample sizes; satisfaction as a
comparison with expectation (disconfirmation, SERVQUAL, the ACSI index); and which attributes to work on
(Kano's method, importance-performance analysis).

A survey answers for those who answered it. No interval here covers what non-respondents would have said.
"""

from crmlib.satisfaction.gaps import acsi, disconfirmation, servqual_gaps
from crmlib.satisfaction.importance import QUADRANTS, importance_performance
from crmlib.satisfaction.kano import (
    KANO_ANSWERS,
    KANO_CATEGORIES,
    KANO_TABLE,
    kano_category,
    kano_classify,
    kano_coefficients,
)
from crmlib.satisfaction.scores import (
    ces,
    ces_interval,
    ces_sample_size,
    csat,
    csat_interval,
    csat_sample_size,
    nps,
    nps_interval,
    nps_sample_size,
)

__all__ = [
    "KANO_ANSWERS",
    "KANO_CATEGORIES",
    "KANO_TABLE",
    "QUADRANTS",
    "acsi",
    "ces",
    "ces_interval",
    "ces_sample_size",
    "csat",
    "csat_interval",
    "csat_sample_size",
    "disconfirmation",
    "importance_performance",
    "kano_category",
    "kano_classify",
    "kano_coefficients",
    "nps",
    "nps_interval",
    "nps_sample_size",
    "servqual_gaps",
]
