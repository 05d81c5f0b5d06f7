"""Buy till you die: from a customer's past purchases to her future ones, and from renewals to lifetimes.

`BetaGeoNBD` (BG/NBD), and `ModifiedBetaGeoNBD` beside it: how often customers buy and when they stop, where
nobody says goodbye. `BetaGeoBetaBernoulli` (BG/BB): the same with occasions, such as a yearly appeal.
`GammaGamma`: what they spend on a purchase. `ShiftedBetaGeometric` (sBG): how long customers stay who renew a
contract or do not. Each is fitted by maximum likelihood and answers questions about customers afterwards.
`PastRate` and `Hiatus` are the rules of thumb that a model has to beat, and the tables of `validation` show
whether it does. The small functions of `closed_forms` are the same formulas made of operators, for live
charts and for single customers.

The models read frequency and recency in another convention than the RFM table: `rfm.purchase_summary` and
`rfm.holdout_split` make their input from transactions.
"""

from crmlib.btyd.beta_geo_beta_bernoulli import BetaGeoBetaBernoulli
from crmlib.btyd.beta_geo_nbd import BetaGeoNBD
from crmlib.btyd.closed_forms import (
    chance_alive,
    chance_to_buy,
    chance_to_buy_if_alive,
    renewal_rate,
    share_staying,
    shrunk_spend,
)
from crmlib.btyd.fitting import IdentificationWarning
from crmlib.btyd.gamma_gamma import GammaGamma, spend_frequency_correlation
from crmlib.btyd.heuristics import Hiatus, PastRate
from crmlib.btyd.modified_beta_geo_nbd import ModifiedBetaGeoNBD
from crmlib.btyd.shifted_beta_geometric import ShiftedBetaGeometric
from crmlib.btyd.validation import calibration_table, error_table, tracking_table

__all__ = [
    "BetaGeoBetaBernoulli",
    "BetaGeoNBD",
    "GammaGamma",
    "Hiatus",
    "IdentificationWarning",
    "ModifiedBetaGeoNBD",
    "PastRate",
    "ShiftedBetaGeometric",
    "calibration_table",
    "chance_alive",
    "chance_to_buy",
    "chance_to_buy_if_alive",
    "error_table",
    "renewal_rate",
    "share_staying",
    "shrunk_spend",
    "spend_frequency_correlation",
    "tracking_table",
]
