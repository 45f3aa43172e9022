"""What holds for every rule there is, whatever its benefit."""

import ast
import inspect
import re
import sys
import tokenize
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from second_calculation import CALCULATIONS
from strategies import outside, people
from worked_cases import CASES, Case, differences

import benefitcalc as bc
from benefitcalc.core.words import Kind
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.terms import Views
from benefitcalc.rules import of_policy

BY_LAW = [(rule, law) for law in map(bc.policy, bc.policies()) for rule in of_policy(law)]

every_rule = pytest.mark.parametrize("rule", bc.RULES, ids=lambda rule: rule.name)


def by(pairs):
    """A test of each of these rules by its document."""
    named = [pytest.param(rule, law, id=f"{law.id}.{rule.name}") for rule, law in pairs]
    return pytest.mark.parametrize(("rule", "law"), named)


by_every_law = by(BY_LAW)
of_money = by([(rule, law) for rule, law in BY_LAW if rule.gives_money])
of_costs = by([(rule, law) for rule, law in BY_LAW if rule.gives_money and rule.costs])


def source_file(rule: Rule) -> Path:
    return Path(inspect.getfile(rule.assess))


# The worked cases ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.what}")
def test_a_worked_case_comes_out_to_the_fen(case: Case):
    assert differences(case) == []


@by_every_law
def test_each_rule_has_worked_cases_with_a_source_by_each_document(rule, law):
    cases = [case for case in CASES if (case.rule, case.policy) == (rule.name, law.id)]
    assert cases
    assert all(case.source for case in cases)


def moved_figures():
    """Every figure of every document, moved by its smallest step up and down."""
    for law in map(bc.policy, bc.policies()):
        for benefit, section in law.benefits.items():
            entries = bc_rule(benefit).terms.entries()
            for name, stated in section.terms.items():
                written = stated.model_dump(by_alias=True, exclude_none=True)
                for where, moved in moved_terms(entries[name], written):
                    yield pytest.param(law, f"{benefit}.{name}", moved, id=f"{law.id}.{benefit}.{name}.{where}")


def bc_rule(name):
    return next(rule for rule in bc.RULES if rule.name == name)


def moved_terms(entry, written):
    """A term as it is written, with one of its figures moved; where that is."""
    if entry.kind is Kind.SCHEDULE:
        for at, row in enumerate(written["rows"]):
            # The law itself is the same to the fen where an edge moves by less than rounding shows.
            for start in (row["from"] - 1, row["from"] + 1):
                yield f"{at}.from={start}", with_row(written, at, {**row, "from": start})
            [key] = row.keys() - {"from"}
            for where, moved in moved_terms(entry.figure, row[key]):
                yield f"{at}.{where}", with_row(written, at, {**row, key: moved})
        return
    figures = ("exactly", "about", "give_or_take", "at_least", "at_most", "stated", "assumed", "or")
    for key in [key for key in figures if key in written]:
        for moved in steps(entry.kind, written[key]):
            yield f"{key}={moved}", {**written, key: moved}
    for at, end in enumerate(written.get("between", ())):
        for moved in steps(entry.kind, end):
            ends = list(written["between"])
            ends[at] = moved
            yield f"between[{at}]={moved}", {**written, "between": ends}


def with_row(written, at, row):
    return {**written, "rows": [*written["rows"][:at], row, *written["rows"][at + 1 :]]}


def steps(kind: Kind, figure):
    if figure == "none":  # no limit has no smallest step; a large limit stands for it
        return [Decimal("999999.99")]
    if kind is Kind.YES_NO:
        return [not figure]
    if kind is Kind.ROUNDING:
        return [way for way in ("down", "nearest", "up") if way != figure]
    if isinstance(figure, str):  # a month for every 4: for every 3, or 5
        numerator, _, denominator = figure.partition("/")
        return [f"{numerator}/{int(denominator) + more}" for more in (-1, 1)]
    step = {Kind.RATE: Decimal("0.0001"), Kind.MONEY: Decimal("0.01"), Kind.WHOLE: 1}[kind]
    return [moved for moved in (figure - step, figure + step) if moved >= 0]


@pytest.mark.many_cases
@pytest.mark.parametrize(("law", "path", "statement"), list(moved_figures()))
def test_moving_any_figure_by_its_smallest_step_makes_a_worked_case_fail(law, path, statement):
    low, high = statement.get("between", (0, 0))
    if not low <= statement.get("stated", 0) <= high:  # the document no longer fits together
        with pytest.raises(bc.Refused, match="what is stated between the two"):
            law.with_terms({path: statement})
        return
    benefit, _, name = path.partition(".")
    if is_out_of_order(law, benefit, name, statement):
        with pytest.raises(bc.Refused, match="less than"):
            law.with_terms({path: statement})
        return
    moved = law.with_terms({path: statement})
    assert any(differences(case, moved) for case in CASES if (case.rule, case.policy) == (benefit, law.id))


