"""Facts that are one of several levels."""

from enum import IntEnum

from benefitcalc.text.message import N_


class CareNeed(IntEnum):
    """How far a person is unable to care for themselves (失能); not a disability (残疾)."""

    NONE = 0
    PARTIAL = 1
    FULL = 2


class AbilityLevel(IntEnum):
    """How far the abilities of an older person are impaired, as assessed by GB/T 42195-2022; not the care need."""

    INTACT = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3
    COMPLETE = 4


class Sex(IntEnum):
    """The sex that the law of retirement goes by."""

    FEMALE = 0
    MALE = 1


LEVEL_WORDS = (
    *(N_("none"), N_("partial"), N_("full")),
    *(N_("intact"), N_("mild"), N_("moderate"), N_("severe"), N_("complete")),
    *(N_("female"), N_("male")),
)
"""The levels' names, as the catalogue has them."""
