"""The six rules, written as an OpenFisca country package."""

from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from . import variables
from .entities import entities

PARAMETERS = Path(__file__).parent / "parameters"


class ZhangdianSystem(TaxBenefitSystem):
    """The tax and benefit system: persons only, yearly variables, YAML parameters."""

    def __init__(self):
        """Load the variables and the parameters."""
        super().__init__(entities)
        self.add_variables(*variables.VARIABLES)
        self.load_parameters(str(PARAMETERS))
