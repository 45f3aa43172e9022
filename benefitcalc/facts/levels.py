"""Facts with levels."""

from enum import IntEnum

from benefitcalc.text.message import N_


class CareNeed(IntEnum):
    """How far a person is unable to care for themselves (失能). Not a disability (残疾)."""

    NONE = 0
    PARTIAL = 1
    FULL = 2


class AbilityLevel(IntEnum):
    """How far the abilities of an older person are impaired, assessed by GB/T 42195-2022. Not the care need."""

    INTACT = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3
    COMPLETE = 4


class Sex(IntEnum):
    """The sex, as used by the law of retirement."""

    FEMALE = 0
    MALE = 1


LEVEL_WORDS = (
    *(N_("none"), N_("partial"), N_("full")),
    *(N_("intact"), N_("mild"), N_("moderate"), N_("severe"), N_("complete")),
    *(N_("female"), N_("male")),
)
"""The names of the levels, as in the catalogue."""
