"""Fields for times and distances as people type them."""

from collections.abc import Callable
from typing import Any

from wtforms.fields.core import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from budgettracker.widgets import shown
from budgettracker.worktime.rules import LONGEST_TYPED, parse_time, time_plain


class TypedField(Field):
    """A time or a distance as people type it; `data` is whole minutes or hundredths of a mile, None when left empty."""

    def __init__(self, label: str, *, read: Callable[[str], int], show: Callable[[int], str], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.read, self.show = read, show
        self.typed: str | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        self.typed = shown(valuelist[0])[:LONGEST_TYPED] if valuelist else ""
        if len(valuelist) > 1:
            raise ValueError("This was sent twice. Enter it once.")
        if self.typed.strip():
            self.data = self.read(self.typed)

    def pre_validate(self, form: BaseForm) -> None:
        if self.process_errors:
            raise StopValidation

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return self.show(self.data) if self.data else ""


def time_field(label: str) -> Any:
    """A field for minutes of one day, typed as `1:30`, `1.5`, `1h30` or `90m`."""
    return TypedField(label, read=parse_time, show=time_plain)
