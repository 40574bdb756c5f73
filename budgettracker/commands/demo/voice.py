"""What families of the invented world say: their children's wishes, and the languages some are spoken with."""

from datetime import date, timedelta

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.people.kinds import Nation
from budgettracker.people.models import Person
from budgettracker.statements.actions import Ticked, make_statement, tick_items
from budgettracker.statements.kinds import Audience
from budgettracker.statements.queries import ItemToShow, items_of
from budgettracker.voice.actions import (
    change_scheme_voice,
    read_child_view,
    record_child_view,
    record_language,
    record_we_did,
    record_wishes,
)
from budgettracker.voice.kinds import (
    Asked,
    ChildAnswer,
    ChildQuestion,
    Interpreter,
    Language,
    PurchaseQuestion,
    Whose,
    Wishes,
)

LANGUAGES = (
    (Language.ENGLISH, Interpreter.NOT_NEEDED),
    (Language.POLISH, Interpreter.THERE),
    (Language.ENGLISH, Interpreter.NOT_NEEDED),
    (Language.KURDISH, Interpreter.BY_PHONE),
)
WISHES = (Wishes.HEARD, Wishes.HEARD, Wishes.NOT_PRACTICABLE, Wishes.HEARD, Wishes.UNSAFE)


IN_WELSH = {
    "Art materials": "Deunyddiau celf",
    "A bed and mattress": "Gwely a matres",
    "Beds for the children": "Gwelyau i'r plant",
    "Bunk beds": "Gwelyau bync",
    "Carpet for the bedrooms": "Carped i'r ystafelloedd gwely",
    "Coats and boots": "Cotiau a bŵts",
    "Cooker with fitting": "Popty wedi'i osod",
    "Cot and mattress": "Crud a matres",
    "Fridge freezer": "Oergell a rhewgell",
    "Garden toys and a slide": "Teganau gardd a sleid",
    "Museum and picnic": "Amgueddfa a phicnic",
    "Photo album and prints": "Albwm a lluniau",
    "School coats": "Cotiau ysgol",
    "School uniform and shoes": "Gwisg ysgol ac esgidiau",
    "Single bed and mattress": "Gwely sengl a matres",
    "Slow cooker and recipe books": "Popty araf a llyfrau ryseitiau",
    "Sofa and table": "Soffa a bwrdd",
    "Spare bed for Gran": "Gwely sbâr i Nain",
    "Swimming for the family": "Nofio i'r teulu",
    "Tumble dryer, second hand": "Sychwr dillad ail-law",
    "Washing machine": "Peiriant golchi",
}
"""What a worker in Wales calls some of what is bought, in both languages of a statement."""


def add_voice(authority: DemoAuthority, calendar: Calendar) -> None:
    """A worker's first families have their dated lines; of some the next is due."""
    worker, on = authority.workers[0], calendar.back(4)
    for number, family in enumerate(led_by(worker, on)):
        language, interpreter = LANGUAGES[number % len(LANGUAGES)]
        record_language(worker, family, language, interpreter, on, on=on, at=moment(on, 15, number))
        heard_on = max(family.opened_on, on - timedelta(days=40))
        next_on = heard_on + timedelta(days=90 if number % 2 else 45)
        record_wishes(worker, family, WISHES[number % len(WISHES)], heard_on, next_on, on=on, at=moment(on, 16, number))
    add_child_views(authority, calendar)


def add_child_views(authority: DemoAuthority, calendar: Calendar) -> None:
    """What two children said; a colleague has read the first, and something was done because of it."""
    worker, on = authority.workers[0], calendar.back(3)
    colleagues = [each for each in authority.workers[1:] if each.team_ids_on(on) & worker.team_ids_on(on)]
    with_children = [family for family in led_by(worker, on) if family.children][:2]
    for number, family in enumerate(with_children):
        at = moment(on, 14, number)
        answers = {ChildQuestion.BETTER: ChildAnswer.A_BIT, ChildQuestion.HOME: ChildAnswer.NOT_SAID}
        words = ("I want to play football again.", "The bus is too early.")[number]
        view = record_child_view(worker, family, family.children[0], answers, words, Whose.CHILD, on, on=on, at=at)
        if number == 0 and colleagues:
            read_child_view(colleagues[0], view, at=at)
            record_we_did(worker, view, "We paid for the football club. You start on Monday.", at=at)


def add_statement(authority: DemoAuthority, calendar: Calendar) -> None:
    """Statements are on in the scheme, and one was made for a mother of what she may read."""
    worker, on = authority.workers[0], calendar.back(2)
    at = moment(on, 11)
    change_scheme_voice(authority.first(Role.ADMINISTRATOR), authority.scheme, statements=True, at=at)
    in_scheme = (family for family in led_by(worker, on) if family.scheme_id == authority.scheme.id)
    for family in in_scheme:
        in_wales = authority.plan.nation == Nation.WALES
        plain = [item for item in items_of(family.id, 1) if not item.think_twice and not _says_of_others(item)]
        of_each = {item.bought_what: item for item in plain if item.bought_what in IN_WELSH or not in_wales}
        plain = list(of_each.values())[:3]
        if len(plain) == 3:
            tick_items(worker, family, [_shown(item) for item in plain], sure=False, at=at)
            make_statement(worker, family, Audience.ADULT_A, f"Ms {family.details.name}", at=at)
            return


def ask_who_asked(authority: DemoAuthority, calendar: Calendar) -> None:
    """Where the scheme is led by young people, each purchase must say whose idea it was."""
    if authority.plan.asks_who_asked:
        questions = dict.fromkeys(PurchaseQuestion, Asked.OPTIONAL) | {PurchaseQuestion.WHO_ASKED: Asked.REQUIRED}
        administrator, at = authority.first(Role.ADMINISTRATOR), moment(calendar.back(1), 9)
        change_scheme_voice(administrator, authority.scheme, statements=False, questions=questions, at=at)


def _says_of_others(item: ItemToShow) -> bool:
    """Do the words tell of another family?"""
    return "two families" in item.bought_what


def _shown(item: ItemToShow) -> Ticked:
    """An item for the mother and the child, called as the worker called it."""
    audience = frozenset({Audience.ADULT_A, Audience.CHILD})
    return Ticked(item.spend_id, audience, item.bought_what, IN_WELSH.get(item.bought_what, ""), think_twice=False)


def led_by(worker: Person, on: date) -> list[Family]:
    """The families open on a day that a worker leads, by reference; a restricted one has enough to be looked at."""
    led = select(Family).where(Family.lead_worker_id == worker.id, Family.opened_on < on, Family.closed_on.is_(None))
    led = led.where(Family.restricted.is_(False))
    return list(db.session.scalars(led.order_by(Family.reference_folded).limit(8)))
