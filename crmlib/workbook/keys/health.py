"""The answers to the questions of chapter 15, kPIs, health scores and the account manager."""

from crmlib.workbook.banks import health as asked
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.number import NumberKey

first = NumberKey(
    asked.first,
    answer=lambda customers, margin: customers * margin,
    slips=[
        Slip(
            lambda customers, margin: customers + margin,
            "This is the number you get by adding. Each of the customers brings the margin.",
            because="GAP: where the error was met",
        ),
    ],
    twin=lambda customers, margin: f"{customers} × ¥{margin} = ¥{customers * margin:,}.",
    means=lambda customers, margin: f"A yuan more from each would bring ¥{customers} more.",
)

KEYS = [first]
