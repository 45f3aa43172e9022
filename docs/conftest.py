"""What a page defines, such as the rule of writing-a-rule.md, is forgotten after its doctest."""

from collections.abc import Iterator

import pytest

from benefitcalc.districts import using


@pytest.fixture(autouse=True)
def _a_registry_of_its_own() -> Iterator[None]:
    with using():
        yield
