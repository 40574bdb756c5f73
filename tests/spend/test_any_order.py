"""Every deed of budgets and spend in any order by anybody: after each step the rules about the money still hold."""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, cycle, islice, pairwise
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from budgettracker.access import Role
from budgettracker.audit import queries as audits
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets import actions as budgets
from budgettracker.budgets import queries as reading
from budgettracker.budgets.kinds import Entry, LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.rules import Position
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirmations.queries import waiting_about
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.actions import REOPENING, ask_to_reopen, hand_over
from budgettracker.families.models import Family
from budgettracker.ledger.actions.close_scheme import ask_to_close_scheme
from budgettracker.ledger.queries import as_recorded, openings, second_hands
from budgettracker.people.actions.give_cover import end_cover, give_cover
from budgettracker.people.models import Cover, Person, Team
from budgettracker.schemes.models import Scheme
from budgettracker.spend import actions
from budgettracker.spend import queries as spending
from budgettracker.spend.kinds import PaymentMethod, ProposalState, Reimbursement, Review, Rhythm, Route, SpendState
from budgettracker.spend.models import Refund, Spend, SpendProposal
from budgettracker.versions import version_of
from budgettracker.vouchers import actions as vouchers
from budgettracker.vouchers import rules as voucher_rules
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.queries import faults as voucher_faults
from budgettracker.vouchers.queries import in_stock, issued_for, stock
from tests.factories.past_limit import record_past_limit
from tests.factories.spend import corrected, document
from tests.factories.world import NOON, World, family, scheme

NIGHTLY = bool(os.environ.get("NIGHTLY"))
TODAY = date(2026, 6, 15)
CAP, LIMITS = 10_000_00, (9_000_00, 900_00, 2_500_00, 9_999_99, 0, 10_000_00, 10_000_01, 12_000_00)
PENCE = (1, 60_00, 499_99, 500_00, 500_01, 1_000_00, 2_000_00, 2_000_01, 4_000_00)
DAYS = (TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=29), TODAY - timedelta(days=30))
WORKERS, DECIDERS = ("alice", "bob", "mary", "sam"), ("sam", "mary", "sam", "alice")
MANAGERS_BAND = 2_000_00
HELD = (SpendState.REQUESTED, SpendState.APPROVED)

CHAINS = (
    *(("ask", "decide", "buy"), ("ask", "decide", "buy", "refund", "agree"), ("ask", "decide", "withdraw")),
    *(
        ("log", "pocket"),
        ("log", "slip", "seen", "refund", "tick"),
        ("paid", "review", "pocket"),
        ("by phone", "review"),
    ),
    *(("propose", "decide limit"), ("propose", "withdraw limit"), ("raise",), ("decide limit",), ("plan",), ("other",)),
    *(("correct", "agree"), ("correct", "agree"), ("correct",), ("reverse", "agree", "tick"), ("refund", "take back")),
    *(("share", "review"), ("hand over",), ("cover",), ("end cover",), ("confirm opening",), ("confirm opening",)),
    *(("close", "close", "close", "close"), ("paid",), ("review",), ("decide", "buy"), ("review",)),
    *(
        ("confirm opening",),
        ("propose", "decide limit"),
        ("propose", "decide limit"),
        ("paid", "correct", "agree"),
        ("log", "pocket"),
    ),
    *(("hand out", "bring back", "tick"), ("ask", "decide", "hand out approved"), ("hand out", "count", "bring back")),
)
"""Steps that lead to one another: what most of them do comes to nothing without the one before."""
ENDING = ("wind up", "close scheme", "late", "review", "late", "log")
"""How every run ends: the scheme is closed, and what was bought before that is told afterwards."""
STEPS = tuple(chain.from_iterable(CHAINS))
"""What a step does; the ordinary way of a purchase more often than the rest."""
CHOICES: dict[str, Sequence[Any]] = {
    "by": WORKERS,
    "decider": DECIDERS,
    "pence": PENCE,
    "limit": LIMITS,
    "number": range(31),
    "yes": (True, False),
    "reason": ("Because", "Because", "Because", "Because", ""),
    "extra": (0, -1, 1, 0, -100, 24_00, 26_00, 600_00, 9_000_00),
    "day": DAYS,
}
"""What a step may be told besides what it does."""
DRAWN: dict[str, st.SearchStrategy[Any]] = {name: st.sampled_from(values) for name, values in CHOICES.items()}
BEGINNINGS = (
    (CAP, False),
    (3_000_00, True),
    (CAP, False),
    (0, False),
    (CAP, False),
    (1_000_00, False),
    (CAP, True),
)
"""The limit in pence that a run begins with, and whether it was imported."""


