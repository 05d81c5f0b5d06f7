"""The service of the whole chain, of whose customers the firm's are a sample.

- `chain`: makes calls and scores around a firm; `parameters`: with what.
- `calls`: who calls when; `queue`: the line with agents and patience; `scores`: weeks and incidents.
- `truth`: arrivals, what more agents change, incidents, false alarms.
"""

from crmlib.simulate.chains.chain import CHAIN_SEED, CHAIN_TABLES, Chain, chain, read_chain
from crmlib.simulate.chains.parameters import ChainService
from crmlib.simulate.chains.truth import ChainTruth

__all__ = [
    "CHAIN_SEED",
    "CHAIN_TABLES",
    "Chain",
    "ChainService",
    "ChainTruth",
    "chain",
    "read_chain",
]
