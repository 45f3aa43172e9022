"""A policy file of a stranger: bounded before it is parsed, and one document whatever its layout."""

import hashlib
import json
import tomllib
from decimal import Decimal, localcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from invented import written

import benefitcalc as bc
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.policy import document, loading
from benefitcalc.policy.loading import ANNOUNCEMENT

PAGE = Path(__file__).parents[2] / "docs" / "policy-files.md"
DEEP = "more than 12 tables or lists lie in one another"
STRANGE = {
    "hexadecimal": ("id = 0x" + "f" * 4_000, "line 1: '0xf+…' has more than 100 characters"),
    "decimal": ("\nid = " + "9" * 5_000, "line 2: '9+…' has more than 100 characters"),
    "long key": ("a" * 101 + " = 1", "line 1: 'a+…' has more than 100 characters"),
    "key": ("a" + ".a" * 40_000 + " = 1", f"line 1: {DEEP}"),
    "key in texts": ("a" + ' . "a"' * 13 + " = 1", f"line 1: {DEEP}"),
    "header": ("b = 1\n[a" + ".a" * 13 + "]", f"line 2: {DEEP}"),
    "lists": ("a = " + "[" * 5_000, f"line 1: {DEEP}"),
    "tables": ("a = " + "{ a = " * 5_000, f"line 1: {DEEP}"),
    "behind a text": ('a = """\n"\\"" """ # [[\nb = ' + "[" * 13, f"line 3: {DEEP}"),
    "long": ("#" * 100_001, "has more than 100000 characters"),
}
FAR = {
    "great": ("x = 1.0e9999999999999999999999", "'1.0e9999999999999999999999' is too great or too small"),
    "small": ("x = 1e-9999999999999999999999", "'1e-9999999999999999999999' is too great or too small"),
}
NOISE = "." * 500 + "[{" * 500 + "x" * 500


def refused(folder, text):
    file = folder / "strange.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(bc.Refused) as told:
        bc.policy(file)
    return told


@pytest.mark.parametrize(("text", "why"), STRANGE.values(), ids=STRANGE)
def test_a_file_past_a_limit_is_refused_before_it_is_parsed(tmp_path, monkeypatch, text, why):
    monkeypatch.setattr(loading, "tomllib", SimpleNamespace())  # nothing is parsed
    told = refused(tmp_path, text)
    assert told.match(f"^strange\\.toml: {why}$")
    assert told.value.explain("zh") != str(told.value)


@pytest.mark.parametrize(("text", "why"), FAR.values(), ids=FAR)
@pytest.mark.parametrize("traps", [[], None])
def test_a_figure_of_a_power_that_no_decimal_has_is_refused_in_every_decimal_context(tmp_path, text, why, traps):
    with localcontext(traps=traps):
        assert refused(tmp_path, text).match(f"^strange\\.toml: {why}$")


@pytest.mark.parametrize(
    "title",
    [f'"{NOISE}"', f"'{NOISE}'", f'"""{NOISE}\n\\"{NOISE}""""', f"'''{NOISE}\n'{NOISE}''''", f"'a' # {NOISE}"],
    ids=["text", "literal", "long text", "long literal", "comment"],
)
def test_texts_and_comments_are_under_no_limit_but_that_of_the_file(tmp_path, title):
    assert bc.policy(written(tmp_path, title=f"title = {title}")).id == "nowhere"


@pytest.mark.parametrize("text", ['a="' + '\\"' * 49_000, 'a="""' + '\\"""' * 24_000, "'" * 99_999, '"' * 99_998])
def test_a_text_without_an_end_is_looked_at_once(tmp_path, text):
    assert refused(tmp_path, text).match("is not TOML")


def test_a_file_at_the_limits_is_read(tmp_path):
    text = "a" * 100 + " = 0x" + "f" * 98 + "\n" + ".".join("a" * 13) + " = " + "[" * 12 + "]" * 12
    assert "is not TOML" not in str(refused(tmp_path, text + "\n#" + "x" * (100_000 - 2 - len(text))).value)


def test_the_limits_are_those_of_the_page():
    told = f"{document.MOST_CHARACTERS:,} characters", f"{document.DEEPEST} deep", f"{document.LONGEST_WORD} characters"
    page = PAGE.read_text(encoding="utf-8")
    assert all(each in page for each in told)


# The digest ----------------------------------------------------------------------------------------------------------


def turned(document):
    """A document with the keys of every table in the opposite order."""
    if isinstance(document, dict):
        return {key: turned(value) for key, value in reversed(document.items())}
    return [turned(each) for each in document] if isinstance(document, list) else document


def test_the_digest_does_not_depend_on_the_order_of_tables_and_keys():
    text = (POLICY_FOLDER / f"{ANNOUNCEMENT}.toml").read_text(encoding="utf-8")
    other = document.checked(turned(tomllib.loads(text, parse_float=Decimal)), "turned")
    assert list(other.benefits) == list(reversed(bc.policy().benefits))
    assert other.digest == bc.policy().digest


def test_the_digest_is_the_hash_of_the_document_with_its_keys_sorted():
    data = bc.policy().model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"promises", "reports"})
    for section in data["benefits"].values():
        claims = {name: each for name, each in section["promises"].items() if each.keys() & {"pays", "finds"}}
        by_itself = {"says", "place", "pays", "finds", "where"}  # and not by which day it has to be kept
        section["promises"] = {
            name: {key: each[key] for key in each.keys() & by_itself} for name, each in claims.items()
        }
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    assert bc.policy().digest == hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_of_the_announcement_is_the_one_that_receipts_have():
    # With the document it changes, and receipts of before are of another document.
    assert bc.policy().digest == "bb3e6f69408fcc0f7eb99c425b2aee50cb46c53f5968da53dc2af32a5bb12c93"


@pytest.mark.parametrize("zero", ["0.0", "-0.0", "0e50", "0e-1"])
def test_zero_is_one_figure_however_it_is_written(tmp_path, zero):
    floors = [f'floor = {{ exactly = {each}, place = "p" }}' for each in ("0.00", zero)]
    plain, other = (bc.policy(written(tmp_path, floor=floor)) for floor in floors)
    assert other.digest == plain.digest
