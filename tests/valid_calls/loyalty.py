"""Valid calls of crmlib.loyalty."""

# A referred customer may cost more than she brings; an index of one measure is that measure.
ALLOWED = {
    "referral_value.clv": {"negative"},
    "loyalty_index.measures": {"dictionary"},
}
