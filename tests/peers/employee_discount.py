"""United States, the employee discount that is no income (tax code, section 132(c)).

Facts and amounts are of one sale.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    Condition,
    Money,
    N,
    Rate,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    YesNo,
    above,
    choose,
    least,
    line,
    means,
    say,
    share,
    term,
    yes_no,
)

FACTS = (
    means("customer_price", "Price for customers", "What do customers pay?"),
    means("employee_price", "Price for the employee", "What did the employee pay?"),
    means("aggregate_cost", "Cost of the property to the employer", "What did it cost the employer?"),
    yes_no("is_property", "Property, and no service", "Was property sold?"),
)


class Facts(NamedTuple, Generic[T]):
    customer_price: Money[T]
    employee_price: Money[T]
    aggregate_cost: Money[T]
    is_property: YesNo[T]


class Terms(RuleTerms):
    services_rate: Rate = term("Most that is taken off services", more_is="generous")


class Lines(RuleLines, Generic[T]):
    is_discounted: Condition[T] = line("Sold for less", otherwise="No discount")
    discount: Money[T] = line("Discount")
    most_excluded: Money[T] = line("Most that is no income")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    is_discounted = facts.employee_price < facts.customer_price
    # (c)(3): the discount is the price for customers less that for the employee,
    discount = above(facts.customer_price, facts.employee_price)
    # (c)(1)(A): of property at most the gross profit,
    profit = above(facts.customer_price, facts.aggregate_cost)
    # (c)(1)(B): ... of services a share of the price.
    of_services = share(terms.services_rate, of=facts.customer_price)
    most_excluded = choose(facts.is_property, profit, of_services)
    return Lines(
        is_discounted=is_discounted,
        discount=discount,
        most_excluded=most_excluded,
        is_eligible=is_discounted,
        payout=least(discount, most_excluded),
    )


rule = Rule(
    name="us_employee_discount",
    title=say("Employee discount"),
    period=say("of the sale"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
