"""Every field of every form, answered wrongly: each gets words beside it, keeps what else was typed and changes nothing.

A field's class reads what is typed, so the whole list of wrong answers is tried once for each class of field
(`EVERY_CLASS`); every box of every form gets two of them, each box the next two.
"""

import os
import re
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse
from wtforms import fields

from budgettracker.widgets import PageForm
from tests.access.table import TABLE
from tests.access.whole_world import WholeWorld
from tests.page import Element, check_page, fields_of, tree_of

NIGHTLY = bool(os.environ.get("NIGHTLY"))
FORMS = [endpoint for endpoint, row in TABLE.items() if row.do and row.page_of]
URLENCODED = "application/x-www-form-urlencoded"
PART = re.compile(r"-(day|month|year)$")
TEXTS = ("", "a\0b", "half \ud83d of one", "x" * 2_001, "x" * 32_768, " ", "\u202e\u200b")
NUMBERS = (
    "0",
    "-1",
    "0.001",
    "1e3",
    "NaN",
    "Infinity",
    "1,000.00",
    "£10",
    "１０",
    "10.005",
    "99999999999",
    "+5",
    " ",
    "0x1F",
    "9223372036854775808",
    "92233720368547758.08",
    "1\0",
    "",
)
DATES = (
    ("31", "2", "2026"),
    ("1", "1", "0"),
    ("1", "1", "0000"),
    ("1", "1", "99999"),
    ("29", "2", "2027"),
    ("", "2", "2026"),
    ("1", "", ""),
    ("", "", "2026"),
    ("0", "1", "2026"),
    ("1", "13", "2026"),
    ("١", "1", "2026"),
    ("-1", "1", "2026"),
    ("1.5", "1", "2026"),
    ("1\0", "1", "2026"),
    ("1", "1", "1899"),
    ("1", "1", "9999"),
    ("x" * 3_000, "1", "2026"),
    ("1", "Febtober", "2026"),
    ("", "", ""),
)
LISTED = ("nothing offered", "\0", "x" * 2_001, "00000000-0000-7000-8000-000000000000", "")


@dataclass(frozen=True)
class Box:
    """One thing a form asks for: text, a number, a date in three boxes, answers to choose from or tick, or not to see."""

    name: str
    kind: str


def boxes_of(form: Element) -> list[Box]:
    """What a form asks for, in order, files and passwords apart."""
    result: dict[str, Box] = {}
    for each in form.iter():
        name, kind = each.get("name") or "", each.get("type", "text")
        if each.tag not in ("input", "select", "textarea") or name in ("", "csrf_token", "form_key"):
            continue
        if kind in ("file", "password", "submit"):
            continue
        if PART.search(name):
            result.setdefault(PART.sub("", name), Box(PART.sub("", name), "date"))
        elif each.tag == "select" or kind == "radio":
            result.setdefault(name, Box(name, "list"))
        elif kind in ("checkbox", "hidden"):
            result.setdefault(name, Box(name, kind))
        else:
            numbers = each.get("inputmode") in ("decimal", "numeric")
            result.setdefault(name, Box(name, "number" if numbers else "text"))
    return list(result.values())


def wrong(box: Box) -> list[dict[str, str]]:
    """The answers to try in a box."""
    if box.kind == "date":
        return [dict(zip((f"{box.name}-{part}" for part in ("day", "month", "year")), typed)) for typed in DATES]
    return [{box.name: typed} for typed in {"text": TEXTS, "number": NUMBERS}.get(box.kind, LISTED)]


