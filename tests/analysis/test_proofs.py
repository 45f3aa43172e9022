"""Promises: all that the announcement's rules keep, for everybody; and that a fault in a body or a figure is found."""

from dataclasses import replace
from decimal import Decimal
from typing import Generic, NamedTuple

import pytest
import z3
from family import LAW, family_benefit
from invented import NOWHERE, bread_allowance, written
from planted import BODIES, NOBODY, REFORMS, lines_with, payout

import benefitcalc as bc
from benefitcalc.analysis import prover
from benefitcalc.analysis.proofs import Case, Proof, Proofs
from benefitcalc.analysis.properties import is_kept
from benefitcalc.cli.main import main
from benefitcalc.core.amounts import yuan
from benefitcalc.core.words import Money, T, Whole, YesNo, choose, share, when
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.engine.lines import RuleLines
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.promise import Promise
from benefitcalc.policy.terms import RuleTerms, term
from benefitcalc.rules import (
    ANNOUNCED,
    RULES,
    care_home_subsidy,
    chronic_outpatient,
    medical_assistance,
    outpatient_pooling,
)
from benefitcalc.text.message import Text, say

BY_NAME = {rule.name: rule for rule in RULES}


@pytest.fixture(scope="module")
def announced():
    return bc.prove()


# What is proved ---------------------------------------------------------------------------------------------------


def test_every_promise_about_the_announcement_holds(announced):
    assert announced.broken == ()
    assert {proof.benefit for proof in announced.proofs} == {rule.name for rule in ANNOUNCED}


@pytest.mark.many_cases
@pytest.mark.parametrize("law", bc.policies())
def test_what_the_rules_keep_is_proved_by_every_document(law):
    proofs = bc.prove(bc.policy(law))
    assert proofs.broken == ()
    assert {proof.benefit for proof in proofs.proofs} == set(bc.policy(law).benefits)


def test_every_figure_has_its_direction_proved():
    every = [proof for rule in RULES for proof in bc.prove(rules=[rule]).proofs]
    proved = {(each.benefit, each.promise) for each in every if each.holds}
    figures = {(rule.name, f"more_generous_{name}") for rule in RULES for name in rule.terms.entries()}
    assert figures <= proved


def test_what_another_reading_breaks_is_told(announced):
    broken = [proof for proof in announced.proofs if not proof.holds_in_every_reading]
    assert [(each.benefit, each.promise, each.view) for each in broken] == [
        ("medical_assistance", "matters_is_other", "strict"),  # where other groups are not covered
        ("medical_assistance", "at_least_75_percent", "strict"),
        ("care_home_subsidy", "matters_has_enough_stars", "generous"),  # where a home without any counts
    ]
    # The limit of 30,000 yuan that was published later is one reading of what the document leaves open.
    [case] = broken[1].shown
    burden = Decimal(case.facts["eligible_cost"]) - sum(
        Decimal(case.facts[name]) for name in ("basic_insurance_paid", "critical_illness_paid")
    )
    assert case.amount == 30_000
    assert burden * Decimal("0.75") > 30_000
    assert Decimal(case.facts["eligible_cost"]) <= 100_000  # somebody whom one could meet


def test_a_promise_of_somebody_shows_who(announced):
    shown = announced.proof("care_home_subsidy", "matters_needs_care")
    [case] = shown.shown
    assert care_home_subsidy.estimate(**case.facts).eligible is False
    assert care_home_subsidy.estimate(**{**case.facts, "care_need": "full"}).eligible is True


def test_each_promise_of_the_document_has_its_place(announced):
    promised = [proof for proof in announced.proofs if proof.place]
    assert len(promised) == 10
    claims = [each for section in bc.policy().benefits.values() for each in section.promises.values() if each.is_claim]
    assert len(promised) == len(claims)
    assert all(BY_NAME[each.benefit] and each.says.zh and each.place.zh for each in promised)


