"""The questions of chapter 15, kPIs, health scores and the account manager: what is asked."""

from crmlib.workbook.kinds.draws import money, whole
from crmlib.workbook.kinds.number import Number

first = Number(
    id="health.first",
    section="15-health#health-first",
    title="What they bring together",
    prompt="{customers} customers bring {margin} of margin a year each. What do they bring together in a year? "
    "GAP: write questions of your own.",
    draws=dict(customers=whole(20, 90, 5), margin=money(40, 160, step=10)),
    unit="¥",
    low=0,
    high=100_000,
    hints=[
        "Begin with ten customers.",
        "Multiply what one brings by how many there are.",
    ],
)

QUESTIONS = [first]
LABS = []
