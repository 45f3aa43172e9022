"""Make the page docs/law-map.md from benefitcalc/policy/law-map.toml; and list what is wrong with the map.

PYTHONPATH=tests .venv/bin/python docs/law_map.py    makes the page anew.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self

from evidence import table
from pydantic import Field, model_validator
from worked_cases import CASES

import benefitcalc as bc
from benefitcalc.analysis.kept import Kept, Outcome, verdict
from benefitcalc.analysis.proofs import Proof
from benefitcalc.core.words import Kind
from benefitcalc.policy.statement import InBoth, Part, Statement
from benefitcalc.policy.terms import TERMS
from benefitcalc.rules import ANNOUNCED

ROOT = Path(__file__).parents[1]
DATA, PAGE = ROOT / "benefitcalc" / "policy" / "law-map.toml", ROOT / "docs" / "law-map.md"

Class = Literal["computed", "eligibility only", "not computable"]
KINDS: dict[Class, tuple[str, str]] = {
    "computed": ("computed · 计算", "an amount comes of it · 由它算出金额"),
    "eligibility only": ("eligibility only · 只认定资格", "it says who is meant, and no amount · 只写明对象，没有金额"),
    "not computable": ("not computable for a person · 不能对个人计算", "nothing follows for a person · 对个人没有结果"),
}
Value = tuple[Decimal, bool]
"""A figure as a number, and whether it is a percentage."""
COVER = ("rule", "lines", "terms", "proofs", "cases", "tests")

FIGURE = re.compile(r"\d+(?:\.\d+)?[%万]?(?![\d.月])|[一二三四五六七八九十两]+(?=年|项|大|部分|聚焦|举措)")
"""A figure in a Chinese text: a number, or a numeral that counts. A month is a name."""
IN_ENGLISH = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?: %)?")
NAMED = re.compile("“([^“”]{1,9})”")
"""A named term; what is longer in quotation marks is a sentence."""
BYLINE = re.compile("^.*记者.*$", re.MULTILINE)
LINKING = 4
"""A clause of so many characters links others and states nothing."""
NUMBERED = re.compile(r"^\d (?=\D)", re.MULTILINE)
"""The numbers of the announcement's own lists, which state nothing."""


class Stated(Part):
    """One statement of the announcement: what it says, and what carries it out or why nothing does."""

    id: str = Field(min_length=1)
    place: str
    says: InBoth
    kind: Class | None = None
    because: str | None = None
    rule: str | None = None
    lines: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    repeats: str | None = None
    note: InBoth | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        needed = {
            "kind": self.repeats is None,
            "because": self.kind in ("eligibility only", "not computable"),
            **dict.fromkeys(COVER, self.kind in ("computed", "eligibility only")),
        }
        wrong = [
            f"{name} is {'missing' if is_needed else 'too much'}"
            for name, is_needed in needed.items()
            if bool(getattr(self, name)) != is_needed
        ]
        if wrong:
            raise ValueError(f"{self.id}: {', '.join(wrong)}")
        return self

    @property
    def figures(self) -> list[str]:
        """The figures that are stated, in their order."""
        return FIGURE.findall(self.says.zh)


class Chapter(Part):
    """A part of the announcement, with its statements in their order."""

    title: InBoth
    statements: tuple[Stated, ...] = Field(min_length=1)


class LawMap(Part):
    """Every statement of the announcement, by its parts."""

    places: dict[str, InBoth]
    reasons: dict[str, InBoth]
    parts: tuple[Chapter, ...]

    @cached_property
    def statements(self) -> tuple[Stated, ...]:
        """All statements in the announcement's order."""
        return tuple(each for part in self.parts for each in part.statements)

    @cached_property
    def by_id(self) -> dict[str, Stated]:
        """Each statement by its id."""
        return {each.id: each for each in self.statements}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each statement on the page, by its id."""
        return {each.id: number for number, each in enumerate(self.statements, 1)}

    def in_full(self, stated: Stated) -> Stated:
        """The statement, or the one that it repeats."""
        return self.by_id[stated.repeats] if stated.repeats else stated

    def place(self, stated: Stated) -> InBoth:
        """The place of a statement; of a benefit it is the policy file's."""
        benefits = bc.policy().benefits
        return benefits[stated.place].place if stated.place in benefits else self.places[stated.place]


