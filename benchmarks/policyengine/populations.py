"""A population, the four rules that give money, with PolicyEngine: the counterpart of `../openfisca/populations.py`.

Both are given the very same variables, formulas, parameters and inputs.
"""

import sys
from pathlib import Path

import as_openfisca  # noqa: F401 - before any rule is imported

sys.path[0] = str(Path(__file__).parents[1] / "openfisca")

import populations

if __name__ == "__main__":
    populations.main("policyengine-core")
