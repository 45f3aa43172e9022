"""The facts about a person (inputs) and the rules (formulas), all by year."""

from numpy import maximum as max_
from numpy import minimum as min_
from numpy import where
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import ETERNITY, YEAR
from openfisca_core.variables import Variable

from .entities import Person


class Sex(Enum):
    """The sex of a person."""

    female = "Female"
    male = "Male"


class CareNeed(Enum):
    """How much care a person needs."""

    none = "None"
    partial = "Partial"
    full = "Full"


# Facts: who the person is.


class age(Variable):
    value_type = int
    entity = Person
    definition_period = YEAR
    label = "Age in years"


class sex(Variable):
    value_type = Enum
    possible_values = Sex
    default_value = Sex.female
    entity = Person
    definition_period = ETERNITY
    label = "Sex"


class is_rural(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Rural (not urban)"


class is_dibao(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Receives the minimum living allowance"


class is_in_extreme_hardship(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Recognised as in extreme hardship"


class is_in_other_hardship_group(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Belongs to another group in hardship"


class is_in_economic_hardship(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "In economic hardship"


class is_lifted_from_poverty(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Lifted from poverty"


class is_low_income(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Has a low income"


class has_disability(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Has a disability"


class is_unemployed(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Unemployed"


class is_in_zero_employment_household(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Member of a household in which nobody works"


# Facts: medical insurance and costs.


class has_resident_insurance(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Has the resident medical insurance"


class has_chronic_recognition(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Has a recognised chronic disease"


class outpatient_cost(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Outpatient costs"
    unit = "CNY"


class chronic_cost(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Outpatient costs of the chronic disease"
    unit = "CNY"


class eligible_cost(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Medical costs eligible for assistance"
    unit = "CNY"


class basic_insurance_paid(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Paid by the basic insurance"
    unit = "CNY"


class critical_illness_paid(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Paid by the critical illness insurance"
    unit = "CNY"


# Facts: care.


class care_need(Variable):
    value_type = Enum
    possible_values = CareNeed
    default_value = CareNeed.none
    entity = Person
    definition_period = YEAR
    label = "Need of care"


class care_home_stars(Variable):
    value_type = int
    entity = Person
    definition_period = YEAR
    label = "Stars of the care home"


class care_home_cost(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Care home costs"
    unit = "CNY"


class wants_placement(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Wants a place in an institution"


# Rules.


class outpatient_pooling(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Paid by the outpatient pooling"
    unit = "CNY"

    def formula(person, period, parameters):
        """Pay a share of the cost over the deductible, up to a cap and to the cost."""
        pooling = parameters(period).outpatient_pooling
        cost = person("outpatient_cost", period)
        share = pooling.rate * pooling.uplift * max_(cost - pooling.deductible, 0)
        paid = min_(min_(share, pooling.cap * pooling.uplift), cost)
        return person("has_resident_insurance", period) * paid


class chronic_outpatient(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Paid for a recognised chronic disease"
    unit = "CNY"

    def formula(person, period, parameters):
        """Pay a share of the cost over the deductible."""
        chronic = parameters(period).chronic_outpatient
        eligible = person("has_resident_insurance", period) & person(
            "has_chronic_recognition", period
        )
        cost = person("chronic_cost", period)
        return eligible * (chronic.rate * max_(cost - chronic.deductible, 0))


class medical_assistance(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Medical assistance"
    unit = "CNY"

    def formula(person, period, parameters):
        """Pay a share of what the insurances leave to pay."""
        eligible = (
            person("is_dibao", period)
            | person("is_in_extreme_hardship", period)
            | person("is_in_other_hardship_group", period)
        )
        left_to_pay = (
            person("eligible_cost", period)
            - person("basic_insurance_paid", period)
            - person("critical_illness_paid", period)
        )
        rate = parameters(period).medical_assistance.rate
        return eligible * (rate * max_(left_to_pay, 0))


class care_home_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Care home subsidy"
    unit = "CNY"

    def formula(person, period, parameters):
        """Pay a share of the cost of a modest care home."""
        subsidy = parameters(period).care_home_subsidy
        need = person("care_need", period)
        stars = person("care_home_stars", period)
        eligible = (
            (person("age", period) >= subsidy.minimum_age)
            & ((need == CareNeed.partial) | (need == CareNeed.full))
            & person("is_in_economic_hardship", period)
            & (stars >= subsidy.minimum_stars)
            & (stars <= subsidy.maximum_stars)
        )
        return eligible * (subsidy.rate * person("care_home_cost", period))


class extreme_hardship_support(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Eligible for the support of persons in extreme hardship"

    def formula(person, period):
        """Follow the recognition."""
        return person("is_in_extreme_hardship", period)


class is_promised_a_place(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Promised a place in an institution"

    def formula(person, period, parameters):
        """Promise a place to the elderly in extreme hardship who want one."""
        support = parameters(period).extreme_hardship_support
        return (
            person("extreme_hardship_support", period)
            & (person("age", period) >= support.placement_minimum_age)
            & person("wants_placement", period)
        )


class public_welfare_post(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "Eligible for a public welfare post"

    def formula(person, period, parameters):
        """Ask for one of the groups and for the working age."""
        post = parameters(period).public_welfare_post
        age = person("age", period)
        rural = person("is_rural", period)
        urban = ~rural
        woman = person("sex", period) == Sex.female

        rural_group = rural & (
            person("is_lifted_from_poverty", period)
            | person("is_low_income", period)
            | person("has_disability", period)
            | (age >= post.older_age.rural)
        )
        older_age_urban = where(woman, post.older_age.urban_women, post.older_age.urban_men)
        urban_group = urban & (
            person("is_in_zero_employment_household", period)
            | (person("is_unemployed", period) & (age >= older_age_urban))
        )
        last_age_urban = where(woman, post.last_age.urban_women, post.last_age.urban_men)
        last_age = where(rural, post.last_age.rural, last_age_urban)

        return (rural_group | urban_group) & (age >= post.minimum_age) & (age <= last_age)


VARIABLES = (
    age,
    sex,
    is_rural,
    is_dibao,
    is_in_extreme_hardship,
    is_in_other_hardship_group,
    is_in_economic_hardship,
    is_lifted_from_poverty,
    is_low_income,
    has_disability,
    is_unemployed,
    is_in_zero_employment_household,
    has_resident_insurance,
    has_chronic_recognition,
    outpatient_cost,
    chronic_cost,
    eligible_cost,
    basic_insurance_paid,
    critical_illness_paid,
    care_need,
    care_home_stars,
    care_home_cost,
    wants_placement,
    outpatient_pooling,
    chronic_outpatient,
    medical_assistance,
    care_home_subsidy,
    extreme_hardship_support,
    is_promised_a_place,
    public_welfare_post,
)