# Faults planted in bodies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("promise", BODIES)
def test_a_fault_in_a_body_is_refuted(promise):
    rule = BODIES[promise].rule
    proof = bc.prove(rules=[rule]).proof(rule.name, promise)
    assert not proof.holds
    assert set(proof.verdicts.values()) & {"refuted"}
    if promise in NOBODY:
        assert proof.shown == ()  # there is nobody to show
    else:
        assert proof.shown


@pytest.mark.parametrize("promise", [name for name in BODIES if name.startswith("never_falls")])
def test_who_gets_less_for_a_higher_cost_is_shown_twice(promise):
    rule = BODIES[promise].rule
    less, more = bc.prove(rules=[rule]).proof(rule.name, promise).shown
    cost = promise.removeprefix("never_falls_with_")
    assert Decimal(less.facts[cost]) < Decimal(more.facts[cost])
    assert {**less.facts, cost: 0} == {**more.facts, cost: 0}
    assert less.amount > more.amount


@pytest.mark.parametrize(
    "promise", [name for name in BODIES if name in {key for s in bc.policy().benefits.values() for key in s.promises}]
)
def test_who_refutes_a_promise_of_the_document_refutes_it_on_numbers(promise):
    rule = BODIES[promise].rule
    proof = bc.prove(rules=[rule]).proof(rule.name, promise)
    facts = {name: FACTS[name].read(value) for name, value in proof.shown[0].facts.items()}
    terms = getattr(bc.policy().views(rule.name), proof.view)
    stated = bc.policy().benefits[rule.name].promises[promise]
    assert not is_kept(rule, stated, facts, rule.assess(rule.facts(**facts), terms))
    assert is_kept(
        rule, stated, facts, BY_NAME[rule.name].assess(rule.facts(**facts), bc.policy().views(rule.name).stated)
    )


# Faults planted in figures ----------------------------------------------------------------------------------------


@pytest.mark.many_cases
@pytest.mark.parametrize("reform", REFORMS, ids=lambda reform: str(*reform.figures))
def test_a_reform_that_breaks_a_promise_is_refuted(reform):
    broken = bc.prove(bc.policy().with_terms(reform.figures)).broken
    assert (reform.benefit, reform.promise) in [(each.benefit, each.promise) for each in broken]


FIGURES = [(rule, name) for rule in RULES for name in rule.terms.entries()]


@pytest.mark.parametrize(("rule", "name"), FIGURES, ids=[f"{rule.name}-{name}" for rule, name in FIGURES])
def test_a_direction_declared_the_wrong_way_is_refuted_with_the_person_and_the_figures(rule, name, monkeypatch):
    entry = rule.terms.entries()[name]
    opposite = "strict" if entry.more_is == "generous" else "generous"
    kind = rule.terms.__annotations__[name]
    reversed_ = type(
        "Terms", (rule.terms,), {"__annotations__": {name: kind}, name: term(entry.label, more_is=opposite)}
    )
    planted = replace(rule, terms=reversed_)
    of_this_figure = planted.terms.entries()[name]
    monkeypatch.setattr(prover._Subject, "proofs", lambda subject: iter([subject._direction(name, of_this_figure)]))
    proof = bc.prove(rules=[planted]).proof(rule.name, f"more_generous_{name}")
    assert dict(proof.verdicts) == {"every figure": "refuted"}
    given_less, given_more = proof.shown
    assert given_less.facts == given_more.facts
    assert {key for key in given_less.terms if given_less.terms[key] != given_more.terms[key]} == {name}
    less, more = ((case.eligible, *case.finds.values(), case.amount or 0) for case in proof.shown)
    assert less > more
    # The rule itself says so too, on these figures.
    for case in proof.shown:
        terms = rule.terms.read(case.terms)
        facts = {each: FACTS[each].read(value) for each, value in case.facts.items()}
        lines = rule.assess(rule.facts(**facts), terms)
        assert case.eligible == lines.is_eligible
        assert case.amount == (yuan(lines.payout) if rule.gives_money else None)


# Invented law -----------------------------------------------------------------------------------------------------