def read(text: str) -> LawMap:
    """The map that a file holds; ValueError where a statement is not complete."""
    return LawMap.model_validate(tomllib.loads(text))


# What is wrong with a map ---------------------------------------------------------------------------------


def unknown(law: LawMap) -> Iterator[str]:
    """What is named and is not there; what is there and is never named."""
    yield from (
        f"{name} stands twice" for name, times in Counter(each.id for each in law.statements).items() if times > 1
    )
    known = {"place": {*law.places, *bc.policy().benefits}, "because": {*law.reasons}}
    for each in law.statements:
        for key, names in known.items():
            if (name := getattr(each, key)) is not None and name not in names:
                yield f"{each.id}: there is no {key} {name}"
        if each.repeats and (each.repeats not in law.by_id or law.by_id[each.repeats].repeats):
            yield f"{each.id}: {each.repeats} is no statement in full"
        if each.rule:
            yield from _unknown_cover(each)
    for key, own in {"place": law.places, "because": law.reasons}.items():
        unused = own.keys() - {getattr(each, key) for each in law.statements}
        yield from (f"the {key} {name} is of no statement" for name in sorted(unused))


def _unknown_cover(each: Stated) -> Iterator[str]:
    rules = {rule.name: rule for rule in ANNOUNCED}
    if each.rule not in rules:
        yield f"{each.id}: there is no rule {each.rule}"
        return
    rule = rules[each.rule]
    there = {
        "lines": {*rule.lines.entries()},
        "terms": {*rule.terms.entries()},
        "proofs": {proof.promise for proof in proved() if proof.benefit == rule.name and proof.holds},
        "cases": {case.what for case in CASES if case.rule == rule.name},
        "tests": {name for name in each.tests if is_test(name)},
    }
    for key, names in there.items():
        yield from (f"{each.id}: there is no {name} in {key}" for name in getattr(each, key) if name not in names)


def is_test(name: str) -> bool:
    """Whether a test stands in its file."""
    path, _, function = name.partition("::")
    file = ROOT / path
    return file.is_file() and f"\ndef {function}(" in file.read_text(encoding="utf-8")


@cache
def proved() -> tuple[Proof, ...]:
    """What is proved of the announcement."""
    return bc.prove().proofs


def uncovered(law: LawMap) -> Iterator[str]:
    """Each rule, line, term and promise that no statement of the announcement asks for."""
    for rule in ANNOUNCED:
        stated = [each for each in law.statements if each.rule == rule.name]
        if not stated:
            yield f"no statement is carried out by {rule.name}"
        wanted = {
            "lines": {*rule.lines.entries()},
            "terms": TERMS[rule.name].entries(),
            "proofs": [name for name, each in bc.policy().benefits[rule.name].promises.items() if each.is_claim],
        }
        for key, names in wanted.items():
            found = {name for each in stated for name in getattr(each, key)}
            yield from (f"no statement has {rule.name}.{name} in {key}" for name in names if name not in found)
        for name, figure in _stated_figures(rule.name).items():
            if not any(name in each.terms and figure in _values(each.figures) for each in stated):
                yield f"no statement has {rule.name}.{name} with the figure of the policy file"

    named = {name for each in law.statements for name in each.promises}
    due = {key_of(each): each for each in came_of().outcomes}
    without = [name for name in due if name not in named and due[name].promise not in proofs_of(law, due[name].benefit)]
    yield from (f"no statement has {name} in promises" for name in without)
    yield from (f"there is no {name} in promises" for name in sorted(named - due.keys()))


def proofs_of(law: LawMap, benefit: str | None) -> set[str]:
    """The promises of a benefit that statements have among the proofs."""
    return {name for each in law.statements if each.rule and each.rule == benefit for name in each.proofs}


@cache
def came_of() -> Kept:
    """What came of the promises of the announcement."""
    return bc.kept()


def key_of(outcome: Outcome) -> str:
    """A promise by its benefit and its name, or by its name alone."""
    return f"{outcome.benefit}.{outcome.promise}" if outcome.benefit else outcome.promise


def outcomes(stated: Stated) -> list[Outcome]:
    """What came of the promises that a statement makes."""
    keys = {*stated.promises, *(f"{stated.rule}.{name}" for name in stated.proofs)}
    return [each for each in came_of().outcomes if key_of(each) in keys]


