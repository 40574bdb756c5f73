"""The form that all forms inherit from, and the choices of lists. Fields for amounts and dates are in typed_fields.py."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import fields
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.fields.core import Field, UnboundField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from budgettracker.typed_fields import (
    LONGEST_AMOUNT,
    LONGEST_TEXT,
    DateField,
    MoneyField,
    Needed,
    WholeNumberField,
    shown,
)

__all__ = [
    "LONGEST_AMOUNT",
    "LONGEST_TEXT",
    "DateField",
    "MoneyField",
    "Needed",
    "PageForm",
    "Problem",
    "WholeNumberField",
    "kind_of",
    "offered",
    "shown",
]


_LINE_END = re.compile(r"\r\n?")
"""Browsers send two characters for a line end; the person pressed one key."""


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; `target` is the id of the box it links to, None for the whole page."""

    text: str
    target: str | None


class PageForm(FlaskForm):  # type: ignore[misc]
    """The form that all forms inherit from.

    Spaces around text are removed, and a line end counts as one character. Text of more than 2,000 characters, or with
    characters that cannot be stored, is refused in words.
    A file is read only by a file field, text only by the others; JSON bodies are not read.
    A form that was sent after its session had ended comes back after signing in: filled in, with its key, not yet checked.
    """

    kept_key = ""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def bind_field(self, form: BaseForm, unbound_field: "UnboundField[Any]", options: Any) -> Any:
            field = unbound_field.bind(form=form, **options)
            _settle(field)
            return field

        def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if not form.is_submitted():  # type: ignore[attr-defined]
                return _brought_back(form)
            files = {field.name for field in form if isinstance(field, fields.FileField)}
            chosen = MultiDict((name, file) for name, file in request.files.items(multi=True) if name in files)
            return CombinedMultiDict([chosen, request.form])

    def problems(self) -> list[Problem]:
        """Every message of the form in the order of its fields, those about the whole form first."""
        return [*(Problem(text, None) for text in self.form_errors), *_problems(self)]


def offered(answers: Iterable[tuple[object, str]], none: str | None = None) -> list[Any]:
    """The choices of a list, from the value sent and the words read; `none` is the words for no answer, which comes first."""
    first = [] if none is None else [SelectChoice("", none)]
    return [*first, *(SelectChoice(str(value), words) for value, words in answers)]


def offered_in_groups(groups: Iterable[tuple[str, Iterable[tuple[object, str]]]], none: str) -> list[Any]:
    """The same under headings; what stands for no answer comes first and under none."""
    under = [
        SelectChoice(str(value), words, optgroup=heading) for heading, answers in groups for value, words in answers
    ]
    return [SelectChoice("", none), *under]


def _brought_back(form: Any) -> "MultiDict[str, str] | None":
    """The answers kept from before the session ended, if the page was opened to bring them back."""
    kept: MultiDict[str, str] | None = g.get("kept_fields")
    if not kept or not any(name == field.name or name.startswith(f"{field.name}-") for field in form for name in kept):
        return None
    form.kept_key = kept.get("form_key", "")
    return kept


def _problems(form: BaseForm) -> Iterator[Problem]:
    for field in form:
        if isinstance(field, fields.FormField):
            yield from _problems(field.form)
        elif isinstance(field, fields.FieldList):
            for entry in field.entries:
                if isinstance(entry, fields.FormField):
                    yield from _problems(entry.form)
                else:
                    yield from (Problem(text, entry.id) for text in entry.errors)
        else:
            target = None if isinstance(field, fields.HiddenField) else getattr(field, "error_target", field.id)
            yield from (Problem(text, target) for text in field.errors)


def _settle(field: Any) -> None:
    """Set how a field is drawn, the checks that all text gets, and the message for an answer that is not on the list."""
    field.kind = kind_of(field)
    if issubclass(type(field), fields.StringField):
        if field.kind != "password":
            field.filters = (_tidy, *field.filters)
        field.validators = [_plain_text, *field.validators]
    if field.kind in ("select", "radios", "checkboxes"):
        field.invalid_choice_message = field.invalid_choice_message or "Choose from the list."


def _tidy(text: Any) -> Any:
    """Typed text as it is kept: no blanks around it, a line end is one character, é is one way of writing é."""
    return unicodedata.normalize("NFC", _LINE_END.sub("\n", text.strip())) if isinstance(text, str) else text


def _plain_text(form: BaseForm, field: Field) -> None:
    text = field.data
    if not isinstance(text, str):
        return
    if shown(text) != text:
        field.data = shown(text)
        raise StopValidation("Some characters here cannot be kept. Type the text again instead of pasting it.")
    if len(text) > LONGEST_TEXT:
        raise StopValidation(f"Use {LONGEST_TEXT:,} characters or fewer. You have used {len(text):,}.")


KINDS: tuple[tuple[type[Field], str], ...] = (
    (DateField, "date"),
    (MoneyField, "money"),
    (fields.RadioField, "radios"),
    (fields.SelectMultipleField, "checkboxes"),
    (fields.SelectField, "select"),
    (fields.BooleanField, "checkbox"),
    (fields.TextAreaField, "textarea"),
    (fields.FileField, "file"),
    (fields.PasswordField, "password"),
    (fields.HiddenField, "hidden"),
    (WholeNumberField, "integer"),
)


def kind_of(field: Field) -> str:
    """How the page draws a field: `date`, `money`, `radios` and so on; `text` for every other field."""
    return next((kind for of, kind in KINDS if isinstance(field, of)), "text")