PROMISE = """
[bread_allowance.promises.enough]
says = "Bread for all"
place = "page 4"
"""


def nowhere(folder, promise, **changes):
    file = written(folder, **changes)
    file.write_text(file.read_text(encoding="utf-8") + PROMISE + promise, encoding="utf-8")
    return bc.policy(file)


def bread(law):
    return bc.prove(law, rules=[bread_allowance]).proof("bread_allowance", "enough")


@pytest.mark.parametrize(("covered", "asked"), [("true", True), ("false", False)])
def test_whether_a_group_matters_is_not_asked_where_the_document_leaves_the_group_out(tmp_path, covered, asked):
    stated = f'covers_towns = {{ exactly = {covered}, place = "page 3" }}'
    proofs = bc.prove(written(tmp_path, covers_towns=stated), rules=[bread_allowance])
    assert ("matters_is_in_town" in {proof.promise for proof in proofs.proofs}) is asked
    assert proofs.broken == ()


def test_where_somebody_gets_nothing_a_promise_of_bread_is_refuted_with_the_youngest_or_the_townsfolk(tmp_path):
    law = nowhere(tmp_path, 'finds = "is_eligible"')
    [case] = bread(law).shown
    told = bread_allowance.estimate(policy=law, **case.facts)
    assert (case.eligible, told.eligible) == (False, False)


@pytest.mark.parametrize(
    ("promise", "holds"),
    [
        (
            'pays = { at_least = 0.5, of = "outpatient_cost" }\nwhere = { is_eligible = true }',
            False,
        ),  # but for the floor
        ('pays = { at_most = 0.5, of = "outpatient_cost" }', True),
        ('pays = { at_most = 0.4999, of = "outpatient_cost" }', False),
        ('pays = "nothing"\nwhere = { age = { at_most = 17 } }', True),
        ('pays = "nothing"\nwhere = { age = { at_most = 18 } }', False),
        ('pays = "nothing"\nwhere = { age = 17 }', True),
        ('finds = "is_eligible"\nwhere = { age = { at_least = 18, at_most = 150 }, is_rural = true }', True),
        ('finds = "is_eligible"\nwhere = { age = { at_least = 17 }, is_rural = true }', False),
        ('pays = "nothing"\nwhere = { bread = 0 }', True),
        ('pays = "nothing"\nwhere = { is_rural = false, is_low_income = false }', True),
    ],
)
def test_each_kind_of_promise_is_proved_where_it_holds_and_refuted_where_not(tmp_path, promise, holds):
    assert bread(nowhere(tmp_path, promise)).holds is holds


@pytest.mark.parametrize(
    ("promise", "why"),
    [
        ("", "bread_allowance.promises.enough: needs one of: pays, finds, due"),
        ('pays = "nothing"\nfinds = "is_eligible"', "has pays, finds, and can have one of them"),
        (
            'pays = { of = "bread" }',
            "bread_allowance.promises.enough.pays: needs exactly, or at_least or at_most, and not both",
        ),
        ('pays = { exactly = 0.5, at_most = 0.5, of = "bread" }', "and not both"),
        ('pays = { exactly = 1.5, of = "bread" }', "must be a rate from 0 to 1"),
        ('pays = { at_least = 0.6, at_most = 0.5, of = "bread" }', "promises.enough.pays: at_least is above at_most"),
        ('pays = "nothing"\nwhere = { age = { from = 3 } }', "bread_allowance.promises.enough.where.age"),
    ],
)
def test_a_promise_that_is_none_does_not_load(tmp_path, promise, why):
    with pytest.raises(bc.Refused, match=why):
        nowhere(tmp_path, promise)


