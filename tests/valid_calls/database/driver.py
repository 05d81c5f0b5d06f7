"""Valid calls of crmlib.database."""

import atexit
import shutil
import tempfile
from pathlib import Path

from crmlib import database, simulate
from crmlib.database import silos

FOLDER = Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
PATH = FOLDER / "customers.duckdb"
TRUTH = silos.export(simulate.firm(3, customers=120), FOLDER, customers=20)
SECRET = bytes(range(32))
database.build(FOLDER, PATH, SECRET)
with database.connect(PATH) as connection:
    LINKS = connection.sql("SELECT first, second FROM pair WHERE because IS NOT NULL").df()
# A database of its own: the connection stays open.
LOOKED_AT = shutil.copy(PATH, FOLDER / "looked_at.duckdb")

CALLS = {
    "build": dict(folder=FOLDER, path=PATH, secret=SECRET),
    "connect": dict(path=LOOKED_AT),
    "matching_errors": dict(path=PATH, key=TRUTH.key),
    "matching_quality": dict(path=PATH, key=TRUTH.key),
    "pair_agreements": dict(path=PATH),
    "regroup": dict(path=PATH, links=LINKS),
    "report": dict(path=PATH),
}
