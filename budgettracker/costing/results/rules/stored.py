"""Results as text and back: named tuples, lists, closed lists and whole numbers, in the order their fields stand in."""

from collections.abc import Mapping
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """A value of results as JSON has it: a named tuple is the list of its fields.

    >>> from budgettracker.costing.results.rules.observed import Interval
    >>> plain([Interval(1, 2), None])
    [[1, 2], None]
    """
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    return str(value) if isinstance(value, StrEnum) else value


def restored(kind: Any, value: Any) -> Any:
    """A value as its type says it was. Raises ValueError or TypeError where it is of another layout.

    >>> from budgettracker.costing.results.rules.observed import Interval
    >>> restored(list[Interval | None], [[1, 2], None])
    [Interval(low_pence=1, high_pence=2), None]
    """
    origin, of = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if value is None:
            return None
        (kind,) = (each for each in of if each is not NoneType)
        return restored(kind, value)
    if origin is list:
        return [restored(of[0], each) for each in value]
    if origin is dict:
        return {restored(of[0], key): restored(of[1], each) for key, each in value.items()}
    if origin is tuple:
        kinds = (of[0],) * len(value) if of[-1] is Ellipsis else of
        return tuple(restored(each, part) for each, part in zip(kinds, value, strict=True))
    if issubclass(kind, tuple):
        fields = get_type_hints(kind)
        return kind(*(restored(each, part) for each, part in zip(fields.values(), value, strict=True)))
    return kind(value) if issubclass(kind, StrEnum) else value
