"""The recognitions by offices, in plain words, and where to apply for them: one table.

The place is the usual one in the administration. It is assumed, as the documents do not state it; the hotline 12345
knows the right office.
"""

from collections.abc import Mapping
from typing import NamedTuple

from benefitcalc.text.message import N_


class Recognition(NamedTuple):
    """The text of a recognition, and the usual place to apply; empty if it is only a payment that a person receives."""

    says: str
    where: str


_TOWN = N_("at the office for social assistance of the town or street of the household register")
_HOSPITAL = N_("at the medical-insurance office of a designated hospital, with the medical record")
_VILLAGE = N_("at the village or neighbourhood committee")
_WORK = N_("at the office for human resources and social security of the town or street")
_ASSESSED = N_("at the civil-affairs window of the town or street, which sends somebody to assess the abilities")

RECOGNITIONS: Mapping[str, Recognition] = {
    "is_dibao": Recognition(N_("On Dibao, the minimum living guarantee"), _TOWN),
    "is_at_edge_of_dibao": Recognition(N_("A household at the edge of Dibao"), _TOWN),
    "is_in_extreme_hardship": Recognition(N_("Support for extreme hardship (once called the five guarantees)"), _TOWN),
    "is_in_other_hardship_group": Recognition(N_("Another group in hardship"), _TOWN),
    "is_gravely_ill_under_rigid_expenses": Recognition(
        N_("Gravely ill, in a household whose unavoidable expenses are a difficulty"), _TOWN
    ),
    "is_back_in_poverty": Recognition(N_("Fallen into poverty, or back into it"), _VILLAGE),
    "is_watched_for_poverty": Recognition(N_("Watched and helped so as not to fall back into poverty"), _VILLAGE),
    "is_lifted_from_poverty": Recognition(N_("Lifted from poverty, with the policies for it"), _VILLAGE),
    "is_low_income": Recognition(N_("A low-income person"), _TOWN),
    "is_in_economic_hardship": Recognition(N_("An older person in economic hardship"), _TOWN),
    "has_disability": Recognition(
        N_("A disability certificate"), N_("at the disabled persons' federation of the district")
    ),
    "is_in_zero_employment_household": Recognition(N_("A household in which nobody has work"), _WORK),
    "has_institutional_care_allowance": Recognition(N_("Already given the allowance for care in an institution"), ""),
    "is_in_home_care_scheme": Recognition(N_("Already given services of the government's scheme for care at home"), ""),
    "has_chronic_recognition": Recognition(N_("The recognition of a chronic or special disease"), _HOSPITAL),
    "care_need": Recognition(N_("The assessment of the ability to care for oneself"), _ASSESSED),
    "ability_level": Recognition(N_("The assessment of abilities"), _ASSESSED),
}
"""The facts that are recognitions, in the order in which they are offered."""

APART = ("has_chronic_recognition", "care_need", "ability_level")
"""The recognitions with a question of their own; all others are asked in a single question."""

TOGETHER = tuple(name for name in RECOGNITIONS if name not in APART)
"""The recognitions that are asked on one page; a person with none of them answers with one click."""