@pytest.mark.parametrize(
    ("promise", "why"),
    [
        ('pays = "nothing"\nwhere = { age = true }', "where.age: 'True' is not a whole number from 0 to 150"),
        ('pays = "nothing"\nwhere = { age = 151 }', "where.age: '151' is not a whole number from 0 to 150"),
        ('pays = "nothing"\nwhere = { age = "60..70" }', "where.age: '60..70' is not one value"),
        ('pays = "nothing"\nwhere = { age = {} }', "where.age: needs at_least or at_most"),
        ('pays = "nothing"\nwhere = { age = { at_least = 5, at_most = 4 } }', "where.age: at_least is above at_most"),
        ('pays = "nothing"\nwhere = { is_rural = 1 }', "where.is_rural: '1' is neither yes nor no"),
        ('pays = "nothing"\nwhere = { bread = 0.001 }', "where.bread: more than two decimals"),
        ('finds = "age"', "finds: age is not a line of yes or no"),
        ('finds = "bread"', "finds: bread is not a line of yes or no"),
        ('pays = { exactly = 0.5, of = "is_rural" }', "pays: is_rural is not an amount"),
        ('pays = "nothing"\nwhere = { age = 17, is_eligible = true }', "where: nobody is meant"),
    ],
)
def test_a_promise_that_makes_no_sense_is_refused_under_its_key(tmp_path, promise, why):
    law = nowhere(tmp_path, promise)
    with pytest.raises(bc.Refused) as refused:
        bc.prove(law, rules=[bread_allowance])
    assert str(refused.value).startswith(f"bread_allowance.promises.enough: {why}")


def test_an_amount_in_a_promise_is_of_yuan(tmp_path):
    # Half of what lies above 10 yuan: nobody is paid up to 10.01, and a fen from 10.01 on.
    assert bread(nowhere(tmp_path, 'pays = "nothing"\nwhere = { outpatient_cost = { at_most = 10.00 } }')).holds
    assert not bread(nowhere(tmp_path, 'pays = "nothing"\nwhere = { outpatient_cost = { at_most = 10.01 } }')).holds
    assert bread(nowhere(tmp_path, 'pays = { at_most = 0.5, of = "outpatient_cost" }\nwhere = { bread = 5.50 }')).holds


def test_a_promise_may_not_be_called_like_one_about_every_rule(tmp_path):
    file = written(tmp_path)
    text = file.read_text(encoding="utf-8") + PROMISE.replace("enough", "exact") + 'pays = "nothing"'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(bc.Refused, match=r"bread_allowance.promises.exact: this name is that of a promise about every"):
        bc.prove(bc.policy(file), rules=[bread_allowance])


def test_a_share_is_promised_of_money_alone():
    law = bc.policy()
    promise = Promise(
        says="So", place="here", pays={"exactly": "0.5", "of": "payout"}, where={"age": 3, "sex": "female"}
    )
    section = law.benefits["public_welfare_post"].model_copy(update={"promises": {"half": promise}})
    planted = law.model_copy(update={"benefits": {"public_welfare_post": section}})
    with pytest.raises(bc.Refused) as refused:
        bc.prove(planted)
    assert [str(each).partition(": ")[2].partition(";")[0] for each in refused.value.problems] == [
        "payout is neither a fact nor a line of it",
        "pays: this benefit gives no money",
    ]


def with_promise(benefit, **promise):
    """The announcement with one promise more."""
    law = bc.policy()
    made = Promise(says="So", place="here", **promise)
    section = law.benefits[benefit].model_copy(update={"promises": {"made_up": made}})
    return law.model_copy(update={"benefits": {benefit: section}})


def test_a_line_that_is_a_whole_number_may_be_spoken_of():
    # Whoever is past 65 is past every last age.
    past = with_promise(
        "public_welfare_post", pays="nothing", where={"last_age": {"at_most": 65}, "age": {"at_least": 66}}
    )
    assert bc.prove(past).proof("public_welfare_post", "made_up").holds
    for given in (True, "old"):
        with pytest.raises(bc.Refused, match=f"where.last_age: '{given}' is not a whole number"):
            bc.prove(with_promise("public_welfare_post", pays="nothing", where={"last_age": given}))


