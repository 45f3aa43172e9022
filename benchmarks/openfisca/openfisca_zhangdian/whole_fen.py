"""The four rules that give money with every amount declared int: whole fen instead of float yuan.

OpenFisca holds an int in 32 bits, enough for 21 million yuan. A share of it is computed in 64 bits, because 75 % of
anything above 286,331 yuan would pass 32 on the way.
"""

from numpy import int64
from numpy import maximum as max_
from numpy import minimum as min_
from openfisca_core.periods import YEAR
from openfisca_core.variables import Variable

from . import ZhangdianSystem, variables
from .entities import Person
from .variables import CareNeed


def in_fen(variable):
    """The same fact in whole fen."""
    return type(variable.__name__, (Variable,), {**vars(variable), "value_type": int, "unit": "fen"})


def fen(yuan):
    """A parameter in whole fen."""
    return round(yuan * 100)


def share(rate, amount):
    """A share of an amount, half a fen up."""
    return (amount.astype(int64) * round(rate * 100) + 50) // 100


class outpatient_pooling(Variable):
    value_type = int
    entity = Person
    definition_period = YEAR
    label = "Paid by the outpatient pooling"
    unit = "fen"

    def formula(person, period, parameters):
        """Pay a share of the cost over the deductible, up to a cap and to the cost."""
        pooling = parameters(period).outpatient_pooling
        cost = person("outpatient_cost", period)
        paid = share(pooling.rate * pooling.uplift, max_(cost - fen(pooling.deductible), 0))
        paid = min_(min_(paid, fen(pooling.cap * pooling.uplift)), cost)
        return person("has_resident_insurance", period) * paid


class chronic_outpatient(Variable):
    value_type = int
    entity = Person
    definition_period = YEAR
    label = "Paid for a recognised chronic disease"
    unit = "fen"

    def formula(person, period, parameters):
        """Pay a share of the cost over the deductible."""
        chronic = parameters(period).chronic_outpatient
        eligible = person("has_resident_insurance", period) & person(
            "has_chronic_recognition", period
        )
        cost = person("chronic_cost", period)
        return eligible * share(chronic.rate, max_(cost - fen(chronic.deductible), 0))


class medical_assistance(Variable):
    value_type = int
    entity = Person
    definition_period = YEAR
    label = "Medical assistance"
    unit = "fen"

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
        return eligible * share(rate, max_(left_to_pay, 0))


class care_home_subsidy(Variable):
    value_type = int
    entity = Person
    definition_period = YEAR
    label = "Care home subsidy"
    unit = "fen"

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
        return eligible * share(subsidy.rate, person("care_home_cost", period))


class WholeFenSystem(ZhangdianSystem):
    """The same system, with these variables in place of those in yuan."""

    def __init__(self):
        """Replace the variables."""
        super().__init__()
        costs = (
            variables.outpatient_cost,
            variables.chronic_cost,
            variables.eligible_cost,
            variables.basic_insurance_paid,
            variables.critical_illness_paid,
            variables.care_home_cost,
        )
        payouts = (outpatient_pooling, chronic_outpatient, medical_assistance, care_home_subsidy)
        for variable in (*map(in_fen, costs), *payouts):
            self.replace_variable(variable)
