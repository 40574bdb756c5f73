"""Writers that log spend as fast as they are answered, and remember what they were told: for servers that fall over."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlalchemy import func, select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import LedgerEntry
from budgettracker.commands import main
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.spend import actions as spending
from budgettracker.spend.kinds import Rhythm
from budgettracker.spend.models import Spend
from budgettracker.web import now, today
from tests.factories.world import PASSWORD, World, family, person
from tests.live import ROOT, Answer, Browser, last_form

WRITERS = 6
PENCE = 7
NO_ANSWER = (OSError, http.client.HTTPException)


@dataclass
class Sent:
    """One filled-in *Log spend*: where it went, what it said and what came of it."""

    path: str
    fields: dict[str, Any]
    location: str = ""
    """Where an accepted one led; empty while nobody knows what came of it."""

    @property
    def spend_id(self) -> uuid.UUID:
        """The purchase that an accepted form led to."""
        return uuid.UUID(self.location.rstrip("/").rpartition("/")[2].partition("?")[0])


@dataclass
class Writer:
    """One practitioner at work: signs in once, sends form after form, sends again what was never answered."""

    email: str
    path: str
    category: str
    pence: int = PENCE
    browser: Browser = field(default_factory=lambda: Browser(""))
    sent: list[Sent] = field(default_factory=list)
    busy: int = 0
    """Answers that asked to come back later."""
    wrong: list[str] = field(default_factory=list)
    """Answers that nobody should get, in words."""

    def sign_in(self, url: str) -> None:
        """Once: a session outlives the server that began it."""
        self.browser.url = url
        self.browser.sign_in(self.email, PASSWORD)

    def waiting(self) -> list[Sent]:
        """What was sent and never answered."""
        return [each for each in self.sent if not each.location]

    def work(self, url: str, stop: threading.Event) -> None:
        """Send forms until told to stop, or until the server is gone."""
        self.browser.url = url
        with contextlib.suppress(*NO_ANSWER):
            while not stop.is_set():
                again = self.waiting()
                next_one = again[0] if again else self.filled()
                if next_one is not None:
                    self._send(next_one)

    def resolve(self, url: str) -> None:
        """Learn what came of everything by sending it again."""
        self.browser.url = url
        for each in self.waiting():
            self._send(each)

    def filled(self) -> Sent | None:
        """A form filled in; None when the server asks to come back later."""
        page = self.browser.get(self.path)
        if page.status != 200:
            self._come_back(page)
            return None
        values = {
            "amount": f"0.{self.pence:02}",
            "bought_what": f"{self.email} {len(self.sent)}",
            "purpose": "Sleep",
            "payment_method": "purchase_card",
            "category": self.category,
        }
        made = Sent(self.path, last_form(page.text) | values)
        self.sent.append(made)
        return made

    def _come_back(self, answer: Answer) -> None:
        if answer.status == 503:
            self.busy += 1
            time.sleep(0.1)
        else:
            self.wrong.append(words_of(answer))

    def _send(self, each: Sent) -> None:
        answer = self.browser.post(each.path, each.fields)
        if answer.status == 303 and "/spend/" in answer.location:
            each.location = answer.location
        else:
            self._come_back(answer)


def words_of(answer: Answer) -> str:
    """An answer in a line."""
    return f"{answer.status} {answer.location} {answer.text[:300]}"


@dataclass
class Load:
    """Several writers at once."""

    writers: Sequence[Writer]

    @property
    def accepted(self) -> list[Sent]:
        """Everything acknowledged so far."""
        return [each for writer in self.writers for each in list(writer.sent) if each.location]

    @property
    def busy(self) -> int:
        """How many answers so far asked to come back later."""
        return sum(writer.busy for writer in self.writers)

    @contextlib.contextmanager
    def working(self, url: str) -> Iterator[None]:
        """All of them work against this server until the block ends; each ends by itself when the server is gone."""
        stop = threading.Event()
        threads = [threading.Thread(target=writer.work, args=(url, stop), daemon=True) for writer in self.writers]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(90)
        assert not any(thread.is_alive() for thread in threads)
        self.require_no_wrong_answer()

    def require_no_wrong_answer(self) -> None:
        """Every answer so far was an acceptance, or asked to try again."""
        wrong = [line for writer in self.writers for line in writer.wrong]
        assert wrong == [], wrong

    def wait_for(self, more: int, seconds: int = 60) -> None:
        """Until so many more are acknowledged: the proof that something good happens."""
        wanted = len(self.accepted) + more
        until = time.monotonic() + seconds
        while len(self.accepted) < wanted:
            self.require_no_wrong_answer()
            assert time.monotonic() < until, f"{wanted - len(self.accepted)} of {more} were not accepted in time"
            time.sleep(0.01)

    def require_books(self, resolved: bool = True) -> None:
        """Nothing acknowledged is missing; each purchase has its ledger rows and its audit; the books agree.

        When everything is resolved, there is besides exactly one purchase for each form that was sent.
        """
        db.session.rollback()
        db.session.expire_all()
        rows = db.session.execute(select(Spend.id, Spend.paid_pence, Spend.regular, Spend.plan_id)).all()
        plans = {row.id for row in rows if row.regular and row.plan_id is None}
        there = {row.id: row.paid_pence for row in rows if row.id not in plans}
        ids = [each.spend_id for each in self.accepted]
        assert len(ids) == len(set(ids)), "each form is a purchase of its own"
        assert set(ids) <= set(there), f"{len(set(ids) - set(there))} acknowledged entries are missing"
        if resolved:
            assert set(ids) == set(there), f"{len(set(there) - set(ids))} entries came from nowhere"
        assert set(there.values()) <= {writer.pence for writer in self.writers}
        query = select(AuditRecord.subject_id).where(AuditRecord.deed.in_((Deed.SPEND_LOGGED, Deed.SPEND_BOUGHT)))
        audited = set(db.session.scalars(query))
        assert audited == set(there)
        in_ledger = set(db.session.scalars(select(LedgerEntry.spend_id).where(LedgerEntry.spend_id.is_not(None))))
        assert in_ledger == set(there) | plans
        for plan in plans:
            drawn = select(Spend.drawn_pence).where(Spend.id == plan).scalar_subquery()
            paid = select(func.sum(Spend.paid_pence)).where(Spend.plan_id == plan).scalar_subquery()
            assert db.session.execute(select(drawn - func.coalesce(paid, 0))).scalar_one() == 0, (
                "drawn is what was paid"
            )
        spent = db.session.scalar(select(func.sum(LedgerEntry.spent_delta_pence)))
        assert spent == sum(there.values())
        assert faults() == []
        db.session.rollback()


def load_for(world: World, writers: int = WRITERS, families: int = 3, *, plan: bool = False) -> Load:
    """Practitioners of alice's team, two to a family, and budgets that do not run out.

    With a `plan` those of the last family record payments of its one plan of regular payments instead, both at once.
    """
    with transaction():
        people = [
            person(world.authority, f"Writer {number}", Role.PRACTITIONER, teams=(world.team,))
            for number in range(writers)
        ]
        theirs = [family(world.team, f"L-{number:03}", "Load", None, world.scheme) for number in range(families)]
        for each in theirs:
            limit(world, each)
        category = str(world.scheme.categories[0].id)
        pages = [f"/families/{each.id}/spend/new" for each in theirs]
        if plan:
            pages[-1] = f"/plans/{plan_of(world, theirs[-1]).id}/payment"
        made = [Writer(one.email, pages[number % families], category) for number, one in enumerate(people)]
    db.session.remove()
    return Load(made)


def plan_of(world: World, of: Family) -> Spend:
    """Weekly payments of £20.00 for a year and a half, approved: a few pence each, they do not run out."""
    on, until = today(), today() + timedelta(weeks=78)
    what = spending.Purchase(amount_pence=20_00, bought_what="Taxi", bought_on=on, purpose="School")
    schedule = spending.Schedule(Rhythm.WEEKLY, 20_00, on, until, until, "A bus pass")
    plan = spending.ask_for_plan(world.alice, of, what, schedule, on=on, at=now())
    return spending.approve_spend(world.mary, plan, on=on, at=now())


def limit(world: World, of: Family, pence: int = 10_000_00) -> None:
    """Give a family's budget a limit."""
    change = budgets.propose_limit(world.alice, of, world.scheme, pence, "Load", on=today(), at=now())
    budgets.approve_limit(world.mary, change, on=today(), at=now())


def sign_in_all(load: Load, url: str) -> None:
    """Everybody signs in."""
    for writer in load.writers:
        writer.sign_in(url)


def console(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `budgettracker` as an operator does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from budgettracker.commands import main; main(prog_name='budgettracker')", *words],
        cwd=ROOT,
        env={**os.environ, "APP_ENV": "development", **settings},
        capture_output=True,
        text=True,
        timeout=240,
    )


def command(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The same in this process, in a context of its own, where the matter is what a command answers: a second less each."""
    with ThreadPoolExecutor(1) as apart:
        environ = {**os.environ, "APP_ENV": "development", **settings}
        result = apart.submit(CliRunner().invoke, main, words, env=environ).result()
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return subprocess.CompletedProcess(words, result.exit_code, result.stdout, result.stderr)


def settings_for(database_url: str, folder: Path) -> dict[str, str]:
    """The settings of a program on this database, as `serving` gives them."""
    return {"DATABASE_URL": database_url, "INSTANCE_FOLDER": str(folder / "instance")}
