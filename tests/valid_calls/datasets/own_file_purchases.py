"""Valid calls of crmlib.datasets.own_file.purchases."""

import tempfile
from pathlib import Path

FILE = Path(tempfile.mkdtemp(), "own.csv")
FILE.write_text(
    "member,time,paid,order,units,price\n7,03/04/2025,20,A1,2,10\n8,05/04/2025,15,A2,1,15\n", encoding="utf-8"
)

CALLS = {
    "read_transactions": dict(
        path=FILE, customer="member", date="time", amount="paid", order="order", date_order="day first"
    )
}

ALLOWED = {"read_transactions.report": {"true"}}