def test_a_promise_about_what_the_rule_has_not_is_refused(tmp_path):
    law = nowhere(tmp_path, 'pays = { exactly = 0.5, of = "cheese" }\nwhere = { is_tall = true }')
    with pytest.raises(bc.Refused) as refused:
        bc.prove(law, rules=[bread_allowance])
    assert [str(each).partition(";")[0] for each in refused.value.problems] == [
        "bread_allowance.promises.enough: is_tall is neither a fact nor a line of it",
        "bread_allowance.promises.enough: cheese is neither a fact nor a line of it",
    ]


def test_a_benefit_of_which_the_policy_says_nothing_is_left_out(tmp_path):
    proofs = bc.prove(bc.policy(written(tmp_path)), rules=[bread_allowance, care_home_subsidy]).proofs
    assert {proof.benefit for proof in proofs} == {"bread_allowance"}


def test_where_there_is_nothing_to_prove_it_is_refused(tmp_path):
    with pytest.raises(bc.Refused, match="the policy nowhere says nothing of these benefits"):
        bc.prove(bc.policy(written(tmp_path)))


def test_a_condition_that_is_not_asked_for_is_refuted_with_whom_it_should_keep_out():
    for rule, condition, ignored in (
        (outpatient_pooling, "is_insured", lambda f, _, __: f.outpatient_cost >= 0),
        (chronic_outpatient, "is_recognised", lambda f, _, __: f.has_resident_insurance),
    ):
        planted = lines_with(rule, is_eligible=ignored)
        proof = bc.prove(rules=[planted]).proof(rule.name, f"matters_{condition}")
        assert not proof.holds
        assert proof.shown[0].eligible
        lines = {line.name: line.holds for line in rule.estimate(**proof.shown[0].facts).lines}
        assert lines[condition] is False


def test_what_is_found_alone_has_no_direction_unless_the_document_promises_it():
    law = bc.policy()
    section = law.benefits["extreme_hardship_support"].model_copy(update={"promises": {}})
    silent = law.model_copy(update={"benefits": {"extreme_hardship_support": section}})
    proof = bc.prove(silent).proof("extreme_hardship_support", "more_generous_elderly_from")
    assert dict(proof.verdicts) == {"every figure": "undecided"}


class Nothing(NamedTuple, Generic[T]):
    age: Whole[T]


class NoTerms(RuleTerms):
    from_age: Whole[int] = term("First age", more_is="strict")


class Allowance(RuleLines, Generic[T]):
    is_eligible: YesNo[T]
    payout: Money[T]


def test_a_benefit_without_a_cost_is_not_held_to_one(tmp_path):
    def assess(facts, terms):
        is_old = facts.age >= terms.from_age
        return Allowance(is_eligible=is_old, payout=when(is_old, 200_00))

    text = NOWHERE.split("[bread_allowance]")[0] + '[old_age]\nplace = "p"\nfrom_age = { exactly = 80, place = "p" }\n'
    rule = bc.Rule("old_age", say("Old age"), say("a month"), Nothing, NoTerms, Allowance, assess)
    proofs = bc.prove(bc.policy(written(tmp_path, text)), rules=[rule])
    assert proofs.broken == ()
    assert "never_above_cost" not in {proof.promise for proof in proofs.proofs}


def test_whom_a_promise_is_refuted_with_does_not_depend_on_what_else_was_proved():
    first = bc.prove()
    z3.And([z3.Int(f"of another {number}") * 3 > number for number in range(500)])
    assert bc.prove() == first


def test_what_z3_cannot_decide_is_undecided_and_not_proved(tmp_path, monkeypatch):
    monkeypatch.setattr(z3.Solver, "check", lambda *_: z3.unknown)
    proofs = bc.prove(bc.policy(written(tmp_path)), rules=[bread_allowance])
    # But for the ceiling: the lesser of two values never falls as one of them rises.
    assert [proof.promise for proof in proofs.proofs if proof.holds] == ["more_generous_limit"]
    assert {verdict for proof in proofs.broken for verdict in proof.verdicts.values()} == {"undecided"}
    assert proofs.explain("en").count("Undecided: ") == proofs.explain("zh").count("未能判定：") == len(proofs.broken)


