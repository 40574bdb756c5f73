"""Steps that tests of spend pages share: a limit, a purchase as a browser sends it, pictures."""

import io
import struct
import zlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from PIL import Image

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.spend import actions
from budgettracker.spend.kinds import Rhythm, SpendKind
from budgettracker.spend.models import Receipt, Refund, Spend, SpendProposal
from budgettracker.spend.queries import money_facts, standing
from budgettracker.versions import version_of
from tests.client import PageClient, Seen
from tests.factories.world import NOON, World

TODAY = date(2026, 6, 15)


def noon() -> datetime:
    """The clock of these tests."""
    return NOON


def limit(world: World, pence: int, family: Family | None = None) -> None:
    """Give a family a limit: alice asks, mary approves."""
    with transaction():
        of = family or world.family
        change = budgets.propose_limit(world.alice, of, world.scheme, pence, "Start", on=TODAY, at=NOON)
        budgets.approve_limit(world.mary, change, on=TODAY, at=NOON)


def bought(by: Person, family: Family, pence: int, **more: Any) -> Spend:
    """Log a purchase without the pages."""
    more = {"bought_on": TODAY, **more}
    order = actions.Purchase(amount_pence=pence, bought_what="A washing machine", purpose="Clean clothes", **more)
    with transaction():
        return actions.log_spend(by, family, order, on=TODAY, at=NOON)


def plan_for(
    by: Person, family: Family, each_pence: int, payments: int = 6, first_on: date = TODAY, **more: Any
) -> Spend:
    """Ask for weekly payments without the pages, in a transaction of their own."""
    with transaction():
        return weekly(by, family, each_pence, payments, first_on, **more)


def weekly(
    by: Person, family: Family, each_pence: int, payments: int = 6, first_on: date = TODAY, **more: Any
) -> Spend:
    """Ask for weekly payments, within a transaction."""
    reasons = more.pop("reasons", {})
    last_on = first_on + timedelta(weeks=payments - 1)
    what = actions.Purchase(
        amount_pence=each_pence, bought_what="A taxi", bought_on=TODAY, purpose="To school", reasons=reasons
    )
    schedule = actions.Schedule(Rhythm.WEEKLY, each_pence, first_on, last_on, last_on, "A bus pass")
    return actions.ask_for_plan(by, family, what, schedule, on=TODAY, at=NOON, **more)


def document(by: Person, spend: Spend) -> Receipt:
    """The shop's slip that money came back, beside a purchase."""
    made = Receipt(
        id=uuid7(),
        spend_id=spend.id,
        file_name=f"{uuid7().hex}.png",
        media_type="image/png",
        bytes=4,
        digest=uuid7().hex * 2,
        added_by_id=by.id,
        added_at=NOON,
    )
    spend.receipts.append(made)
    db.session.flush()
    return made


def refunded(by: Person, spend: Spend, pence: int, on: date = TODAY, at: datetime = NOON, **more: Any) -> Refund:
    """Money that came back with the shop's slip."""
    made = actions.refund_spend(by, spend, pence, on, document(by, spend), on=more.pop("today", TODAY), at=at, **more)
    assert isinstance(made, Refund)
    return made


def corrected(by: Person, spend: Spend, **values: Any) -> Spend | SpendProposal:
    """Correct what is said of a purchase, and leave the rest as it stands."""
    stands = money_facts(spend)
    words, figures = ("bought_what", "purpose", "supplier", "note"), ("category_id", "payment_method", "child_id")
    kept: dict[str, Any] = {name: getattr(spend.details, name) for name in words}
    kept |= {name: getattr(spend, name) for name in (*figures, "vat_pence", "vat_status")}
    purchase = actions.Purchase(amount_pence=stands.pence, bought_on=stands.day, **kept)
    of, kind = values.pop("family", spend.family), values.pop("kind", SpendKind(spend.kind))
    version, at = values.pop("version", version_of(standing(spend))), values.pop("at", NOON)
    return actions.correct_spend(
        by, spend, of, replace(purchase, **values), kind, "Typed wrongly", version=version, on=at.date(), at=at
    )


def filled(form: dict[str, Any], amount: str = "45.00", **changes: Any) -> dict[str, Any]:
    """The ordinary answers of the log-spend form."""
    answers = {
        "amount": amount,
        "bought_what": "A washing machine",
        "purpose": "Clean clothes for school",
        "payment_method": "purchase_card",
        **changes,
    }
    values = {name: value for name, value in {**form, **answers}.items() if value is not None}
    if "category" in values and not values["category"]:
        values["category"] = changes.get("category", "")
    return values


def log(client: PageClient, world: World, amount: str = "45.00", **changes: Any) -> Seen:
    """Open the log-spend page of alice's family, fill it in and send it."""
    url = f"/families/{world.family_id}/spend/new"
    category = str(world.scheme.categories[0].id)
    return client.post(url, filled(client.get(url).form(), amount, **{"category": category, **changes}))


def position(world: World) -> Position:
    """The position of alice's family."""
    period = period_on(world.family_id, TODAY)
    return position_of(period) if period is not None else Position(0, 0, 0)


def spends() -> list[Spend]:
    """Every purchase, the oldest first."""
    return list(db.session.query(Spend).order_by(Spend.requested_at, Spend.id))


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    """A small picture as a phone would send it."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def file(content: bytes, name: str = "receipt.jpg") -> tuple[io.BytesIO, str]:
    """A file as a form sends it."""
    return io.BytesIO(content), name


def png_bomb(side: int = 30_000) -> bytes:
    """A PNG that says it is very large."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")
    )
