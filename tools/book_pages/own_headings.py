"""The headings that `datasets.read_transactions` knows, from its own table."""

from crmlib.datasets.own_file.headings import HEADINGS

ROLES = {
    "customer": "Customer",
    "date": "Date",
    "amount": "Amount",
    "order": "Order number",
    "quantity": "Quantity",
    "unit_price": "Unit price",
    "currency": "Currency",
}


def page():
    """A paragraph a role: the headings that say it, and those that will do."""
    return "\n".join(f"**{ROLES[role]}**\n\n{lines(tiers)}\n" for role, tiers in HEADINGS.items())


def lines(tiers):
    """The two tiers of a role as a list."""
    return "\n".join("- " + ", ".join(names(tier)) for tier in tiers if names(tier))


def names(tier):
    """The names of a tier, each once."""
    return list(dict.fromkeys(name.strip() for name in tier.split(",") if name.strip()))