def _stated_figures(benefit: str) -> dict[str, Value]:
    """The figures that the policy file has from the announcement, by their terms."""
    terms = bc.policy().benefits[benefit].terms.items()
    stated = {name: term for name, term in terms if isinstance(term, Statement) and term.is_stated}
    kinds = {name: TERMS[benefit].entries()[name].kind is Kind.RATE for name in stated}
    figures = {name: Decimal(getattr(term, term.kind)) for name, term in stated.items()}
    return {name: (figure * 100 if kinds[name] else figure, kinds[name]) for name, figure in figures.items()}


def at_odds(law: LawMap) -> Iterator[str]:
    """Where figures disagree: of the two languages, of the statement that is repeated, of the policy file."""
    for each in law.statements:
        if each.kind == "computed" and not {*_values(each.figures)} <= {*_stated_figures(each.rule or "").values()}:
            yield f"{each.id}: a figure is not the policy file's"
        if _values(each.figures) != _values(IN_ENGLISH.findall(each.says.en)):
            yield f"{each.id}: the figures are not the same in both languages"
        if each.repeats in law.by_id and each.figures != law.by_id[each.repeats].figures:
            yield f"{each.id}: the figures are not those of {each.repeats}"


def _values(figures: Iterable[str]) -> list[Value]:
    """Figures that are written in digits, by their size."""
    written = [figure for figure in figures if figure[0].isdigit()]
    numbers = [Decimal(figure.rstrip(" %万").replace(",", "")) for figure in written]
    scales = [10_000 if figure.endswith("万") else 1 for figure in written]
    return sorted(
        (number * scale, figure.endswith("%")) for number, scale, figure in zip(numbers, scales, written, strict=True)
    )


def not_of(announcement: str, law: LawMap) -> Iterator[str]:
    """What the map leaves out of the announcement's text, and each figure of the map that is not of it.

    Figures are compared in their order, each as often as it is stated; of a clause the map has to have some words.
    """
    stated = FIGURE.findall(NUMBERED.sub("", announcement))
    mapped = [(figure, each.id) for each in law.statements for figure in each.figures]
    same = SequenceMatcher(None, stated, [figure for figure, _ in mapped], autojunk=False)
    for what, low, high, from_, to in same.get_opcodes():
        if what != "equal":
            yield from (f"{figure} is stated and not in the map" for figure in stated[low:high])
            yield from (f"{name}: {figure} is not stated here" for figure, name in mapped[from_:to])
    yield from _left_out("".join(NUMBERED.sub("", BYLINE.sub("", announcement)).split()), law)


def _left_out(text: str, law: LawMap) -> Iterator[str]:
    """The named terms that the map has not, and the clauses of which no statement has three characters in a row.

    Clauses are looked for in their order: of each in the statement of the last one that was found, or in a later one.
    """
    ours = ["".join(each.says.zh.split()) for each in law.statements]
    yield from (f"“{term}” is named and not in the map" for term in NAMED.findall(text) if term not in "".join(ours))
    at = 0
    for clause in re.split("[,。;、]", text):
        if len(clause) > LINKING:
            parts = [clause[start : start + 3] for start in range(len(clause) - 2)]
            later = (here for here in range(at, len(ours)) if any(part in ours[here] for part in parts))
            found = next(later, None)
            if found is None:
                yield f"nothing is in the map of: {clause}"
            at = at if found is None else found


# The page -------------------------------------------------------------------------------------------------


def both(text: InBoth) -> str:
    """A text in both languages, in one cell."""
    return f"{text.zh}<br>{text.en}"


def names(given: Iterable[str]) -> str:
    """Names of the code, in one cell."""
    return ", ".join(f"`{name}`" for name in given)


def counts(law: LawMap) -> Iterator[tuple[object, ...]]:
    """How many statements there are of each kind, and how many of them are said a second time."""
    for kind, (title, means) in KINDS.items():
        of_it = [each for each in law.statements if law.in_full(each).kind == kind]
        yield title, means, len(of_it), sum(each.repeats is not None for each in of_it)
    repeated = sum(each.repeats is not None for each in law.statements)
    yield "all · 全部", "every statement · 每一条", len(law.statements), repeated


