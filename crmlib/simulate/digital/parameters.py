"""The parameters of a Chinese retailer's digital channels."""

from dataclasses import dataclass

from crmlib._guard.checks import nonnegative, number, open_share, positive_count, share, share_below_one
from crmlib.simulate.parameters import Parameters
from crmlib.simulate.trials.shared import check_numbers, of

# Where customers can be linked to the firm, beside e-mail, SMS and telephone.
LINKED = ("official account", "mini-programme", "WeCom group", "Tmall store", "app push")
ASKED = ("e-mail", "SMS", "phone")
CONSENTED = (*ASKED, *LINKED)
GROUP, TMALL = LINKED.index("WeCom group"), LINKED.index("Tmall store")
# The shop that belongs to a channel, by its position.
SHOPS = {
    LINKED.index("mini-programme"): "mini-programme",
    TMALL: "Tmall store",
    LINKED.index("app push"): "app",
}


@dataclass(frozen=True)
class DigitalChannels(Parameters):
    """Who is linked to which channel, where orders are placed, and what customers consent to.

    Nothing here changes what is bought: whoever is in a group orders more because frequent buyers join
    (selection, not effect).

    Parameters
    ----------
    linked_share : tuple
        Share of the average customers who link themselves, in the order official account, mini-programme,
        WeCom group, Tmall store, app push; few let a shop's adviser into their messages.
    order_pull : float
        Rise of the log odds of a link with the logarithm of orders and one.
    age_pull : float
        Fall of the log odds of a link with ten years above forty.
    unlink_rate : tuple
        Share of the links that end in a year, in the same order (unfollowed, left, switched off); groups and
        push messages tire most.
    group_size : int
        Customers that a group takes before the next of the city is opened; what an adviser can answer beside
        those who are not in this sample.
    storefront_weights : tuple
        Weights of the own web shop, the mini-programme and the Tmall store as places of a web order outside
        the app, for a customer who is linked to the last two.
    marketplace_share : float
        Share of the later web orders outside the app that a customer who came by the marketplace places in
        the Tmall store.
    tmall_commission : float
        What the platform keeps of an order in the Tmall store, as a share of its amount.
    consent_share : tuple
        Share of those linked who agree to messages there, in the order of the links; the groups are made for
        it, push messages are asked for by the telephone.
    recommend_share : float
        Share of those who agree to messages in the mini-programme or the app who also agree to personal
        recommendations, asked for apart.
    withdrawal_rate : float
        Share of the consents in a channel of links that are withdrawn in a year.
    former_share : float
        Share of those without consent to e-mail, SMS or calls on the last day who had once agreed.
    again_share : float
        Share of those with such a consent on the last day who had withdrawn it once and agreed again.
    """

    linked_share: tuple = of(None, (0.5, 0.55, 0.2, 0.25, 0.4), "links up")
    order_pull: float = of(number, 0.5, "orders of those linked up")
    age_pull: float = of(number, 0.25, "age of those linked down")
    unlink_rate: tuple = of(None, (0.15, 0.05, 0.25, 0.02, 0.3), "links that ended up")
    group_size: int = of(positive_count, 30, "groups down")
    storefront_weights: tuple = of(None, (0.4, 0.4, 0.2), "orders in the own web shop up")
    marketplace_share: float = of(share, 0.6, "orders in the Tmall store up")
    tmall_commission: float = of(share_below_one, 0.05, "commission up")
    consent_share: tuple = of(None, (0.9, 0.6, 0.95, 0.5, 0.8), "consents up")
    recommend_share: float = of(share, 0.5, "consents to recommendations up")
    withdrawal_rate: float = of(share_below_one, 0.08, "withdrawn consents up")
    former_share: float = of(share, 0.25, "withdrawn consents up")
    again_share: float = of(share, 0.04, "consents given in the account settings up")

    def _check_together(self):
        check_numbers("DigitalChannels.linked_share", self.linked_share, open_share, len(LINKED))
        check_numbers("DigitalChannels.unlink_rate", self.unlink_rate, share_below_one, len(LINKED))
        check_numbers("DigitalChannels.consent_share", self.consent_share, share, len(LINKED))
        check_numbers("DigitalChannels.storefront_weights", self.storefront_weights, nonnegative, 3)
        if not self.storefront_weights[0]:
            raise ValueError("DigitalChannels.storefront_weights must leave the own web shop a weight; got 0")
