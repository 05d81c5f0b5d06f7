"""The firm as three systems know it that do not know one another: shop, service desk, survey.

`export` writes a simulated firm as raw files with realistic dirt: the shop's yearly orders (CSV, one of them
in GB18030), the service desk's tickets (JSON lines) and the answers to the survey (a spreadsheet). Beside
them stand the key, which says whose each record is, and the dirt, which says what was done to which record.
"""

from crmlib.database.silos.export import RATES, Truth, export
from crmlib.database.silos.reading import Silos, read_silos
from crmlib.database.silos.shop import SHOP_COLUMNS
from crmlib.database.silos.survey import SHEET, SURVEY_COLUMNS

__all__ = ["RATES", "SHEET", "SHOP_COLUMNS", "SURVEY_COLUMNS", "Silos", "Truth", "export", "read_silos"]