def send(whole_world: WholeWorld, endpoint: str, typed: dict[str, Any]) -> tuple[TestResponse, dict[str, Any]]:
    """Send the form of somebody who may, with something else in one box; gives the answer and what was sent."""
    row = TABLE[endpoint]
    sent = {**whole_world.body(row), **typed}
    if any(isinstance(value, tuple) for value in sent.values()):
        return whole_world.ask(row.page_of, whole_world.address(row), sent), sent
    client = whole_world.clients[row.page_of]
    client.set_cookie("session", whole_world.cookies[row.page_of])
    fields = {**sent, "csrf_token": whole_world.tokens[row.page_of], "form_key": f"wrong-{abs(hash(repr(typed)))}"}
    pairs = [(name, text) for name, value in fields.items() for text in (value if isinstance(value, list) else [value])]
    # Half a character is sent as bytes no text is made of: what a broken program would send.
    body = urllib.parse.urlencode(pairs, errors="surrogatepass")
    return client.post(whole_world.address(row), data=body, content_type=URLENCODED), sent


def check_refusal(answer: TestResponse, box: Box, typed: dict[str, str], sent: dict[str, Any]) -> None:
    """Words beside the field, the summary leads there, and everything else is still there."""
    page = check_page(answer.text)
    links = [link.get("href") or "" for link in page.findall(".//*[@class='govuk-error-summary']//a")]
    empty = not "".join(typed.values()).strip()
    if box.kind in ("text", "number", "date", "list") and not empty:
        # In a row of a grid that is empty otherwise, what is missing is told beside what was typed.
        begun = re.match(r"rows-[1-9]", box.name)
        beside = (box.name, ELSEWHERE.get(box.name, box.name), *([begun.group()] if begun else []))
        assert any(href == f"#{name}" or href.startswith(f"#{name}-") for href in links for name in beside), links
    elif box.kind != "hidden":
        assert links, "words lead somewhere"
    forms = [fields_of(form) for form in page.iter("form")]
    shown = next(form for form in reversed(forms) if "form_key" in form)
    for name, value in sent.items():
        matches = name == box.name or name.startswith(f"{box.name}-")
        if not matches and "password" not in name and not isinstance(value, tuple) and value not in ("", []):
            assert listed(shown.get(name)) == listed(value), name


def listed(value: Any) -> list[str]:
    return [each.strip() for each in (value if isinstance(value, list) else [value or ""])]


ELSEWHERE = {
    "practitioner_single": "manager_single",
    "manager_single": "senior_manager_single",
    "practitioner_running": "practitioner_window",
    "manager_running": "manager_window",
    "senior_manager_running": "senior_manager_window",
}
"""Where the words stand when what is wrong is a second answer beside this one."""


EVERY_CLASS = {
    "StringField": ("families.add_child", "reference"),
    "TextAreaField": ("budgets.propose_limit", "reason"),
    "MoneyField": ("spend.log_spend", "amount"),
    "WholeNumberField": ("schemes.add_scheme", "hold_days"),
    "DateField": ("spend.log_spend", "bought_on"),
    "TypedField": ("worktime.log_time", "contact"),
    "CellField": ("worktime.week", "c0_0"),
    "SelectField": ("spend.log_spend", "category"),
    "RadioField": ("budgets.decide_limit", "decision"),
    "SelectMultipleField": ("people.change_roles", "roles"),
}
"""For each class of field the form and the box in which every wrong answer is tried."""
APART = (fields.FileField, fields.PasswordField, fields.HiddenField, fields.BooleanField, fields.SubmitField)
"""Classes whose boxes are not typed in: a file, a password, a tick."""


def check_answers(whole_world: WholeWorld, endpoint: str, answers: Iterable[tuple[Box, dict[str, str]]]) -> None:
    """Each wrong answer in its box of a form that is right otherwise: refused in words, or accepted and recorded."""
    problems = []
    for box, typed in answers:
        with whole_world.changes() as changed:
            answer, sent = send(whole_world, endpoint, typed)
            result = changed()
        what = (box.name, {name: text[:40] for name, text in typed.items()}, answer.status_code)
        assert answer.status_code in (303, 422), what
        # A wrong address at the sign-in page is answered as an unknown one, and counted.
        if answer.status_code == 422 and result != {"failed_sign_in"}:
            assert result == set(), what
            try:
                check_refusal(answer, box, typed, sent)
            except Exception as fault:
                problems.append((what, repr(fault)[:300]))
        if result:
            whole_world.put_back()
    assert problems == []


