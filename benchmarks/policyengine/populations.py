"""A population, the four rules that give money, with PolicyEngine: the counterpart of `../openfisca/populations.py`.

PolicyEngine-Core began as OpenFisca-Core and runs the same rules unchanged, once its modules are found under the names
of OpenFisca-Core. So both are given the very same variables, formulas, parameters and inputs.
"""

import sys
from importlib import import_module
from pathlib import Path

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

sys.path[0] = str(Path(__file__).parents[1] / "openfisca")

import populations

if __name__ == "__main__":
    populations.main("policyengine-core")
