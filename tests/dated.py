"""Invented dated documents for the tests: two in force with a gap between them, and an announcement."""

from contextlib import contextmanager

from invented import NOWHERE, bread_allowance

import benefitcalc as bc
from benefitcalc.districts import District, own, using

EARLY = {"id": "early", "since": "2020-01-01", "until": "2020-12-31", "rate": "exactly = 0.5"}
LATE = {"id": "late", "since": "2021-03-01", "until": '"open"', "rate": "exactly = 0.6"}
TARGET = {"id": "target", "since": "2019-07-01", "until": "2021-06-30", "rate": "exactly = 0.9", "status": "announced"}


def document(**of) -> str:
    text = NOWHERE.replace('id = "nowhere"', f'id = "{of["id"]}"').replace(
        '"in_force"', f'"{of.get("status", "in_force")}"'
    )
    text = text.replace("since = 2020-01-01", f"since = {of['since']}").replace(
        "until = 2020-12-31", f"until = {of['until']}"
    )
    if "supersedes" in of:
        text = text.replace("announced =", f'supersedes = "{of["supersedes"]}"\nannounced =')
    if "carries_out" in of:
        text = text.replace('place = "page 1"', f'place = "page 1"\ncarries_out = "{of["carries_out"]}"')
    rate = f'rate = {{ {of["rate"]}, place = "page 2", seen = [{of.get("seen", "2020-05-05")}] }}'
    return text.replace('rate = { at_least = 0.5, words = "no less than", place = "page 2" }', rate)


@contextmanager
def having(folder, *documents):
    """Return the law of these documents and those of benefitcalc itself, and no others."""
    files = [folder / f"{each['id']}.toml" for each in documents]
    for file, each in zip(files, documents, strict=True):
        file.write_text(document(**each), encoding="utf-8")
    with using(own(), District("nowhere", tuple(files), (bread_allowance,), (), None)):
        yield bc.law()
