"""The resources: policy documents with the source of each figure, and the map of the announcement's statements."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from benefitcalc.districts import registry
from benefitcalc.policy.loading import law_of
from benefitcalc.text.languages import Language
from benefitcalc.text.message import N_, say

LAW_MAP = Path(__file__).parents[1] / "policy" / "law-map.toml"


class Resource(NamedTuple):
    """A text of the law, as TOML."""

    title: str
    file: Path

    def read(self) -> str:
        """The text of the file."""
        return self.file.read_text(encoding="utf-8-sig")


def resources(lang: Language) -> Mapping[str, Resource]:
    """All resources by address."""
    files = registry().policies
    return {
        **{
            f"benefitcalc://policies/{name}": Resource(law_of(name).title.explain(lang), files[name])
            for name in sorted(files)
        },
        "benefitcalc://law-map": Resource(
            say(N_("Every statement of the announcement, and the rule for it")).explain(lang), LAW_MAP
        ),
    }
