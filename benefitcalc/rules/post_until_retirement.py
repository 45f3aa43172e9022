"""Public-welfare posts (城乡公益性岗位) since statutory retirement is by month of birth: in town, up to that month.

Facts are of one person on the day asked about; months of birth count from the year zero. The rule gives no money and
promises nobody a post.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    Condition,
    Group,
    Level,
    N,
    Rate,
    Rounding,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
    Sex,
    T,
    Whole,
    YesNo,
    all_of,
    any_of,
    choose,
    is_not,
    least,
    line,
    say,
    share,
    term,
)


class Facts(NamedTuple, Generic[T]):
    """What is known of the person; the month of birth and the months since then follow from the date of birth."""

    is_rural: YesNo[T]
    age: Whole[T]
    birth_month: Whole[T]
    months_since_birth: Whole[T]
    sex: Level[T]
    is_lifted_from_poverty: YesNo[T]
    is_low_income: YesNo[T]
    has_disability: YesNo[T]
    is_unemployed: YesNo[T]
    is_in_zero_employment_household: YesNo[T]


class Terms(RuleTerms):
    """The figures of the law: retirement as the nation decided it, the other ages as they were announced."""

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
    women_retire_later: YesNo[bool] = term(
        N_("Whether women without an employer retire at the later of the two ages of women"), more_is="generous"
    )
    men_without_delay: Whole[int] = term(N_("Retirement without a delay, in months of age: men"), more_is="generous")
    men_delay: Schedule[Whole[int], Rate] = term(
        N_("Months of delay for each later month of birth: men"), more_is="generous"
    )
    men_at_last: Whole[int] = term(
        N_("Retirement at last, in months of age: men"), more_is="generous", at_least="men_without_delay"
    )
    later_women_without_delay: Whole[int] = term(
        N_("Retirement without a delay, in months of age: women, the later age"),
        more_is="generous",
        at_least="earlier_women_at_last",
    )
    later_women_delay: Schedule[Whole[int], Rate] = term(
        N_("Months of delay for each later month of birth: women, the later age"), more_is="generous"
    )
    later_women_at_last: Whole[int] = term(
        N_("Retirement at last, in months of age: women, the later age"),
        more_is="generous",
        at_least="later_women_without_delay",
    )
    earlier_women_without_delay: Whole[int] = term(
        N_("Retirement without a delay, in months of age: women, the earlier age"), more_is="generous"
    )
    earlier_women_delay: Schedule[Whole[int], Rate] = term(
        N_("Months of delay for each later month of birth: women, the earlier age"), more_is="generous"
    )
    earlier_women_at_last: Whole[int] = term(
        N_("Retirement at last, in months of age: women, the earlier age"),
        more_is="generous",
        at_least="earlier_women_without_delay",
    )
    delay_rounds: Rounding = term(N_("How a part of a month of delay is rounded"), more_is="generous")


class Lines(RuleLines, Generic[T]):
    """The answer, line by line."""

    retires_at: Whole[T] = line(N_("Statutory retirement of this person, in months of age"))
    older_from: Whole[T] = line(N_("Age from which this person, if urban and unemployed, counts as older"))
    is_old_enough: Condition[T] = line(
        N_("Old enough to work: {working_age_from} or over"),
        otherwise=N_("Aged {age}; a post is from {working_age_from} on (short by {working_age_from-age})"),
    )
    is_within_rural_age: Condition[T] = line(
        N_("In town, or at most {rural_until}"),
        otherwise=N_("Rural and aged {age}; the last age for a post is {rural_until} (over by {age-rural_until})"),
    )
    is_before_retirement: Condition[T] = line(
        N_("Rural, or before the month of statutory retirement"),
        otherwise=N_(
            "Urban and at statutory retirement: it is at {retires_at:months}, and {months_since_birth:months} have "
            "passed since the month of birth"
        ),
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
    """The body: each statement below the place in the document that it carries out."""
    # Public-welfare posts, up to statutory retirement. A post is work, so a person has to be of working age,
    is_old_enough = facts.age >= terms.working_age_from
    # ... a rural resident not past the last age,
    is_urban = is_not(facts.is_rural)
    is_within_rural_age = any_of(is_urban, facts.age <= terms.rural_until)
    # ... and an urban one before the month of statutory retirement. For each so many months of birth, and for a part
    # of them, it comes a month later, up to the last age: of men,
    way = terms.delay_rounds
    men_later = share(terms.men_delay, of=facts.birth_month, way=way)
    men_at = least(men_later + terms.men_without_delay, terms.men_at_last)
    # ... of women who retired at 55 before,
    later_women_later = share(terms.later_women_delay, of=facts.birth_month, way=way)
    later_women_at = least(later_women_later + terms.later_women_without_delay, terms.later_women_at_last)
    # ... and of women who retired at 50 before.
    earlier_women_later = share(terms.earlier_women_delay, of=facts.birth_month, way=way)
    earlier_women_at = least(earlier_women_later + terms.earlier_women_without_delay, terms.earlier_women_at_last)
    # Which of the two counts for a woman without an employer was not found.
    women_at = choose(terms.women_retire_later, later_women_at, earlier_women_at)
    is_woman = facts.sex == Sex.FEMALE
    retires_at = choose(is_woman, women_at, men_at)
    is_before_retirement = any_of(facts.is_rural, is_not(facts.months_since_birth >= retires_at))
    # The groups: mainly rural people who were lifted from poverty, have a low income, a disability, or are older
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
        retires_at=retires_at,
        older_from=older_from,
        is_old_enough=is_old_enough,
        is_within_rural_age=is_within_rural_age,
        is_before_retirement=is_before_retirement,
        is_lifted_from_poverty=is_lifted_from_poverty,
        is_low_income=is_low_income,
        has_disability=has_disability,
        is_older_rural=is_older_rural,
        is_in_zero_employment_household=is_in_zero_employment_household,
        is_older_unemployed=is_older_unemployed,
        is_eligible=all_of(is_old_enough, is_within_rural_age, is_before_retirement, is_in_a_group),
    )


rule = Rule(
    name="post_until_retirement",
    title=say(N_("Public-welfare post, until statutory retirement")),
    period=say(N_("on the day asked about")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