class AnyOrder(RuleBasedStateMachine):
    """One family's budget. A refusal may come at any step, and then nothing at all has changed."""

    world: World
    done: Counter[str]
    """What was accepted and what was refused over all runs, so that a run in which everything is refused is noticed."""

    @initialize(beginning=st.sampled_from(BEGINNINGS))
    def begin(self, beginning: tuple[int, bool]) -> None:
        """A family of its own for every run, most often with a limit, which may have been imported."""
        pence, opening = beginning
        db.session.rollback()
        with transaction():
            rules = scheme(self.world.authority, f"S-{uuid.uuid4().hex[:12]}")
            self.of = family(self.world.team, f"A-{uuid.uuid4().hex[:12]}", "Any", None, rules).id
            self.scheme_id = rules.id
            self.neighbour = self.family_with_limit()
        self.at = NOON
        self.closed_at: datetime | None = None
        self.stock()
        self.attempted = True
        self.deeds, self.lines = 0, 1
        self.cover: Cover | None = None
        self.covered: list[tuple[datetime, datetime | None]] = []
        self.reopened: set[datetime] = set()
        self.led: list[tuple[datetime, uuid.UUID | None]] = [(NOON, None)]
        self.shown: list[tuple[datetime, tuple[int, ...]]] = []
        if pence and opening:
            self.attempt("import", lambda: self.import_limit(pence))
        elif pence:
            self.attempt("start", lambda: self.set_limit("alice", "sam", pence))

    def family_with_limit(self) -> uuid.UUID:
        """Another family, which shares receipts with the one that is looked at."""
        made = family(self.world.team, f"N-{uuid.uuid4().hex[:12]}", "Next", None, self.world.scheme)
        scheme = db.session.get_one(type(self.world.scheme), self.world.scheme.id)
        change = budgets.propose_limit(self.by("alice"), made, scheme, CAP, "Start", on=TODAY, at=NOON)
        budgets.approve_limit(self.by("sam"), change, "Yes", on=TODAY, at=NOON)
        return made.id

    def stock(self) -> None:
        """Vouchers of £60.00 and of £300.00 in the team's hand, of this run alone."""
        self.serial = uuid.uuid4().hex[:8]
        bought_now: dict[str, Any] = {"shop": "Harvest Foods", "bought_on": TODAY, "on": TODAY, "at": NOON}
        for value_pence, pieces in ((60_00, 4), (300_00, 3)):
            serials = [f"{self.serial}-{value_pence}-{piece}" for piece in range(pieces)]
            money: dict[str, Any] = {"value_pence": value_pence, "paid_pence": value_pence * pieces}
            with transaction():
                team = db.session.get_one(Team, self.world.team.id)
                wish = vouchers.buy_batch(self.by("fiona"), team, VoucherKind.GIFT_CARD, serials, **money, **bought_now)
                confirm(self.by("sam"), wish, on=TODAY, at=NOON)

    def in_hand(self, number: int) -> list[uuid.UUID]:
        """One to three of this run's vouchers that are in hand."""
        ours = [each for each, _, _ in in_stock(self.world.team.id) if each.serial.startswith(self.serial)]
        return [each.id for each in ours[number % 5 :][: 1 + number % 3]]

    def set_limit(self, by: str, decider: str, pence: int) -> None:
        """A limit, proposed and approved: two deeds."""
        change = budgets.propose_limit(self.by(by), self.family, self.scheme, pence, "Start", on=TODAY, at=self.at)
        budgets.approve_limit(self.by(decider), change, "Yes", on=TODAY, at=self.at)
        self.deeds += 1

    def import_limit(self, pence: int) -> None:
        """A limit that finance imported before the authority was live."""
        record_past_limit(
            *(self.by("fiona"), self.family, self.scheme, pence, "Before"),
            proposed_by=self.by("alice"),
            approved_by=self.by("sam"),
            approved_on=TODAY,
            at=self.at,
        )

    def by(self, name: str) -> Person:
        """Somebody of the team."""
        return db.session.get_one(Person, getattr(self.world, name).id)

    def hand(self, by: str, number: int, *apart: uuid.UUID | None) -> Person:
        """Who decides: every other time a manager who had no hand in it, so that deeds come about as well as refusals."""
        others = [each for each in (self.by("sam"), self.by("mary")) if each.id not in apart]
        return others[0] if others and number % 2 else self.by(by)

    @property
    def scheme(self) -> Scheme:
        """The scheme of this run."""
        return db.session.get_one(Scheme, self.scheme_id)

    @property
    def family(self) -> Family:
        """The family as it is now."""
        return db.session.get_one(Family, self.of)

    def attempt(self, name: str, deed: Callable[[], Any]) -> None:
        """Do a deed a second later than the last; a refusal takes everything back. A deed leaves one line, or `lines`."""
        self.at += timedelta(seconds=1)
        self.lines = 1
        self.attempted = True
        try:
            with transaction():
                deed()
        except (Refusal, NotTheirs):
            self.done[f"{name} refused"] += 1
        else:
            self.deeds += self.lines
            self.done[name] += 1

    def pick(self, number: int, *states: SpendState) -> Spend | None:
        """One of the purchases, most often one that is where the deed needs it."""
        rows = db.session.scalars(select(Spend).where(Spend.family_id == self.of).order_by(Spend.requested_at)).all()
        fitting = [each for each in rows if each.state in states]
        chosen = fitting if fitting and number % 6 else rows
        return chosen[number % len(chosen)] if chosen else None

    def change(self, number: int) -> LimitChange | None:
        """One of the changes of the limit, most often the one that waits."""
        rows = reading.limit_changes_of(self.of)
        waiting = [each for each in rows if each.state == LimitState.REQUESTED]
        chosen = waiting if waiting and number % 6 else rows
        return chosen[number % len(chosen)] if chosen else None

    @rule(
        how=st.sampled_from((*STEPS, *ENDING)),
        by=DRAWN["by"],
        decider=DRAWN["decider"],
        pence=DRAWN["pence"],
        limit=DRAWN["limit"],
        number=DRAWN["number"],
        yes=DRAWN["yes"],
        reason=DRAWN["reason"],
        extra=DRAWN["extra"],
        day=DRAWN["day"],
    )
    def step(
        self,
        how: str,
        by: str,
        decider: str,
        pence: int,
        limit: int,
        number: int,
        yes: bool,
        reason: str,
        extra: int,
        day: date,
    ) -> None:
        """Any deed, in one rule: each is as likely as its place in STEPS makes it, in every run."""
        deeds: dict[str, Callable[[], None]] = {
            "propose": lambda: self.propose(by, limit, reason),
            "decide limit": lambda: self.decide_limit(decider, number, yes, reason),
            "withdraw limit": lambda: self.withdraw_limit(by, number),
            "raise": lambda: self.raise_limit(by, max(limit, 900_00)),
            "log": lambda: self.log(by, pence, day, paid=False, own=yes),
            "ask": lambda: self.log(by, max(pence, 600_00), day, paid=False, own=yes),
            "paid": lambda: self.log(by, pence, day, paid=True, own=yes),
            "by phone": lambda: self.log(by, max(pence, 600_00), day, paid=False, own=yes, phoned_by=decider),
            "plan": lambda: self.plan(by, pence),
            "other": lambda: self.other_help(by, pence, yes),
            "decide": lambda: self.decide(decider, number, yes or number % 3 == 0, reason),
            "withdraw": lambda: self.withdraw(by, number),
            "buy": lambda: self.buy(by, number, extra),
            "refund": lambda: self.refund(by, number, pence),
            "reverse": lambda: self.reverse(by, number, reason),
            "slip": lambda: self.refund(by, number, pence, slip=True),
            "agree": lambda: self.agree(decider, number, yes, reason),
            "tick": lambda: self.tick(decider, number),
            "share": lambda: self.share(by, pence, yes),
            "pocket": lambda: self.pocket(decider, number, yes, reason),
            "take back": lambda: self.take_back(by, number),
            "seen": lambda: self.seen(decider, number),
            "review": lambda: self.review(decider, number, yes, reason),
            "close": lambda: self.close(by, decider, day, number),
            "correct": lambda: self.correct(by, number, pence, day, words=yes and number % 3 == 0),
            "hand over": lambda: self.hand_over(decider, by, number),
            "cover": self.give_cover,
            "end cover": self.end_cover,
            "confirm opening": lambda: self.confirm_opening(decider, number),
            "hand out": lambda: self.hand_out(by, number, day),
            "hand out approved": lambda: self.hand_out_approved(by, number),
            "bring back": lambda: self.bring_back(by, number),
            "count": lambda: self.count(by, decider, number),
            "wind up": self.wind_up,
            "close scheme": self.close_scheme,
            "late": lambda: self.late(by, pence, number, yes),
        }
        deeds[how]()

    def propose(self, by: str, pence: int, reason: str) -> None:
        """A limit is proposed."""
        deed = budgets.propose_limit
        self.attempt(
            "propose", lambda: deed(self.by(by), self.family, self.scheme, pence, reason, on=TODAY, at=self.at)
        )

    def decide_limit(self, by: str, number: int, approve: bool, reason: str) -> None:
        """A limit is decided."""
        change = self.change(number)
        if change is not None:
            deed = budgets.approve_limit if approve else budgets.decline_limit
            who = self.hand(by, number, change.proposed_by_id, self.family.lead_worker_id)
            self.attempt(deed.__name__, lambda: deed(who, change, reason, on=TODAY, at=self.at))

    def withdraw_limit(self, by: str, number: int) -> None:
        """A proposal is taken back."""
        change = self.change(number)
        if change is not None:
            mine = change.proposed_by_id if number % 3 else getattr(self.world, by).id
            self.take_off_limit(mine, change)

    def take_off_limit(self, by: uuid.UUID | None, change: LimitChange) -> None:
        """This proposal is taken back."""
        who = db.session.get_one(Person, by)
        self.attempt("withdraw_limit", lambda: budgets.withdraw_limit(who, change, at=self.at))

    def raise_limit(self, by: str, pence: int) -> None:
        """Another limit, decided at once: money to move in the steps that follow."""
        self.attempt("raise_limit", lambda: self.set_limit(by, "mary" if by == "sam" else "sam", pence))

    def plan(self, by: str, pence: int) -> None:
        """Regular payments are asked for. Their own machine is in test_plans_in_any_order.py."""
        what = actions.Purchase(amount_pence=pence, bought_what="It", bought_on=TODAY)
        schedule = actions.Schedule(Rhythm.WEEKLY, pence, TODAY, TODAY, TODAY, "A bus pass")
        deed = actions.ask_for_plan
        self.attempt("plan", lambda: deed(self.by(by), self.family, what, schedule, on=TODAY, at=self.at))

    def log(self, by: str, pence: int, day: date, paid: bool, own: bool, phoned_by: str = "") -> None:
        """A purchase is logged or asked for, by every other with their own money, or somebody approved it by phone."""
        bought = actions.Purchase(
            amount_pence=pence,
            bought_what="It",
            bought_on=day,
            already_paid=paid,
            payment_method=PaymentMethod.OWN_MONEY if own else None,
            phoned_by_id=self.by(phoned_by).id if phoned_by else None,
            phoned_at=self.at if phoned_by else None,
        )
        self.attempt(
            "by phone" if phoned_by else "late" if paid and self.closed_at else "log",
            lambda: actions.log_spend(self.by(by), self.family, bought, on=TODAY, at=self.at),
        )

    def late(self, by: str, pence: int, number: int, own: bool) -> None:
        """What was bought before the scheme was closed is told."""
        if self.closed_at is not None:
            self.log(by, pence, DAYS[1:][number % 3], paid=True, own=own)

    def hand_out(self, by: str, number: int, day: date) -> None:
        """Vouchers of the stock are handed to the family: a purchase, with a line of its own for the serial numbers."""

        def deed() -> None:
            bought = actions.Purchase(amount_pence=0, bought_what="Food", bought_on=day)
            vouchers.issue_vouchers(self.by(by), self.family, self.in_hand(number), bought, on=TODAY, at=self.at)
            self.lines = 2

        self.attempt("hand out", deed)

    def hand_out_approved(self, by: str, number: int) -> None:
        """An approved purchase is made with vouchers of the stock."""
        spend = self.pick(number, SpendState.APPROVED)
        if spend is None:
            return

        def deed() -> None:
            vouchers.issue_approved(self.by(by), spend, self.in_hand(number), TODAY, on=TODAY, at=self.at)
            self.lines = 2

        self.attempt("hand out approved", deed)

    def bring_back(self, by: str, number: int) -> None:
        """Some of the vouchers that a family got come back unused, and of others none ever were."""
        handed = [spend for spend in self.spends() if spend.from_stock or number % 6 == 0]
        if not handed:
            return
        spend = handed[number % len(handed)]

        def deed() -> None:
            ids = [each.voucher.id for each in issued_for(spend.id)][: 1 + number % 2]
            vouchers.return_vouchers(self.by(by), spend, ids, TODAY, on=TODAY, at=self.at)
            self.lines = 2

        self.attempt("bring back", deed)

    def count(self, by: str, decider: str, number: int) -> None:
        """The stock is counted by two, and by every other count one more is gone. No line is about the family."""

        def deed() -> None:
            team = db.session.get_one(Team, self.world.team.id)
            there = [each for each, _, _ in in_stock(team.id, missing=True)]
            ids = [each.id for each in there if each.serial.startswith(self.serial) and not each.missing]
            gone = ids[:1] if number % 2 else []
            ticked = [each.id for each in there if each.id not in gone and not each.missing]
            sign = version_of(voucher_rules.standing(there))
            wish = vouchers.count_stock(self.by(by), team, ticked, "Not there", version=sign, on=TODAY, at=self.at)
            confirm(self.hand(decider, number, wish.asked_by_id), wish, on=TODAY, at=self.at)
            self.lines = 0

        self.attempt("count", deed)

    def share(self, by: str, pence: int, paid: bool) -> None:
        """A receipt that the family shares with its neighbour."""
        purchase = actions.Purchase(amount_pence=pence + 100_00, bought_what="It", bought_on=TODAY, already_paid=paid)

        def deed() -> None:
            other = db.session.get_one(Family, self.neighbour)
            shares = [actions.Share(self.family, pence), actions.Share(other, 100_00)]
            actions.log_shared(self.by(by), shares, purchase, on=TODAY, at=self.at)

        self.attempt("share", deed)

    def pocket(self, by: str, number: int, confirm: bool, reason: str) -> None:
        """Money from somebody's own pocket is confirmed, or not."""
        rows = [spend for spend in self.spends() if spend.payment_method is not None and spend.paid_pence is not None]
        waiting = [each for each in rows if each.reimbursement == Reimbursement.WAITING and each.review != Review.OPEN]
        chosen = waiting if waiting and number % 6 else rows
        if chosen:
            spend = chosen[number % len(chosen)]
            who = self.hand(by, number, spend.recorded_by_id, spend.bought_by_id)
            self.attempt(
                "pocket",
                lambda: actions.decide_reimbursement(who, spend, confirm=confirm, reason=reason, on=TODAY, at=self.at),
            )

    def wind_up(self) -> None:
        """Everything that holds money or waits for a limit is withdrawn."""
        for spend in self.spends():
            if spend.state in HELD:
                self.take_off(spend.recorded_by_id, spend)
        for change in reading.limit_changes_of(self.of):
            if change.state == LimitState.REQUESTED:
                self.take_off_limit(change.proposed_by_id, change)

    def close_scheme(self) -> None:
        """Finance asks that the scheme be closed, and a senior manager confirms it. No line is about the family."""

        def deed() -> None:
            wish = ask_to_close_scheme(self.by("fiona"), self.scheme, "It is over", on=TODAY, at=self.at)
            confirm(self.by("sam"), wish, on=TODAY, at=self.at)
            self.lines = 0

        before = self.done["close scheme"]
        self.attempt("close scheme", deed)
        if self.done["close scheme"] > before:
            self.closed_at = self.at

    def take_back(self, by: str, number: int) -> None:
        """What was proposed about a purchase is withdrawn, most often by who proposed it."""
        rows = [row for row in self.proposals() if number % 4 == 0 or row.state == ProposalState.PROPOSED]
        if rows:
            row = rows[number % len(rows)]
            who = db.session.get_one(Person, row.proposed_by_id) if number % 3 else self.by(by)
            self.attempt("take back", lambda: actions.withdraw_proposal(who, row, at=self.at))

    def other_help(self, by: str, pence: int, paid: bool) -> None:
        """Help paid with other money, or asked for."""
        purchase = actions.Purchase(amount_pence=pence, bought_what="It", bought_on=TODAY, already_paid=paid)
        self.attempt("other", lambda: actions.log_other_help(self.by(by), self.family, purchase, on=TODAY, at=self.at))

    def decide(self, by: str, number: int, approve: bool, reason: str) -> None:
        """A request is decided."""
        spend = self.pick(number, SpendState.REQUESTED)
        if spend is not None:
            deed = actions.approve_spend if approve else actions.decline_spend
            who = self.hand(by, number, spend.recorded_by_id)
            part: dict[str, Any] = {}
            if approve and number % 4 == 1:
                part = {"pence": max(1, spend.planned_pence // 2), "condition": reason}
            name = "approve in part" if part else deed.__name__
            self.attempt(name, lambda: deed(who, spend, reason, on=TODAY, at=self.at, **part))

    def withdraw(self, by: str, number: int) -> None:
        """A request or an approval is taken back."""
        spend = self.pick(number, *HELD)
        if spend is not None:
            self.take_off(getattr(self.world, by).id, spend)

    def take_off(self, by: uuid.UUID, spend: Spend) -> None:
        """This request or approval is taken back."""
        who = db.session.get_one(Person, by)
        self.attempt("withdraw", lambda: actions.withdraw_spend(who, spend, at=self.at))

    def buy(self, by: str, number: int, extra: int) -> None:
        """What was approved is bought, for less or more."""
        spend = self.pick(number, SpendState.APPROVED)
        if spend is not None:
            price = max(1, (spend.approved_pence or 0) + extra)
            self.attempt("buy", lambda: actions.record_purchase(self.by(by), spend, price, TODAY, on=TODAY, at=self.at))

    def refund(self, by: str, number: int, pence: int, slip: bool = False) -> None:
        """Money comes back, with the shop's slip or without it."""
        spend = self.pick(number, SpendState.BOUGHT)
        if spend is None:
            return

        def back() -> None:
            paper = document(self.by(by), spend) if slip else None
            actions.refund_spend(self.by(by), spend, pence, TODAY, paper, on=TODAY, at=self.at)

        self.attempt("refund with a slip" if slip else "refund", back)

    def agree(self, by: str, number: int, agree: bool, reason: str) -> None:
        """A mistake, a correction or a refund that was proposed is decided."""
        rows = [row for row in self.proposals() if number % 6 == 0 or row.state == ProposalState.PROPOSED]
        if not rows:
            return
        row = rows[number % len(rows)]
        who = self.hand(by, number, row.proposed_by_id, row.spend.recorded_by_id, row.spend.bought_by_id)

        def deed() -> None:
            actions.decide_proposal(who, row, agree=agree, reason=reason, on=TODAY, at=self.at)
            if agree and row.correction is not None:
                (new,) = db.session.scalars(select(Spend).where(Spend.corrects_id == row.spend_id))
                self.lines = 2 + (new.reviewed_at == self.at)

        corrects = row.correction is not None
        self.attempt("agree to a correction" if corrects and agree else "agree", deed)

    def correct(self, by: str, number: int, pence: int, day: date, words: bool) -> None:
        """What was typed is put right: in words, or in amount and day, most often by who recorded it."""
        spend = self.pick(number, SpendState.BOUGHT, SpendState.REQUESTED)
        if spend is None:
            return
        who = db.session.get_one(Person, spend.recorded_by_id) if number % 4 else self.by(by)
        answer, typed = spend.state == SpendState.REQUESTED, {"bought_what": f"It {self.at:%M%S}"} if words else {}
        money = {} if words else {"amount_pence": pence, "bought_on": day}

        def deed() -> None:
            made = corrected(who, spend, **typed, **money, at=self.at)
            if isinstance(made, Spend) and made.id != spend.id:
                self.lines = 2
            elif isinstance(made, Spend) and not words:
                self.lines = 0
            assert made.id != spend.id or not answer or words or self.lines == 0

        self.attempt("correct words" if words else "correct", deed)

    def hand_over(self, by: str, to: str, number: int) -> None:
        """The family gets another lead worker, or none, by a manager."""
        lead = None if number % 3 == 0 else self.by(to)
        family = self.family

        def deed() -> None:
            team = db.session.get_one(Team, self.world.team.id)
            was = family.lead_worker_id
            hand_over(self.by(by), [family], team, lead, TODAY, was_led_by=was, on=TODAY, at=self.at)
            self.led.append((self.at, lead.id if lead else None))

        self.attempt("hand over", deed)

    def give_cover(self) -> None:
        """The senior manager is away, and the manager stands in."""
        if self.cover is not None:
            return

        def deed() -> None:
            self.cover = give_cover(self.by("sam"), self.by("sam"), self.by("mary"), TODAY, TODAY, on=TODAY, at=self.at)
            self.covered.append((self.at, None))
            self.lines = 0

        self.attempt("cover", deed)

    def end_cover(self) -> None:
        """The senior manager is back."""
        cover = self.cover
        if cover is None:
            return

        def deed() -> None:
            end_cover(self.by("sam"), db.session.get_one(Cover, cover.id), on=TODAY, at=self.at)
            self.covered[-1] = self.covered[-1][0], self.at
            self.cover, self.lines = None, 0

        self.attempt("end cover", deed)

    def confirm_opening(self, by: str, number: int) -> None:
        """The imported limit is confirmed with its sums, or with others than it has."""
        period = reading.period_on(self.of, TODAY)
        if period is not None and (period.opening_waits or number % 5 == 0):
            sign = reading.sums_sign(period) if number % 4 else "another"
            who = self.hand(by, number, self.family.lead_worker_id)
            self.attempt(
                "confirm opening",
                lambda: budgets.confirm_opening(who, period, sign, on=TODAY, at=self.at),
            )

    def proposals(self) -> list[SpendProposal]:
        """Every mistake and refund that was proposed, those that wait last."""
        mine = select(SpendProposal).join(Spend).where(Spend.family_id == self.of)
        return list(db.session.scalars(mine.order_by(SpendProposal.state, SpendProposal.proposed_at)))

    def tick(self, by: str, number: int) -> None:
        """What one person recorded alone is ticked."""
        rows = [(refund, spend) for spend in self.spends() for refund in spend.refunds]
        if rows:
            refund, spend = rows[number % len(rows)]
            who = self.hand(by, number, refund.recorded_by_id, spend.recorded_by_id, spend.bought_by_id)
            self.attempt("tick", lambda: actions.tick_refund(who, spend, refund, on=TODAY, at=self.at))

    def seen(self, by: str, number: int) -> None:
        """A receipt is marked as seen."""
        rows = [spend for spend in self.spends() if spend.receipts]
        if rows:
            spend = rows[number % len(rows)]
            who = self.hand(by, number, spend.recorded_by_id, spend.bought_by_id)
            self.attempt("seen", lambda: actions.see_receipt(who, spend, on=TODAY, at=self.at))

    def reverse(self, by: str, number: int, reason: str) -> None:
        """A mistake is taken out of the sums."""
        spend = self.pick(number, SpendState.BOUGHT)
        if spend is not None:
            self.attempt("reverse", lambda: actions.reverse_spend(self.by(by), spend, reason, on=TODAY, at=self.at))

    def review(self, by: str, number: int, accept: bool, reason: str) -> None:
        """Money outside the rules is decided afterwards."""
        rows = [row for row in self.reviews() if number % 4 == 0 or row.review == Review.OPEN]
        if rows:
            spend = rows[number % len(rows)]
            who = self.hand(by, number, spend.recorded_by_id, spend.bought_by_id)
            self.attempt(
                "review",
                lambda: actions.review_spend(who, spend, accept=accept, reason=reason, on=TODAY, at=self.at),
            )

    def reviews(self) -> list[Spend]:
        """What was outside the rules once."""
        rows = [each for each in self.spends() if each.review != Review.NONE]
        return sorted(rows, key=lambda each: each.requested_at)

    def close(self, by: str, decider: str, day: date, number: int) -> None:
        """The work ends, or somebody asks that it go on, or another confirms it: then a new period begins."""
        waits = waiting_about(self.of, REOPENING)
        if waits is not None:
            who = self.hand(decider, number, waits.asked_by_id)
            self.attempt("reopen", lambda: self.confirm(who, waits))
        elif self.family.closed_on is not None:
            self.attempt("ask to reopen", lambda: ask_to_reopen(self.by(by), self.family, "More", on=TODAY, at=self.at))
        elif number % 2 == 0:
            self.attempt(
                "close",
                lambda: actions.close_settled_family(self.by(by), self.family, day, "plan ended", on=TODAY, at=self.at),
            )

    def confirm(self, by: Person, waits: Confirmation) -> None:
        """What was asked for is confirmed: the confirmation's line, and that of what it carries out."""
        before = len(reading.limit_changes_of(self.of))
        confirm(by, waits, on=TODAY, at=self.at)
        # A limit does not come back by itself: where it was more than what is spent, it is lowered with a line of its own.
        self.lines = 2 + len(reading.limit_changes_of(self.of)) - before
        self.reopened.add(self.at)

    def spends(self) -> list[Spend]:
        """The family's purchases as the database has them."""
        return spending.spends_of(self.of, bound=1000)

    @invariant()
    def everything_still_holds(self) -> None:
        """Look once, then ask every question about what is there. A step that found nothing to do leaves nothing to ask."""
        if not self.attempted:
            return
        self.attempted = False
        self.look()
        self.the_limit_in_force_holds()
        self.the_position_is_the_ledger_replayed_at_every_moment()
        self.the_position_is_what_the_purchases_say()
        self.a_hold_resolves_once_and_a_reversal_exists_once()
        self.nobody_decided_their_own_or_beyond_their_band()
        self.what_comes_back_has_a_second_hand()
        self.every_change_has_its_line_and_every_line_its_change()
        self.nothing_is_bought_from_an_imported_limit_that_waits()
        self.a_correction_takes_one_place()
        self.what_was_told_after_the_closing_waited_for_another()
        self.days_of_the_family_are_in_order()

    def look(self) -> None:
        """Read once what the questions are about."""
        db.session.rollback()
        self.period = reading.period_on(self.of, TODAY)
        self.position = reading.position_of(self.period) if self.period is not None else Position(0, 0, 0)
        self.ledger = reading.ledger_of(self.period.id) if self.period is not None else []
        self.all_spends = self.spends()
        self.changes = reading.limit_changes_of(self.of)
        sums = self.position.limit_pence, self.position.committed_pence, self.position.spent_pence
        self.shown.append((self.at, (*sums, self.position.over_pence)))

    def the_limit_in_force_holds(self) -> None:
        """Committed and spent never pass the limit, and only a senior manager's limit passes the cap."""
        assert self.position.committed_pence + self.position.spent_pence <= self.position.limit_pence
        if self.position.limit_pence > CAP:
            assert self.period is not None
            assert self.period.exception_by_id in {self.world.sam.id, *({self.world.mary.id} if self.covered else ())}

    def senior(self, person_id: uuid.UUID | None, at: datetime | None) -> bool:
        """Did somebody hold the senior manager's level at a moment, in their own right or as cover?"""
        covers = at is not None and any(since <= at <= (until or at) for since, until in self.covered)
        return person_id == self.world.sam.id or (person_id == self.world.mary.id and covers)

    def lead_at(self, at: datetime) -> uuid.UUID | None:
        """Who led the family at a moment."""
        return [lead for since, lead in self.led if since <= at][-1]

    def nothing_is_bought_from_an_imported_limit_that_waits(self) -> None:
        """While an imported limit waits its budget holds and buys nothing; confirmed it was by a senior, who did not lead."""
        if self.period is not None and self.period.opening_waits:
            assert (self.position.committed_pence, self.position.spent_pence, self.position.over_pence) == (0, 0, 0)
        for change in self.changes:
            if change.confirmed_at is not None:
                assert change.opening
                assert self.senior(change.confirmed_by_id, change.confirmed_at)
                assert change.confirmed_by_id != self.lead_at(change.confirmed_at)

    def a_correction_takes_one_place(self) -> None:
        """Whatever was corrected came to nothing, and one purchase alone stands in its place."""
        successors = Counter(spend.corrects_id for spend in self.all_spends if spend.corrects_id is not None)
        assert set(successors.values()) <= {1}
        for spend in self.all_spends:
            if spend.id in successors:
                assert spend.state in (SpendState.REVERSED, SpendState.WITHDRAWN)
                assert _net(spend) == 0 or spend.state == SpendState.WITHDRAWN

    def what_was_told_after_the_closing_waited_for_another(self) -> None:
        """Nothing is asked for in a closed scheme, and what had been paid stands decided by a manager or by nobody.

        Who agrees that such a purchase is reversed ends its flag by that.
        """
        for spend in self.all_spends:
            late = self.closed_at is not None and spend.requested_at > self.closed_at and spend.corrects_id is None
            if late and spend.period_id is not None:
                reversed_by_two = spend.state == SpendState.REVERSED and spend.reviewed_by_id is not None
                assert spend.review != Review.NONE or reversed_by_two
                assert spend.state in (SpendState.BOUGHT, SpendState.REVERSED)
                assert spend.reviewed_by_id is not None or spend.decided_as is None

    def days_of_the_family_are_in_order(self) -> None:
        """Open periods follow one another, today's is the family's own, and every purchase lies in one of them."""
        periods = sorted(self.family.periods, key=lambda each: each.opened_on)
        for before, after in pairwise(periods):
            assert before.closed_on is not None
            assert before.closed_on < after.opened_on
        assert periods[-1].closed_on == self.family.closed_on
        for spend in self.all_spends:
            if spend.bought_on is not None and spend.state == SpendState.BOUGHT:
                assert any(
                    each.opened_on <= spend.bought_on <= (each.closed_on or spend.bought_on) for each in periods
                ), "bought between two periods"

    def the_position_is_the_ledger_replayed_at_every_moment(self) -> None:
        """What any earlier step was shown is what the ledger says of that moment now."""
        for moment, shown in self.shown:
            then = [row for row in self.ledger if row.at <= moment]
            assert shown == (
                sum(row.limit_delta_pence for row in then),
                sum(row.committed_delta_pence for row in then),
                sum(row.spent_delta_pence for row in then),
                sum(row.over_delta_pence for row in then),
            )

    def the_position_is_what_the_purchases_say(self) -> None:
        """Counted from the purchases alone, without the ledger."""
        ours = [each for each in self.all_spends if each.period_id is not None]
        held = sum(each.held_pence for each in ours)
        paid = [each for each in ours if each.paid_pence is not None]
        back = sum(refund.amount_pence for each in paid for refund in each.refunds)
        over = sum(each.over_pence for each in paid)
        assert self.position.committed_pence == held
        assert self.position.over_pence == over
        assert self.position.spent_pence == sum(each.paid_pence or 0 for each in paid) - back - over

    def a_hold_resolves_once_and_a_reversal_exists_once(self) -> None:
        """A purchase is held at most once, and let go at most once, the rest of one approved in part when it was approved.

        It is reversed exactly when it has its one reversal.
        """
        for spend in self.all_spends:
            rows = [row for row in self.ledger if row.spend_id == spend.id]
            put = [row for row in rows if row.committed_delta_pence > 0]
            let_go = [row for row in rows if row.committed_delta_pence < 0]
            assert len(put) <= 1
            rest = spend.planned_pence - (spend.approved_pence or spend.planned_pence)
            if rest and put:
                assert let_go.pop(0).committed_delta_pence == -rest
            assert len(let_go) <= len(put) or spend.is_plan
            held = sum(row.committed_delta_pence for row in rows)
            assert held == (spend.held_pence if spend.period_id else 0)
            reversals = [refund for refund in spend.refunds if refund.reversal]
            assert len(reversals) == (spend.state == SpendState.REVERSED)
            if spend.period_id is not None:
                assert [row.entry for row in rows].count(Entry.REVERSED) == len(reversals)

    def nobody_decided_their_own_or_beyond_their_band(self) -> None:
        """Neither a request, nor a limit, nor money outside the rules."""
        world = self.world
        managers = {world.mary.id, world.sam.id}
        for spend in self.all_spends:
            if spend.decided_by_id is not None:
                assert spend.decided_by_id in managers - {spend.recorded_by_id}
                assert spend.planned_pence <= band_of(spend) or self.senior(spend.decided_by_id, spend.decided_at)
            elif spend.state in (SpendState.APPROVED, SpendState.DECLINED):
                raise AssertionError("nobody decided it")
            elif spend.state == SpendState.BOUGHT and spend.review == Review.NONE:
                alone = spend.route == Route.FRONT_LINE and spend.planned_pence <= 500_00
                # What a manager agreed was typed wrongly, and was within the worker's band.
                alone |= spend.corrects_id is not None and (spend.paid_pence or 0) <= 500_00
                assert alone or not _net(spend)
            if spend.reviewed_by_id is not None:
                assert spend.reviewed_by_id in managers - {spend.recorded_by_id, spend.bought_by_id}
                in_band = (spend.paid_pence or 0) <= band_of(spend)
                assert in_band or self.senior(spend.reviewed_by_id, spend.reviewed_at)
            if spend.reimbursement in (Reimbursement.CONFIRMED, Reimbursement.REFUSED):
                assert spend.reimbursement_by_id in managers - {spend.recorded_by_id, spend.bought_by_id}
            else:
                in_pocket = spend.state == SpendState.BOUGHT and spend.payment_method == PaymentMethod.OWN_MONEY
                assert (spend.reimbursement == Reimbursement.WAITING) == in_pocket
            self.a_dearer_price_is_within_the_margin_or_decided_again(spend)
        for change in self.changes:
            if change.decided_by_id is not None:
                assert change.decided_by_id in managers - {change.proposed_by_id}
                assert change.to_pence <= CAP or self.senior(change.decided_by_id, change.decided_at)
                # Opening a closed family again takes a limit back to what was spent: whoever confirms it may lead the work.
                taken_back = change.to_pence < change.from_pence and change.decided_at in self.reopened
                led = change.decided_by_id == self.lead_at(change.decided_at or NOON)
                assert change.opening or taken_back or not led

    def what_comes_back_has_a_second_hand(self) -> None:
        """A proposal is decided by another, a tick is another's, and alone is only taken out what the band held."""
        for proposal in self.proposals():
            spend = proposal.spend
            if proposal.decided_by_id is not None:
                apart = {proposal.proposed_by_id, spend.recorded_by_id, spend.bought_by_id}
                assert proposal.decided_by_id in {self.world.mary.id, self.world.sam.id} - apart
        for spend in self.all_spends:
            for refund in spend.refunds:
                assert refund.ticked_by_id not in (refund.recorded_by_id, spend.recorded_by_id, spend.bought_by_id)
                alone = refund.reversal and refund.ticked_by_id is None
                assert not alone or (spend.paid_pence or 0) <= 500_00, "taken out alone within the band"

    def a_dearer_price_is_within_the_margin_or_decided_again(self, spend: Spend) -> None:
        """What was paid above an approved price is small and within the approver's band, or it waits, or was decided."""
        if spend.paid_pence is None or spend.approved_pence is None or spend.review != Review.NONE or not _net(spend):
            return
        extra = spend.paid_pence - spend.approved_pence
        small = extra <= min(spend.approved_pence // 10, 25_00)
        in_band = spend.paid_pence <= band_of(spend) or spend.decided_as == Role.SENIOR_MANAGER
        alone = spend.decided_as == Role.PRACTITIONER and spend.paid_pence <= 500_00
        assert extra <= 0 or (small and in_band) or alone

    def every_change_has_its_line_and_every_line_its_change(self) -> None:
        """As many audit lines as deeds that were accepted, in whole chains; and a closed family holds nothing."""
        subjects = [self.of, *(each.id for each in self.all_spends)]
        subjects += [each.id for each in self.changes]
        lines = select(func.count()).select_from(AuditRecord).where(AuditRecord.subject_id.in_(subjects))
        assert db.session.scalar(lines) == self.deeds
        if self.family.closed_on is not None:
            assert not spending.unsettled_of(self.of).held

    def teardown(self) -> None:
        """The checks of `check-books` at the end of every run; nobody covers in the next one."""
        db.session.rollback()
        self.end_cover()
        assert [*reading.faults(), *spending.faults(), *audits.faults(), *openings.faults()] == []
        assert [*second_hands.faults(), *as_recorded.faults()] == []
        assert voucher_faults() == []
        assert db.session.query(Refund).filter(Refund.amount_pence <= 0).count() == 0


def band_of(spend: Spend) -> int:
    """The most a manager decides: of the budget by the scheme, of other help by the authority's band."""
    return MANAGERS_BAND if spend.period_id is not None else 5_000_00


def _net(spend: Spend) -> int:
    return (spend.paid_pence or 0) - sum(refund.amount_pence for refund in spend.refunds)


def runs_of_their_own(made: type[AnyOrder], runs: int, steps: int) -> None:
    """Runs that have nothing in common but the deeds, the same at every start.

    Hypothesis follows every run that it draws by five of the same with a few choices copied, so thirty runs are eight or so
    that differ, and what is rare in these never comes about. Here each run has dice of its own, and its steps are dealt
    like cards, so that every kind of step has its turn: in every other run one by one, in the rest by the chain.
    """
    for run, beginning in enumerate(islice(cycle(BEGINNINGS), runs)):
        dice, machine, taken = random.Random(run), made(), [f"run {run} begins with {beginning}"]
        try:
            machine.begin(beginning)
            machine.everything_still_holds()
            chains = [(step,) for step in STEPS] if run % 2 else CHAINS
            dealt = chain.from_iterable(dice.sample(chains, len(chains)))
            for how in (*islice(dealt, steps - len(ENDING)), *ENDING):
                chosen = {name: dice.choice(values) for name, values in CHOICES.items()}
                taken.append(f"{how}: {chosen}")
                machine.step(how, **chosen)
                machine.everything_still_holds()
            machine.teardown()
        except BaseException as error:
            error.add_note("\n".join(taken))
            raise


def runs_by_night(made: type[AnyOrder]) -> None:
    """Hundreds of runs that no night has seen, where a failure is made as short as it can be."""
    # Every run buys vouchers for the one team: together more than a team may hold.
    with patch.object(voucher_rules, "MOST_IN_STOCK", 10_000), patch.object(stock, "MOST_IN_STOCK", 10_000):
        run_state_machine_as_test(
            made,
            settings=settings(
                max_examples=int(os.environ.get("NIGHTLY_ROUNDS", "300")),
                stateful_step_count=60,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate, Phase.shrink),
            ),
        )


@pytest.mark.timeout(3600)
def test_every_deed_in_any_order_keeps_the_rules_about_the_money(app: Flask, world: World, engine_name: str) -> None:
    done: Counter[str] = Counter()
    made = type("AnyOrderHere", (AnyOrder,), {"world": world, "done": done})
    # The same way through the deeds on both engines: on SQLite 30 runs of it by day, on PostgreSQL the first 14.
    runs, steps = 30 if engine_name == "sqlite" else 14, 50
    runs_of_their_own(made, runs, steps)
    if NIGHTLY:
        runs_by_night(made)
    accepted = {name: number for name, number in done.items() if not name.endswith("refused")}
    expected = {
        "start",
        "import",
        "confirm opening",
        "correct",
        "correct words",
        "agree to a correction",
        "hand over",
        "cover",
        "end cover",
        "ask to reopen",
        "propose",
        "approve_limit",
        "decline_limit",
        "withdraw_limit",
        "raise_limit",
        "log",
        "other",
        "approve_spend",
        "approve in part",
        "by phone",
        "decline_spend",
        "withdraw",
        "buy",
        "refund",
        "refund with a slip",
        "agree",
        "tick",
        "seen",
        "share",
        "pocket",
        "plan",
        "hand out",
        "hand out approved",
        "bring back",
        "count",
        "take back",
        "reverse",
        "review",
        "close",
        "reopen",
        "close scheme",
        "late",
    }
    assert set(accepted) <= expected, done
    # The rarest deed comes about in the 30 runs on SQLite; of the 14 on PostgreSQL one may be lacking.
    assert len(expected - set(accepted)) <= (1 if engine_name == "postgresql" and not NIGHTLY else 0), done
    assert sum(accepted.values()) > runs * steps // 4, done