def is_out_of_order(law, benefit, name, statement):
    """Whether the moved figure is below one that the rule declares to be never above it."""
    entries = bc_rule(benefit).terms.entries()
    figures = {each: getattr(law.views(benefit).stated, each) for each in entries} | {
        name: statement.get("exactly", getattr(law.views(benefit).stated, name))
    }
    return any(entry.at_least and figures[each] < figures[entry.at_least] for each, entry in entries.items())


# Drawn people -------------------------------------------------------------------------------------------


@by_every_law
@given(data=st.data())
def test_an_independent_second_calculation_agrees(rule, law, data):
    facts = data.draw(people(rule, law))
    views = law.views(rule.name)
    for view, terms in views._asdict().items():
        lines = rule.assess(rule.facts(**facts), terms)
        second = CALCULATIONS[law.id, rule.name](view=view, **as_fractions(facts))
        assert bool(lines.is_eligible) == second.eligible
        assert as_yuan(getattr(lines, "payout", None)) == second.payout
        for name, part in second.parts.items():
            found = getattr(lines, name)
            assert (found if isinstance(part, bool) else as_yuan(found)) == part


def as_fractions(facts):
    written = {}
    for name, value in facts.items():
        fact = FACTS[name]
        if fact.kind is Kind.MONEY:
            written[name] = Fraction(value, 100)
        else:
            written[name] = fact.write(value)
    return written


def as_yuan(fen):
    return None if fen is None else Fraction(fen, 100)


@by_every_law
@given(data=st.data())
def test_strict_is_never_more_than_stated_nor_stated_more_than_generous(rule, law, data):
    person = rule.facts(**data.draw(people(rule, law)))
    strict, stated, generous = (rule.assess(person, terms) for terms in law.views(rule.name))
    assert strict.is_eligible <= stated.is_eligible <= generous.is_eligible
    if rule.gives_money:
        assert strict.payout <= stated.payout <= generous.payout


@of_money
@given(data=st.data())
def test_a_payout_is_never_negative(rule, law, data):
    facts = data.draw(people(rule, law))
    for terms in law.views(rule.name):
        assert rule.assess(rule.facts(**facts), terms).payout >= 0


@of_costs
@given(data=st.data())
def test_a_payout_is_never_above_the_cost(rule, law, data):
    facts = data.draw(people(rule, law))
    for terms in law.views(rule.name):
        assert rule.assess(rule.facts(**facts), terms).payout <= sum(facts[cost] for cost in rule.costs)


@of_costs
@given(data=st.data())
def test_a_payout_never_falls_when_a_cost_rises(rule, law, data):
    facts = data.draw(people(rule, law))
    cost = data.draw(st.sampled_from(rule.costs))
    dearer = {**facts, cost: data.draw(st.integers(facts[cost], facts[cost] + 100_000))}
    for terms in law.views(rule.name):
        assert rule.assess(rule.facts(**facts), terms).payout <= rule.assess(rule.facts(**dearer), terms).payout


@by_every_law
@given(data=st.data())
def test_each_condition_alone_refuses(rule, law, data):
    person = rule.facts(**data.draw(people(rule, law)))
    conditions = [name for name, each in rule.lines.entries().items() if each.part == "condition"]
    for terms in law.views(rule.name):
        lines = rule.assess(person, terms)
        if not all(getattr(lines, name) for name in conditions):
            assert not lines.is_eligible
            assert not getattr(lines, "payout", 0)


@by_every_law
@given(data=st.data())
def test_a_person_in_none_of_the_groups_is_refused(rule, law, data):
    groups = [name for name, each in rule.lines.entries().items() if each.part == "group"]
    person = rule.facts(**data.draw(people(rule, law)))
    for terms in law.views(rule.name):
        lines = rule.assess(person, terms)
        if groups and not any(getattr(lines, name) for name in groups):
            assert not lines.is_eligible


@by_every_law
@given(data=st.data())
def test_an_estimate_goes_through_json_and_its_receipt_is_verified(rule, law, data):
    told = rule.estimate(policy=law, **outside(data.draw(people(rule, law))))
    assert bc.Estimate.model_validate_json(told.model_dump_json()) == told
    bc.verify(told.receipt())


@by_every_law
@given(data=st.data())
def test_an_estimate_can_be_said_in_both_languages(rule, law, data):
    told = rule.estimate(policy=law, **outside(data.draw(people(rule, law))))
    for lang in ("zh", "en"):
        text = told.explain(lang)
        assert told.title.explain(lang) in text.splitlines()[0]
        assert "{" not in text


