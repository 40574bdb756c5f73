"""What families of the invented world say: their children's wishes, and the languages some are spoken with."""

from datetime import date, timedelta

from sqlalchemy import select

from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.voice.actions import record_language, record_wishes
from budgettracker.voice.kinds import Interpreter, Language, Wishes

LANGUAGES = (
    (Language.ENGLISH, Interpreter.NOT_NEEDED),
    (Language.POLISH, Interpreter.THERE),
    (Language.ENGLISH, Interpreter.NOT_NEEDED),
    (Language.KURDISH, Interpreter.BY_PHONE),
)
WISHES = (Wishes.HEARD, Wishes.HEARD, Wishes.NOT_PRACTICABLE, Wishes.HEARD, Wishes.UNSAFE)


def add_voice(authority: DemoAuthority, calendar: Calendar) -> None:
    """A worker's first families have their dated lines; of some the next is due."""
    worker, on = authority.workers[0], calendar.back(4)
    for number, family in enumerate(led_by(worker, on)):
        language, interpreter = LANGUAGES[number % len(LANGUAGES)]
        record_language(worker, family, language, interpreter, on, on=on, at=moment(on, 15, number))
        heard_on = max(family.opened_on, on - timedelta(days=40))
        next_on = heard_on + timedelta(days=90 if number % 2 else 45)
        record_wishes(worker, family, WISHES[number % len(WISHES)], heard_on, next_on, on=on, at=moment(on, 16, number))


def led_by(worker: Person, on: date) -> list[Family]:
    """The families open on a day that a worker leads, by reference."""
    led = select(Family).where(Family.lead_worker_id == worker.id, Family.opened_on < on, Family.closed_on.is_(None))
    return list(db.session.scalars(led.order_by(Family.reference_folded).limit(8)))