def test_a_direction_that_no_figures_that_are_tried_refute_is_undecided(monkeypatch):
    # z3 finds figures by what little is known of products; nobody gets less by them, nor by the policy's own.
    monkeypatch.setattr(prover._Subject, "_goes_up", lambda *_: False)
    monkeypatch.setattr(prover, "known_of_products", lambda *_: [])
    proof = bc.prove(rules=[chronic_outpatient]).proof("chronic_outpatient", "more_generous_rate")
    assert dict(proof.verdicts) == {"every figure": "undecided"}
    assert proof.shown == ()


# Many figures -----------------------------------------------------------------------------------------------------


@pytest.fixture
def families(tmp_path):
    return bc.policy(written(tmp_path, LAW))


def test_each_of_twenty_one_figures_has_its_direction_proved(families):
    directions = [
        proof
        for proof in bc.prove(families, rules=[family_benefit]).proofs
        if proof.promise.startswith("more_generous_")
    ]
    assert len(directions) == 21
    assert {dict(proof.verdicts)["every figure"] for proof in directions} == {"proved"}


def test_no_answer_as_a_whole_is_looked_at_where_the_words_show_the_direction(families, monkeypatch):
    subject = prover._Subject(family_benefit, families)
    monkeypatch.setattr(subject, "_look_for", None)
    for name, entry in family_benefit.terms.entries().items():
        assert dict(subject._direction(name, entry).verdicts) == {"every figure": "proved"}


def test_a_direction_that_other_figures_turn_is_refuted_with_those_figures(families):
    # Above the second ceiling a part of all is left, and no longer of the middle part: it may be the greater one.
    def assess(facts, terms):
        lines = family_benefit.assess(facts, terms)
        upper, middle = (share(part, of=lines.full) for part in (terms.upper_part, terms.middle_part))
        left = choose(facts.chronic_cost <= terms.first_ceiling + terms.second_band, middle, upper)
        return replace(lines, payout=when(lines.is_eligible, left))

    subject = prover._Subject(replace(family_benefit, assess=assess), families)
    proof = subject._direction("second_band", family_benefit.terms.entries()["second_band"])
    assert dict(proof.verdicts) == {"every figure": "refuted"}
    less, more = proof.shown
    assert Decimal(less.terms["second_band"]) < Decimal(more.terms["second_band"])
    assert less.amount > more.amount
    assert Decimal(less.terms["upper_part"]) > Decimal(less.terms["middle_part"])


# In words ---------------------------------------------------------------------------------------------------------


def test_proofs_go_through_json(announced):
    assert bc.Proofs.model_validate_json(announced.model_dump_json()) == announced


def test_they_are_said_in_both_languages_with_who_refutes(announced):
    english, chinese = announced.explain("en"), announced.explain("zh")
    assert "86 of 86 promises hold for everybody." in english
    assert "86 项承诺中有 86 项对所有人成立。" in chinese
    assert "Proved as stated, read strictly not: At least 75 % of what insurance leaves" in english
    assert "按文件所写已证明，从严理解则不成立：对所有救助对象" in chinese
    assert english.count("Proved: ") == chinese.count("已证明：") == 83


def test_who_refutes_a_reform_is_said():
    told = bc.prove(bc.policy().with_terms({"care_home_subsidy.most_stars": 3})).explain("en")
    [line] = [line for line in told.splitlines() if "Nothing in homes of three stars" in line]
    assert line.startswith("  Refuted, as stated: Nothing in homes of three stars or more. Age in completed years: ")
    assert "Star rating of the care home, 0 for a home without one: 3" in line
    assert line.endswith(" yuan")