@by_every_law
@given(data=st.data())
def test_undecided_names_a_term_exactly_where_the_views_disagree(rule, law, data):
    told = rule.estimate(policy=law, **outside(data.draw(people(rule, law))))
    assert bool(told.undecided) == (told.eligible is None or told.at_least != told.at_most)


# The shape of a rule ------------------------------------------------------------------------------------


@every_rule
def test_every_line_has_a_label(rule):
    assert all(each.label for each in rule.lines.entries().values())


@every_rule
def test_the_lines_end_with_the_result(rule):
    ending = ("is_eligible", "payout") if rule.gives_money else ("is_eligible",)
    assert tuple(rule.lines.entries())[-len(ending) :] == ending


@every_rule
def test_a_line_that_decides_says_why_it_does_not_hold(rule):
    for each in rule.lines.entries().values():
        if each.part in ("condition", "group"):
            assert each.otherwise


@every_rule
def test_a_body_has_no_branches_and_only_the_words(rule):
    body = ast.parse(inspect.getsource(rule.assess)).body[0]
    allowed = (
        ast.FunctionDef, ast.arguments, ast.arg, ast.Assign, ast.Return, ast.Expr, ast.Constant, ast.Name, ast.Load,
        ast.Store, ast.Attribute, ast.Call, ast.keyword, ast.BinOp, ast.Add, ast.Sub, ast.Compare, ast.GtE, ast.LtE,
        ast.Eq, ast.Subscript, ast.Dict,
    )  # fmt: skip
    words = {"choose", "share", "least", "most", "when", "above", "all_of", "any_of", "is_not", "pick", "Lines"}
    for node in ast.walk(body):
        assert isinstance(node, allowed), f"{rule.name}: {ast.unparse(node)}"
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)
            assert node.func.id in words
        if isinstance(node, ast.Compare):
            assert len(node.ops) == 1


@every_rule
def test_a_rule_module_holds_no_digit_outside_comments(rule):
    tokens = tokenize.generate_tokens(StringIO(source_file(rule).read_text(encoding="utf-8")).readline)
    for token in tokens:
        if token.type != tokenize.COMMENT:
            assert not re.search(r"\d", token.string), f"{rule.name}: {token.line}"


@every_rule
def test_every_statement_of_a_body_stands_below_a_place_in_the_document(rule):
    source = inspect.getsource(rule.assess)
    place = rule.law().benefits[rule.name].place.en
    assert place.lower() in source.lower()
    statements = ast.parse(source).body[0].body
    first = source.splitlines()[statements[1].lineno - 2].strip()
    assert first.startswith("#") or rule.name == "public_welfare_post"


def test_the_rule_modules_are_all_of_one_shape():
    for rule in bc.RULES:
        tree = ast.parse(source_file(rule).read_text(encoding="utf-8"))
        named = [getattr(node, "name", None) or node.targets[0].id for node in tree.body[1:] if not is_import(node)]
        assert named == ["Facts", "Terms", "Lines", "assess", "rule"]
        assert ast.get_docstring(tree)
        assert sys.modules[rule.assess.__module__].rule is rule


def is_import(node):
    return isinstance(node, ast.Import | ast.ImportFrom)


# The document -------------------------------------------------------------------------------------------


def statements():
    for law in map(bc.policy, bc.policies()):
        for benefit, section in law.benefits.items():
            for name, statement in section.terms.items():
                yield pytest.param(statement, law.id, id=f"{law.id}.{benefit}.{name}")


@pytest.mark.parametrize(("statement", "law"), list(statements()))
def test_every_figure_is_cited_or_assumed_with_a_reason(statement, law):
    if statement.is_stated:
        assert statement.place
        assert statement.words if law == "zhangdian-2022" else statement.seen
    else:
        assert statement.because


@by_every_law
def test_every_estimate_carries_its_sources(rule, law):
    [case, *_] = [case for case in CASES if (case.rule, case.policy) == (rule.name, law.id)]
    told = rule.estimate(policy=law, **case.facts)
    assert told.cites
    named = {each.name for each in (*told.cites, *told.assumptions)}
    assert set(rule.terms.entries()) <= named
    assert ("rounding" in named) == rule.checked.assumes_rounding
    assert any("announced target" in str(notice) for notice in told.notices) == (law.status == "announced")


@by_every_law
def test_the_terms_go_through_json(rule, law):
    for terms in law.views(rule.name):
        assert rule.terms.read(terms.write()) == terms


def test_views_are_the_same_thing_three_times():
    assert Views._fields == ("strict", "stated", "generous")
