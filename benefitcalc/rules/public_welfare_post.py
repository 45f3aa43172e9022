"""Public-welfare posts (城乡公益性岗位): whether a person is in one of the groups that the posts are mainly for.

Facts are about one person on the day asked about. The rule gives no money and promises nobody a post.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    Condition,
    Group,
    Level,
    N,
    Rule,
    RuleLines,
    RuleTerms,
    Sex,
    T,
    Whole,
    YesNo,
    all_of,
    any_of,
    choose,
    is_not,
    line,
    say,
    term,
)


class Facts(NamedTuple, Generic[T]):
    """The facts of the person."""

    is_rural: YesNo[T]
    age: Whole[T]
    sex: Level[T]
    is_lifted_from_poverty: YesNo[T]
    is_low_income: YesNo[T]
    has_disability: YesNo[T]
    is_unemployed: YesNo[T]
    is_in_zero_employment_household: YesNo[T]


class Terms(RuleTerms):
    """The figures of the policy; the announcement names groups but no age."""

    rural_groups_must_be_rural: YesNo[bool] = term(
        N_("Whether the first four groups are for rural residents only"), more_is="strict"
    )
    older_rural_from: Whole[int] = term(N_("Age from which a rural resident counts as older"), more_is="strict")
    older_urban_women_from: Whole[int] = term(
        N_("Age from which an unemployed urban woman counts as older"), more_is="strict"
    )
    older_urban_men_from: Whole[int] = term(
        N_("Age from which an unemployed urban man counts as older"), more_is="strict"
    )
    working_age_from: Whole[int] = term(N_("Age from which a person can work"), more_is="strict")
    rural_until: Whole[int] = term(N_("Last age of a rural resident in a post"), more_is="generous")
    urban_women_until: Whole[int] = term(N_("Last age of an urban woman in a post"), more_is="generous")
    urban_men_until: Whole[int] = term(N_("Last age of an urban man in a post"), more_is="generous")


class Lines(RuleLines, Generic[T]):
    """The answer, line by line."""

    last_age: Whole[T] = line(N_("Last age for a post, for this person"))
    older_from: Whole[T] = line(N_("Age from which this person, if urban and unemployed, counts as older"))
    is_old_enough: Condition[T] = line(
        N_("Old enough to work: {working_age_from} or over"),
        otherwise=N_("Aged {age}; a post is from {working_age_from} on (short by {working_age_from-age})"),
    )
    is_young_enough: Condition[T] = line(
        N_("Not past the last age for a post"),
        otherwise=N_("Aged {age}; the last age for a post is {last_age} (over by {age-last_age})"),
    )
    is_lifted_from_poverty: Group[T] = line(
        N_("Rural and entitled to the policies for people lifted from poverty"),
        otherwise=N_("Not a rural resident entitled to the policies for people lifted from poverty"),
    )
    is_low_income: Group[T] = line(
        N_("Rural and counted as a low-income person"),
        otherwise=N_("Not a rural resident counted as a low-income person"),
    )
    has_disability: Group[T] = line(
        N_("Rural and with a disability"), otherwise=N_("Not a rural resident with a disability")
    )
    is_older_rural: Group[T] = line(
        N_("Rural and older: {older_rural_from} or over"),
        otherwise=N_("Not a rural resident of {older_rural_from} or over (aged {age})"),
    )
    is_in_zero_employment_household: Group[T] = line(
        N_("Urban and in a household where nobody of working age has work"),
        otherwise=N_("Not in an urban household where nobody of working age has work"),
    )
    is_older_unemployed: Group[T] = line(
        N_("Urban, unemployed and older: women from {older_urban_women_from}, men from {older_urban_men_from}"),
        otherwise=N_("Not an urban, unemployed person of {older_from} or over (aged {age})"),
    )
    is_eligible: YesNo[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the document that it implements."""
    is_urban = is_not(facts.is_rural)
    is_woman = facts.sex == Sex.FEMALE
    # Employment campaign, public-welfare posts. A post is work, so a person has to be of working age:
    is_old_enough = facts.age >= terms.working_age_from
    last_urban_age = choose(is_woman, terms.urban_women_until, terms.urban_men_until)
    last_age = choose(facts.is_rural, terms.rural_until, last_urban_age)
    is_young_enough = facts.age <= last_age
    # ... mainly for rural people who were lifted from poverty, have a low income, a disability, or are older
    # (that "rural" is said of all four is one reading of the sentence),
    is_of_the_place = any_of(facts.is_rural, is_not(terms.rural_groups_must_be_rural))
    is_lifted_from_poverty = all_of(is_of_the_place, facts.is_lifted_from_poverty)
    is_low_income = all_of(is_of_the_place, facts.is_low_income)
    has_disability = all_of(is_of_the_place, facts.has_disability)
    is_older_rural = all_of(is_of_the_place, facts.age >= terms.older_rural_from)
    # ... and urban members of households where nobody has work, and older urban unemployed people.
    is_in_zero_employment_household = all_of(is_urban, facts.is_in_zero_employment_household)
    older_from = choose(is_woman, terms.older_urban_women_from, terms.older_urban_men_from)
    is_older_unemployed = all_of(is_urban, facts.is_unemployed, facts.age >= older_from)
    is_in_a_group = any_of(
        is_lifted_from_poverty,
        is_low_income,
        has_disability,
        is_older_rural,
        is_in_zero_employment_household,
        is_older_unemployed,
    )
    return Lines(
        last_age=last_age,
        older_from=older_from,
        is_old_enough=is_old_enough,
        is_young_enough=is_young_enough,
        is_lifted_from_poverty=is_lifted_from_poverty,
        is_low_income=is_low_income,
        has_disability=has_disability,
        is_older_rural=is_older_rural,
        is_in_zero_employment_household=is_in_zero_employment_household,
        is_older_unemployed=is_older_unemployed,
        is_eligible=all_of(is_old_enough, is_young_enough, is_in_a_group),
    )


rule = Rule(
    name="public_welfare_post",
    title=say(N_("Public-welfare post")),
    period=say(N_("on the day asked about")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