@pytest.mark.parametrize(
    ("verdicts", "en", "zh"),
    [
        (
            ("proved", "proved", "undecided"),
            "Proved as stated, read generously undecided: ",
            "按文件所写已证明，从宽理解未能判定：",
        ),
        (
            ("undecided", "proved", "undecided"),
            "Proved as stated, read strictly, read generously undecided: ",
            "按文件所写已证明，从严理解、从宽理解未能判定：",
        ),
        (("proved", "undecided", "proved"), "Undecided, as stated: ", "未能判定（按文件所写）："),
        (("undecided", "undecided", "undecided"), "Undecided: ", "未能判定："),
        (("undecided", "refuted", "proved"), "Refuted, as stated: ", "不成立（按文件所写）："),
        (
            ("refuted", "proved", "undecided"),
            "Proved as stated, read strictly not: ",
            "按文件所写已证明，从严理解则不成立：",
        ),
        (("refuted", "undecided", "undecided"), "Refuted, read strictly: ", "不成立（从严理解）："),
    ],
)
def test_which_readings_are_undecided_is_said_and_no_refutation_is_hidden_by_them(announced, verdicts, en, zh):
    by_view = dict(zip(("strict", "stated", "generous"), verdicts, strict=True))
    found = announced.proof("medical_assistance", "at_least_75_percent").model_copy(update={"verdicts": by_view})
    proofs = announced.model_copy(update={"proofs": (found,)})
    for lang, begins in (("en", en), ("zh", zh)):
        line = proofs.explain(lang).splitlines()[-1].strip()
        assert line.startswith(begins)
        if "refuted" in verdicts:
            ends = {"en": "; undecided, ", "zh": "；未能判定："}[lang]
            assert line.count(ends) == ("undecided" in verdicts)


def test_an_order_of_readings_of_which_one_is_undecided_says_which(announced):
    found = announced.proof("care_home_subsidy", "in_order").model_copy(
        update={"verdicts": {"strict": "proved", "generous": "undecided"}}
    )
    told = announced.model_copy(update={"proofs": (found,)}).explain("en")
    assert told.splitlines()[-1].startswith("  Undecided, read generously: ")


def test_figures_that_refute_a_direction_are_said():
    rule = payout(
        medical_assistance, lambda f, t, lines: choose(t.yearly_limit <= 3_000_000, lines.burden, lines.payout)
    )
    told = bc.prove(rules=[rule]).explain("en")
    [line] = [line for line in told.splitlines() if "less: Yearly ceiling" in line]
    assert line.startswith("  Refuted, by other figures: ")
    assert ", by rate " in line


# On the command line ----------------------------------------------------------------------------------------------


def test_the_command_line_prints_the_proofs_of_a_policy(capsys):
    assert main(["policy", "check", "--lang", "en"]) == 0
    assert capsys.readouterr().out == bc.prove().explain("en") + "\n"


def test_the_command_line_checks_a_file_and_tells_a_broken_promise_by_its_exit_code(tmp_path, capsys):
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(text.replace("at_least = 0.75\nwords", "at_least = 0.70\nwords"), encoding="utf-8")
    assert main(["policy", "check", str(file), "--lang", "zh"]) == 1
    assert "不成立（按文件所写）：对所有救助对象" in capsys.readouterr().out


def test_a_file_that_does_not_load_is_told_on_standard_error(tmp_path, capsys):
    file = written(tmp_path, rate="rate = { exactly = 2, place = 'page 2' }")
    assert main(["policy", "check", str(file), "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "mine.toml: bread_allowance.rate: must be a rate" in err


def test_a_person_who_is_paid_nothing_is_told_by_whether_they_are_eligible():
    case = Case(facts={"age": 50}, terms={}, eligible=False, amount=None, finds={})
    proof = Proof(
        benefit="bread",
        title=say("Bread"),
        promise="enough",
        says=say("Everybody has bread"),
        place=None,
        verdicts=dict.fromkeys(("strict", "stated", "generous"), "refuted"),
        view="stated",
        shown=(case,),
    )
    proofs = Proofs(policy="p", policy_title=Text(zh="p", en="p"), policy_digest="0", proofs=(proof,))
    assert proofs.explain("en").endswith("Everybody has bread. Age in completed years: 50: not eligible")
