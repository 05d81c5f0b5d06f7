"""A Chinese retailer of today: WeChat, WeCom groups, a Tmall store and an app, with consents by channel.

- `channels`: makes them around a firm; `parameters`: with what; `tables`: their columns.
"""

from crmlib.simulate.digital.channels import DIGITAL_SEED, Digital, digital_channels, read_digital_channels
from crmlib.simulate.digital.parameters import DigitalChannels
from crmlib.simulate.digital.tables import DIGITAL_TABLES

__all__ = [
    "DIGITAL_SEED",
    "DIGITAL_TABLES",
    "Digital",
    "DigitalChannels",
    "digital_channels",
    "read_digital_channels",
]
