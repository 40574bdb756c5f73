"""Worlds of purchases and a finance file whose truth is known: equal amounts, batches, parts, credit notes, redactions."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from budgettracker.ledger.payments.kinds import Basis
from budgettracker.ledger.payments.rules.lines import FinanceFile, Line
from budgettracker.ledger.payments.rules.purchases import Purchase
from budgettracker.ledger.payments.rules.values import When
from budgettracker.spend.kinds import PaymentMethod, VatStatus

START, END = date(2026, 3, 1), date(2026, 4, 30)
SUPPLIERS = (
    "Harbour Lettings",
    "BrightHome White Goods Ltd",
    "Southwest Family Services CIC",
    "Southwest Family Support Limited",
    "Asda",
    "Moorland Furniture",
    "Marshside House",
    "Marshside Women in Need",
    "Redway Nursery",
    "Tidewell Builders",
    "Shop 1",
    "Shop 2",
)
AMOUNTS = (50_00, 75_00, 100_00, 120_00, 150_00, 200_00, 250_00, 300_00)
HIDDEN = ("REDACTED", "Redacted Data", "REDACTED - PERSONAL DATA")


@dataclass
class MadeWorld:
    """Purchases, a file, and for each row the ids of the purchases that its payment really was."""

    purchases: list[Purchase] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    truth: dict[int, frozenset[str]] = field(default_factory=dict)
    alone: set[int] = field(default_factory=set)
    """Rows that are one purchase each, and it is theirs alone."""
    basis: Basis = Basis.GROSS

    def file(self) -> FinanceFile:
        """The file as it is read."""
        return FinanceFile("made.csv", "", self.lines, (), self.basis, 0, START, END)


def made_world(seed: int, purchases: int = 18) -> MadeWorld:
    """One world of so many purchases, the same for the same seed."""
    chance = random.Random(seed)
    world = MadeWorld(basis=chance.choice((Basis.GROSS, Basis.NET)))
    for number in range(purchases):
        world.purchases.append(_purchase(chance, number))
    waiting = list(world.purchases)
    chance.shuffle(waiting)
    unpaid: list[Purchase] = []
    while waiting:
        way = chance.choices(("alone", "batch", "bacs", "parts", "netted", "unpaid", "own"), (60, 8, 6, 8, 6, 8, 4))[0]
        _pay(chance, world, waiting, unpaid, way)
    for _ in range(chance.randint(0, 6)):
        _unrecorded(chance, world, unpaid)
    return world


def _purchase(chance: random.Random, number: int) -> Purchase:
    pence = chance.choice(AMOUNTS) if chance.random() < 0.5 else chance.randint(10_00, 900_00)
    status = chance.choice((VatStatus.RECOVERABLE, VatStatus.NOT_RECOVERABLE, VatStatus.RECOVERABLE, VatStatus.UNKNOWN))
    vat = None if status is VatStatus.UNKNOWN else pence // 6
    return Purchase(
        id=f"p{number}",
        reference=f"W-{number}",
        on=START + timedelta(days=chance.randint(0, 40)),
        pence=pence,
        vat_pence=vat,
        vat_status=status,
        supplier=chance.choice(SUPPLIERS) if chance.random() < 0.95 else "",
        method=PaymentMethod.INVOICE,
    )


def _pay(chance: random.Random, world: MadeWorld, waiting: list[Purchase], unpaid: list[Purchase], way: str) -> None:
    first = waiting.pop()
    if way == "own":
        world.purchases[world.purchases.index(first)] = replace(first, method=PaymentMethod.OWN_MONEY)
    elif way == "unpaid":
        unpaid.append(first)
    elif way == "parts" and first.pence > 30_00:
        whole = _charge(world, first, chance)
        part = whole // 3
        for pence in (part, whole - part):
            _line(chance, world, pence, first, [first])
    elif way in ("batch", "bacs"):
        same = [each for each in waiting if way == "bacs" or each.supplier == first.supplier][: chance.randint(1, 3)]
        for each in same:
            waiting.remove(each)
        together = [first, *same]
        last = max(together, key=lambda each: each.on)
        pence = sum(_charge(world, each, chance) for each in together)
        name = "MISCELLANEOUS PAYMENTS BACS" if way == "bacs" else None
        _line(chance, world, pence, last, together, name)
    elif way == "netted":
        back = first.pence // 4
        refund = Purchase(
            f"r{first.id}",
            f"R-{first.id}",
            first.on,
            -back,
            0 if first.vat_pence is not None else None,
            first.vat_status,
            first.supplier,
            first.method,
            refund_of=first.id,
        )
        world.purchases.append(refund)
        if chance.random() < 0.5:
            _line(chance, world, _charge(world, first, chance) - back, first, [first, refund])
        else:
            _line(chance, world, _charge(world, first, chance), first, [first])
            _line(chance, world, -back, first, [refund])
    else:
        _line(chance, world, _charge(world, first, chance), first, [first])


def _charge(world: MadeWorld, purchase: Purchase, chance: random.Random) -> int:
    """What the file shows for a purchase: of VAT that nobody recorded, anything it may be."""
    sure = purchase.sure_pence(world.basis)
    return sure if sure is not None else chance.choice(purchase.tried_pence(world.basis))


def _line(
    chance: random.Random, world: MadeWorld, pence: int, of: Purchase, bought: list[Purchase], name: str | None = None
) -> None:
    row = len(world.lines) + 2
    shown = name or (chance.choice(HIDDEN) if chance.random() < 0.15 else _written(chance, of.supplier))
    day = of.on + timedelta(days=chance.randint(0, 30))
    world.lines.append(Line(row, reference=f"T{row}", when=When(day, day), pence=pence, supplier=shown))
    world.truth[row] = frozenset(each.id for each in bought)
    if len(bought) == 1 and pence in (of.sure_pence(world.basis), *of.tried_pence(world.basis)):
        world.alone.add(row)


def _written(chance: random.Random, supplier: str) -> str:
    """A name as finance systems write it: capitals, another legal form, cut."""
    name = supplier.upper()
    if chance.random() < 0.4:
        name = name.replace(" LTD", " LIMITED").replace(" LIMITED", " LTD")
    return name[: chance.choice((20, 24, 30))] if chance.random() < 0.4 else name


def _unrecorded(chance: random.Random, world: MadeWorld, unpaid: list[Purchase]) -> None:
    """A payment that nobody recorded. Beside a purchase of its very amount that is not paid, nobody could tell."""
    pence = chance.choice(AMOUNTS)
    near = {amount for each in unpaid for amount in (each.sure_pence(world.basis), *each.tried_pence(world.basis))}
    if pence in near:
        return
    row = len(world.lines) + 2
    day = START + timedelta(days=chance.randint(0, 60))
    name = _written(chance, chance.choice(SUPPLIERS))
    world.lines.append(Line(row, reference=f"T{row}", when=When(day, day), pence=pence, supplier=name))
    world.truth[row] = frozenset()
