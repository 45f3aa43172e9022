"""Immutable dictionaries and pydantic models."""

from functools import cached_property
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict


class Fixed(dict[str, Any]):
    """An immutable dict. So a result that several readers share stays the same for all of them."""

    def _refuse(self, *_: object, **__: object) -> Any:
        raise TypeError("this is fixed; make a copy with dict() to change it")

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # immutable, so it can be a key
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


class Frozen(BaseModel):
    """An immutable pydantic model; its hash is computed once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in type(self).model_fields)))

    def __getstate__(self) -> dict[Any, Any]:
        # Cached values are left out: text has another hash in another process, and a changed copy has other values.
        state = super().__getstate__()
        return {**state, "__dict__": {name: state["__dict__"][name] for name in type(self).model_fields}}

    def __copy__(self) -> Self:
        copied = object.__new__(type(self))
        copied.__setstate__(self.__getstate__())
        return copied

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return self.__copy__()  # all parts are immutable


Item = TypeVar("Item")


FixedDict = Annotated[dict[str, Item], AfterValidator(Fixed)]
