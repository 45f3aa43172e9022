"""PolicyEngine's side of `../comparison.py`: PolicyEngine-Core with the very same rules as OpenFisca."""

import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parents[1] / "policyengine"))

import as_openfisca  # noqa: F401 - before any rule is imported
import openfisca_side

if __name__ == "__main__":
    openfisca_side.main("policyengine-core")
