"""What the pages of statements ask for."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField, StringField

from budgettracker.statements.actions import Ticked
from budgettracker.statements.kinds import Audience
from budgettracker.statements.queries import ItemToShow
from budgettracker.widgets import Needed, PageForm, offered


class TickForm(PageForm):
    """Ticks and words for each of some purchases. Make it with `tick_form`."""

    items: Sequence[ItemToShow] = ()
    sure = BooleanField("I have thought about who could read this, and who could read it over their shoulder")

    def ticked(self) -> list[Ticked]:
        """The answers about each purchase that was on the page when it was sent."""
        return [
            Ticked(
                item.spend_id,
                frozenset(Audience(each) for each in self[f"who_{item.spend_id.hex}"].data or ()),
                self[f"words_{item.spend_id.hex}"].data or "",
                (self[f"welsh_{item.spend_id.hex}"].data or "") if f"welsh_{item.spend_id.hex}" in self else "",
                item.think_twice,
            )
            for item in self.items
            if self[f"words_{item.spend_id.hex}"].raw_data
        ]

    def rows(self, *, think_twice: bool) -> list[tuple[ItemToShow, Any, Any, Any]]:
        """The purchases as the page draws them, each with its fields; the Welsh one only in Wales."""
        return [
            (
                item,
                self[f"who_{item.spend_id.hex}"],
                self[f"words_{item.spend_id.hex}"],
                self._fields.get(f"welsh_{item.spend_id.hex}"),
            )
            for item in self.items
            if item.think_twice is think_twice
        ]


def tick_form(items: Sequence[ItemToShow], *, welsh: bool) -> TickForm:
    """The form for some purchases, filled with what is ticked so far."""
    fields: dict[str, Any] = {"items": items}
    standing: dict[str, Any] = {}
    choices = offered((each, each.words) for each in Audience)
    for item in items:
        key = item.spend_id.hex
        fields[f"who_{key}"] = SelectMultipleField("Who may read of it?", choices=choices)
        fields[f"words_{key}"] = StringField("In plain words")
        standing |= {f"who_{key}": sorted(item.audiences), f"words_{key}": item.words}
        if welsh:
            fields[f"welsh_{key}"] = StringField("In Welsh")
            standing[f"welsh_{key}"] = item.words_welsh
    form: TickForm = type("TickForm", (TickForm,), fields)(data=standing)
    if not any(item.think_twice for item in items):
        del form.sure
    return form


class StatementForm(PageForm):
    """Who will read it."""

    audience = RadioField(
        "Who will read it?",
        [Needed("Choose who will read it.")],
        choices=offered((each, each.words) for each in Audience),
    )
    reader = StringField("Their name", [Needed("Enter the name of the person who will read it.")])