def boxes_on(whole_world: WholeWorld, endpoint: str) -> list[Box]:
    """What the page's form asks for; of rows that repeat themselves the first two."""
    row = TABLE[endpoint]
    form = list(tree_of(whole_world.ask(row.page_of, whole_world.address(row)).text).iter("form"))[-1]
    return [box for box in boxes_of(form) if not re.match(r"rows-([2-9]|\d\d)", box.name)]


def two_each(boxes: list[Box]) -> Iterable[tuple[Box, dict[str, str]]]:
    """Two wrong answers for every box, in turn: each box gets the next ones of its kind's list."""
    for number, box in enumerate(boxes):
        answers = wrong(box) if box.kind in ("text", "number", "date", "list") else []
        first = 2 * number
        yield from ((box, answers[each % len(answers)]) for each in (first, first + 1) if answers)


@pytest.mark.parametrize("endpoint", FORMS)
def test_two_wrong_answers_in_every_box(here: WholeWorld, endpoint: str) -> None:
    check_answers(here, endpoint, two_each(boxes_on(here, endpoint)))


@pytest.mark.parametrize("kind", EVERY_CLASS)
def test_every_wrong_answer_in_a_box_of_each_class(here: WholeWorld, kind: str) -> None:
    endpoint, name = EVERY_CLASS[kind]
    (box,) = [each for each in boxes_on(here, endpoint) if each.name == name]
    check_answers(here, endpoint, ((box, typed) for typed in wrong(box)))


OF_EACH_FEATURE = {endpoint.split(".")[0]: endpoint for endpoint in FORMS}
BY_DAY = sorted({*OF_EACH_FEATURE.values(), *(endpoint for endpoint, _ in EVERY_CLASS.values())})
"""The last form of each feature, and those in which every wrong answer is tried."""


@pytest.mark.parametrize("endpoint", FORMS if NIGHTLY else BY_DAY)
def test_what_no_record_can_keep_is_no_fault_of_postgresql_either(there: WholeWorld, endpoint: str) -> None:
    """A field's class reads what is typed: by day its boxes of some forms are tried here, at night every box."""
    written = [box for box in boxes_on(there, endpoint) if box.kind in ("text", "list")]
    check_answers(there, endpoint, ((box, {box.name: f"1{mark}"}) for box in written for mark in ("\0", "\ud83d")))


def classes_on(
    whole_world: WholeWorld, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, type[fields.Field]]:
    """The class of every field that the page's forms ask for, by the name it is sent under."""
    forms: list[PageForm] = []
    made = PageForm.__init__

    def remembered(form: PageForm, *args: Any, **kwargs: Any) -> None:
        forms.append(form)
        made(form, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(PageForm, "__init__", remembered)
        boxes_on(whole_world, endpoint)
    return {each.name: type(each) for form in forms for each in flat(form)}


def flat(form: Iterable[Any]) -> Iterable[Any]:
    """A form's fields, those of its rows among them."""
    for each in form:
        if isinstance(each, fields.FormField):
            yield from flat(each.form)
        elif isinstance(each, fields.FieldList):
            yield from flat(each.entries)
        else:
            yield each


def test_every_field_is_of_a_class_that_is_tried(here: WholeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    classes = {endpoint: classes_on(here, endpoint, monkeypatch) for endpoint in FORMS}
    unknown = {
        f"{endpoint}.{name}: {kind.__name__}"
        for endpoint, named in classes.items()
        for name, kind in named.items()
        if kind.__name__ not in EVERY_CLASS and not issubclass(kind, APART)
    }
    assert unknown == set(), "add the class to EVERY_CLASS"
    for kind, (endpoint, name) in EVERY_CLASS.items():
        assert classes[endpoint][name].__name__ == kind, (endpoint, name)
