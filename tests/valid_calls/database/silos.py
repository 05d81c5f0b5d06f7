"""Valid calls of crmlib.database.silos."""

import atexit
import os
import shutil
import tempfile

from crmlib import simulate
from crmlib.database import silos

FIRM = simulate.firm(3, customers=120)
FOLDER = tempfile.mkdtemp()
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
silos.export(FIRM, FOLDER, customers=20)


class NewFolder(os.PathLike):
    """A folder that is another one each time it is opened: an export takes no other's place."""

    def __fspath__(self):
        return tempfile.mkdtemp(dir=FOLDER)


CALLS = {
    "export": dict(firm=FIRM, folder=NewFolder(), seed=1, customers=20),
    "read_silos": dict(folder=FOLDER),
}

# A seed and a number of customers may be any whole number.
ALLOWED = {
    "export.seed": {"eighty", "ten per cent"},
    "export.customers": {"eighty", "ten per cent"},
}
