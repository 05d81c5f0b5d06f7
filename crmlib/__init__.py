"""The formulas and the workbook engine of the customer value workbook.

Import what you need from its topic: ``from crmlib import rfm``, ``from crmlib.workbook import ask, check``.
Importing `crmlib` itself loads nothing else.
"""

__version__ = "0.1.0"
