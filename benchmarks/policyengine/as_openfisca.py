"""PolicyEngine-Core under the names of OpenFisca-Core, which it began as: the same rules then run on it unchanged."""

import sys
from importlib import import_module

SAME = {
    "entities": "entities",
    "indexed_enums": "enums",
    "periods": "periods",
    "simulations": "simulations",
    "taxbenefitsystems": "taxbenefitsystems",
    "variables": "variables",
}
"""What a module of OpenFisca-Core is called in PolicyEngine-Core."""

sys.modules["openfisca_core"] = import_module("policyengine_core")
for theirs, own in SAME.items():
    sys.modules[f"openfisca_core.{theirs}"] = import_module(f"policyengine_core.{own}")