def rows(law: LawMap, part: Chapter) -> Iterator[tuple[object, ...]]:
    """Every statement of a part: its number, place, words, kind, the rule or the reason, and what came of it."""
    for each in part.statements:
        told = []
        if each.repeats:
            number = law.numbers[each.repeats]
            told.append(f"同第 {number} 条<br>As no. {number}")
        if each.rule:
            told.append(names([each.rule]))
        if each.because:
            told.append(both(law.reasons[each.because]))
        if each.note:
            told.append(both(each.note))
        title, _ = KINDS[law.in_full(each).kind or "not computable"]
        place, says = both(law.place(each)), both(each.says)
        verdicts = dict.fromkeys(verdict(outcome).explain(lang) for lang in ("zh", "en") for outcome in outcomes(each))
        came = f"[{'<br>'.join(verdicts)}](kept.md)" if verdicts else "–"
        yield law.numbers[each.id], place, says, title, "<br>".join(told), came


def covered(law: LawMap) -> Iterator[tuple[object, ...]]:
    """What carries out each statement that a rule carries out, and what shows that it does."""
    for each in law.statements:
        if each.rule:
            tests = (name.partition("::")[2] for name in each.tests)
            cases = (f"“{name}”" for name in each.cases)
            cover = (names(each.lines), names(each.terms), names(each.proofs), ", ".join(cases), names(tests))
            yield law.numbers[each.id], names([each.rule]), *cover


def figures(law: LawMap) -> Iterator[tuple[object, ...]]:
    """Every figure, with the numbers of the statements that state it."""
    where: dict[str, list[int]] = {}
    for each in law.statements:
        for figure in dict.fromkeys(each.figures):
            where.setdefault(figure, []).append(law.numbers[each.id])
    yield from ((figure, ", ".join(map(str, numbers))) for figure, numbers in where.items())


def page(law: LawMap) -> str:
    """The whole page."""
    columns = (
        "no. · 条",
        "place · 位置",
        "statement · 所载",
        "class · 分类",
        "rule, or why not · 规则或理由",
        "what came of it · 兑现情况",
    )
    chapters = (f"## {part.title.zh} · {part.title.en}\n\n{table(columns, rows(law, part))}\n" for part in law.parts)
    cover = (
        "no. · 条",
        "rule · 规则",
        "lines · 行",
        "terms · 数字",
        "proved · 已证",
        "worked cases · 算例",
        "tests · 测试",
    )
    return f"""# The law map · 逐条对照

Every statement of the announcement of 2022-02-09, in its own order and in our words, with its place, and what carries
it out, or why nothing can. The names of those who spoke or wrote are left out. This page is made from
[law-map.toml](../benefitcalc/policy/law-map.toml) by `PYTHONPATH=tests .venv/bin/python docs/law_map.py`. Tests
compare it with the rules, the policy file, the proofs and the worked cases, and, if the announcement's text is at hand,
with every figure and named term of it.

2022年2月9日发布内容的每一条，按原来的顺序，用自己的话转述，写明位置，以及由什么执行，或者为什么不能计算。
发言人和作者的姓名没有列入。本页由 [law-map.toml](../benefitcalc/policy/law-map.toml) 生成；
测试把它与规则、政策文件、证明和算例对照，手边有原文时，还对照其中的每一个数字和名词。

{table(("class · 分类", "meaning · 含义", "statements · 条数", "of them said before or again · 其中重复"), counts(law))}

{chr(10).join(chapters)}
## 由什么执行 · What carries it out

Lines and terms are those of the rule's module; promises are proved by `benefitcalc policy check`; worked cases stand in
`tests/worked_cases.py`; tests in `tests/rules/`, `tests/person/test_settlement.py` and
`tests/rules/test_every_rule.py`.

行和数字见规则的模块；证明由 `benefitcalc policy check` 给出；算例在 `tests/worked_cases.py`；
测试在 `tests/rules/`、`tests/person/test_settlement.py` 和 `tests/rules/test_every_rule.py`。

{table(cover, covered(law))}

## 数字 · Figures

Every figure of the announcement, with the statements that state it. Ten thousands are written 万.

文件中的每一个数字，以及写有它的各条。

{table(("figure · 数字", "no. · 条"), figures(law))}
"""


if __name__ == "__main__":
    PAGE.write_text(page(read(DATA.read_text(encoding="utf-8"))), encoding="utf-8")
