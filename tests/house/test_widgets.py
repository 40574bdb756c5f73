"""Fields read what people type, refuse the rest in words beside the right box, and keep what was typed."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_wtf.file import FileField
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from budgettracker.money import pounds
from budgettracker.widgets import LONGEST_TEXT, DateField, MoneyField, Needed, PageForm, WholeNumberField
from tests.page import check_page, fields_of, words

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGE = """{% extends "base.html" %}{% from "widgets/form.html" import form_open, field, buttons %}
{% set title = "Log spend" %}{% block main %}{{ form_open(form) }}
{% for f in form %}{{ field(f, hint="A hint") if f.name != "csrf_token" }}{% endfor %}
{{ buttons("Send") }}</form>{% endblock %}"""


class EveryField(PageForm):
    """One field of each kind."""

    amount = MoneyField("Amount", [Needed("Enter the amount.")])
    bought_on = DateField("Date", [Needed("Enter the date.")], latest=date(2027, 3, 3))
    what = StringField("What", [Needed("Say what was bought.")])
    category = SelectField(
        "Category",
        [Needed("Choose a category.")],
        choices=[SelectChoice("", "Choose"), SelectChoice("bed", "Bedding", optgroup="Practical")],
    )
    paid = RadioField("Paid", [Needed("Choose how.")], choices=[SelectChoice("card", "Card")])
    note = TextAreaField("Note")
    heads = WholeNumberField("People", [Needed("Enter how many.")])
    secret = PasswordField("Password")
    receipt = FileField("Receipt")


GOOD = {
    "amount": "45",
    "bought_on-day": "3",
    "bought_on-month": "3",
    "bought_on-year": "2027",
    "what": "Bed",
    "category": "bed",
    "paid": "card",
    "heads": "2",
}


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask(__name__, static_folder=str(TEMPLATES))
    app.config.update(SECRET_KEY="long enough for a test", WTF_CSRF_ENABLED=False)
    parts = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([FileSystemLoader(TEMPLATES), parts])
    app.jinja_env.filters["pounds"] = pounds
    app.jinja_env.globals.update(
        csp_nonce=lambda: "n", csrf_token=lambda: "t", form_key=lambda: "fresh", built=lambda name: f"/static/{name}"
    )
    return app


@pytest.fixture
def posted(app: Flask) -> Iterator[Any]:
    """Post changes to a good form: the validated form."""

    def post(changes: dict[str, Any] | None = None) -> EveryField:
        context = app.test_request_context("/", method="POST", data={**GOOD, **(changes or {})})
        context.push()
        pushed.append(context)
        form = EveryField()
        form.validate()
        return form

    pushed: list[Any] = []
    yield post
    for context in reversed(pushed):
        context.pop()


def test_a_line_end_is_one_character_as_it_is_one_key(posted: Any) -> None:
    lines = "\r\n".join(["x" * 99] * 20) + "y"
    form = posted({"note": lines})
    assert form.errors == {}
    assert form.note.data == lines.replace("\r\n", "\n")
    assert len(form.note.data) == LONGEST_TEXT
    assert posted({"note": lines + "z"}).errors == {"note": ["Use 2,000 characters or fewer. You have used 2,001."]}


def test_a_name_is_written_one_way(posted: Any) -> None:
    assert posted({"what": "Se\u0301an"}).what.data == "S\u00e9an"


def test_a_good_form_is_read_into_pence_and_a_date(posted: Any) -> None:
    form = posted({"amount": " £1,234.5 ", "what": "  Bed "})
    assert form.errors == {}
    assert (form.amount.data, form.bought_on.data, form.what.data) == (123450, date(2027, 3, 3), "Bed")


@pytest.mark.parametrize(
    "typed, words",
    [
        ("", "Enter the amount."),
        ("   ", "Enter the amount."),
        ("0", "The amount must be more than £0.00."),
        ("1.234", "Use at most two figures after the point: pounds and pence, like 45.00."),
        ("-5", "Enter the amount without a minus sign. Money that came back is recorded as a refund."),
        ("9" * 5000, "Enter one amount in pounds, like 45.00."),
        (["1", "2"], "The amount was sent twice. Enter one amount."),
        ("1\0", "Enter the amount in pounds using the figures 0 to 9, like 45.00."),
    ],
)
def test_an_amount_that_cannot_be_read_is_refused_once_and_kept(posted: Any, typed: Any, words: str) -> None:
    form = posted({"amount": typed})
    assert form.errors == {"amount": [words]}
    assert form.amount.data is None
    assert form.amount._value()[:3] == (typed[0] if isinstance(typed, list) else typed.replace("\0", "\ufffd"))[:3]


@pytest.mark.parametrize(
    "day, month, year, words, target",
    [
        ("", "", "", "Enter the date.", "day"),
        ("3", "", "", "The date must include a month and year.", "month"),
        ("", "3", "2027", "The date must include a day.", "day"),
        ("3", "3", "27", "The year must have 4 figures, like 2027.", "year"),
        ("32", "3", "2027", "The day must be a number from 1 to 31.", "day"),
        ("3", "13", "2027", "The month must be a number from 1 to 12.", "month"),
        ("29", "2", "2027", "There is no 29 February 2027. Check the day and the month.", "day"),
        ("٣", "3", "2027", "The day must be a number from 1 to 31.", "day"),
        ("3", "3", "0000", "The year must have 4 figures, like 2027.", "year"),
        ("4", "3", "2027", "The date must be 3 March 2027 or earlier.", "day"),
        ("1", "1", "1899", "The date must be 1 January 1900 or later.", "day"),
        ("3", "ma", "2027", "The month must be a number from 1 to 12.", "month"),
    ],
)
def test_a_date_is_refused_on_the_box_that_is_wrong(
    posted: Any, day: str, month: str, year: str, words: str, target: str
) -> None:
    form = posted({"bought_on-day": day, "bought_on-month": month, "bought_on-year": year})
    assert form.errors == {"bought_on": [words]}
    assert [(p.text, p.target) for p in form.problems()] == [(words, f"bought_on-{target}")]
    assert [box.value for box in form.bought_on.boxes()] == [day, month, year]


def test_a_month_may_be_typed_by_name_and_a_day_with_a_nought(posted: Any) -> None:
    assert posted({"bought_on-day": "03", "bought_on-month": "Feb"}).bought_on.data == date(2027, 2, 3)


def test_a_date_sent_twice_is_refused_in_words(posted: Any) -> None:
    assert posted({"bought_on-day": ["3", "4"]}).errors == {"bought_on": ["The date was sent twice. Enter one date."]}


@given(st.fixed_dictionaries({part: st.text(max_size=8) for part in ("day", "month", "year")}))
def test_no_three_texts_make_a_date_field_raise(app: Flask, typed: dict[str, str]) -> None:
    with app.test_request_context():
        sent = MultiDict([(f"bought_on-{part}", text) for part, text in typed.items()])
        form = EveryField(sent)
        form.validate()
        assert form.bought_on.errors or isinstance(form.bought_on.data, date)


@pytest.mark.parametrize("name", ["what", "note"])
@pytest.mark.parametrize(
    "text, words",
    [
        ("a\0b", "Some characters here cannot be kept. Type the text again instead of pasting it."),
        ("x" * (LONGEST_TEXT + 1), "Use 2,000 characters or fewer. You have used 2,001."),
    ],
)
def test_text_no_record_can_keep_is_refused(posted: Any, name: str, text: str, words: str) -> None:
    assert posted({name: text}).errors == {name: [words]}


def test_half_a_surrogate_pair_is_refused_and_can_be_shown(app: Flask) -> None:
    with app.test_request_context():
        form = EveryField(MultiDict({**GOOD, "what": "a\ud800b", "amount": "\ud800"}))
        form.validate()
        assert set(form.errors) == {"what", "amount"}
        assert render_template_string(PAGE, form=form).encode()


def test_spaces_are_no_answer_but_a_password_keeps_them(posted: Any) -> None:
    form = posted({"what": "   ", "secret": " pass "})
    assert form.errors == {"what": ["Say what was bought."]}
    assert form.secret.data == " pass "


@pytest.mark.parametrize(
    "name, words",
    [
        ("category", "Choose from the list."),
        ("paid", "Choose from the list."),
        ("heads", "Enter a whole number, like 3."),
    ],
)
def test_what_a_list_or_a_number_refuses_is_in_our_words(posted: Any, name: str, words: str) -> None:
    assert posted({name: "elsewhere"}).errors == {name: [words]}


@pytest.mark.parametrize("name", [*GOOD, "note", "secret"])
def test_a_file_where_text_belongs_is_no_answer_and_breaks_nothing(posted: Any, name: str) -> None:
    form = posted({name: (BytesIO(b"%PDF"), "a.pdf")})
    field = name.split("-")[0]
    assert set(form.errors) == ({field} if name in GOOD else set())
    assert not form[field].data


def test_text_where_a_file_belongs_is_no_file(posted: Any) -> None:
    form = posted({"receipt": "text"})
    assert form.errors == {}
    assert form.receipt.data is None


@pytest.mark.parametrize("body", ["[1]", '{"what": 1}', "nonsense"])
def test_a_json_body_is_not_read_as_a_form(app: Flask, body: str) -> None:
    with app.test_request_context("/", method="POST", data=body, content_type="application/json"):
        form = EveryField()
        assert not form.validate()
        assert form.errors["what"] == ["Say what was bought."]


def test_a_refused_page_lists_every_problem_keeps_what_was_typed_and_its_key(app: Flask) -> None:
    typed = {"amount": "1.234", "bought_on-day": "31", "what": '<b>"x"', "form_key": "mine", "category": "bed"}
    with app.test_request_context("/", method="POST", data=typed):
        form = EveryField()
        form.validate()
        page = check_page(render_template_string(PAGE, form=form))
    assert words(page.find(".//title")) == "Error: Log spend – Devolved budget tracker"  # type: ignore[arg-type]
    sent = fields_of(page.findall(".//form")[-1])
    assert {name: sent[name] for name in typed} == typed
    links = [link.get("href") for link in page.findall(".//ul[@class='govuk-list govuk-error-summary__list']//a")]
    assert links == ["#amount", "#bought_on-month", "#paid", "#heads"]
    group = next(div for div in page.iter("div") if div.get("id") == "bought_on")
    assert ["--error" in (box.get("class") or "") for box in group.iter("input")] == [False, True, True]


def test_a_fresh_page_has_no_problems_and_a_fresh_key(app: Flask) -> None:
    with app.test_request_context("/"):
        page = check_page(render_template_string(PAGE, form=EveryField()))
    sent = fields_of(page.findall(".//form")[-1])
    assert (sent["form_key"], sent["csrf_token"]) == ("fresh", "t")
    assert words(page.find(".//title")) == "Log spend – Devolved budget tracker"  # type: ignore[arg-type]
    assert [group.get("label") for group in page.iter("optgroup")] == ["Practical"]
    assert page.findall(".//form")[-1].get("enctype") == "multipart/form-data"


def test_problems_about_the_whole_form_come_first_and_link_nowhere(posted: Any) -> None:
    form = posted({"what": ""})
    form.form_errors.append("This family is closed.")
    assert [(p.text, p.target) for p in form.problems()] == [
        ("This family is closed.", None),
        ("Say what was bought.", "what"),
    ]


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "413", "422", "429", "500", "503"])
def test_error_pages_draw_with_nobody_signed_in_and_say_what_to_do(app: Flask, code: str) -> None:
    with app.test_request_context("/"):
        page = check_page(app.jinja_env.get_template(f"errors/{code}.html").render(url_for=app.url_for))
    assert len(page.findall(".//main//p")) >= 2
