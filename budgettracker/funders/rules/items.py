"""Costs item by item: over years and per participant (EEF), with quantity and price (YEF), per family and child (Foundations).

What the families with a budget cost in the days of the run is taken as it is. Looking ahead, a start-up cost comes once, and
a recurring one each year for as many participants as a year has places for: those stated, else the participants of the run
over its years. What serves for years (fitting out, a licence of five years) bears its yearly share each year, whoever takes part.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import Cell, CostCategory, FunderTable, Participants, Recurrence
from budgettracker.funders.rules.facts import CostItem, RunFacts
from budgettracker.funders.rules.settings import Settings, band_of
from budgettracker.funders.rules.table import Table, TableColumn, Value, in_steps, in_words, nearest
from budgettracker.money import half_up, pounds

TOTAL = "total"
_ITEM = TableColumn("item", Cell.TEXT, "What was paid for")
_RECURRENCE = TableColumn("start_up_or_recurring", Cell.TEXT, "Start-up: once; recurring: each year again")


def a_year(facts: RunFacts, settings: Settings) -> Fraction:
    """Participants a year: the places stated, else those of the run over its years."""
    if settings.places is not None:
        return Fraction(settings.places)
    return facts.participants(settings.participants) / facts.years


def over_years(facts: RunFacts, settings: Settings, item: CostItem, years: int) -> Fraction:
    """What an item of the run comes to over some years, in exact pence."""
    if item.yearly_pence is not None:
        return Fraction(item.yearly_pence * years)
    if item.recurrence is Recurrence.START_UP:
        return Fraction(item.pence)
    return Fraction(item.pence, facts.participants(settings.participants)) * a_year(facts, settings) * years


def items(facts: RunFacts, settings: Settings) -> Table:
    """Item by item over the years ahead; without a participant there is none."""
    placed, years = settings.placed(facts.items), settings.years
    columns = (
        _ITEM,
        _RECURRENCE,
        TableColumn("cost_per_setting", Cell.MONEY, "Cost in the days of the run over the authorities that took part"),
        TableColumn(f"total_over_{years}_years", Cell.MONEY, f"What it comes to over {years} years"),
        TableColumn(
            "per_participant_per_year", Cell.MONEY, f"That over the participants of {years} years: averaged over them"
        ),
    )
    if not facts.participants(settings.participants):
        return Table(FunderTable.ITEMS, columns, (), (nobody(settings),))
    ahead = [over_years(facts, settings, item, years) for item in placed]
    whole = years * a_year(facts, settings)
    rows = with_total(
        [(item.name, item.recurrence.value) for item in placed],
        [Fraction(item.pence, len(facts.sites)) for item in placed],
        ahead,
        [each / whole for each in ahead],
    )
    return Table(FunderTable.ITEMS, columns, rows, basis(facts, settings), has_total=True)


def cumulative(facts: RunFacts, settings: Settings) -> Table:
    """What the intervention has cost by the end of each year: start-up costs, and the recurring ones of the years so far."""
    columns = (
        TableColumn("intervention", Cell.TEXT, "What was costed"),
        *(
            TableColumn(f"year_{year}", Cell.MONEY, f"Cost by the end of year {year}")
            for year in range(1, settings.years + 1)
        ),
    )
    if not facts.participants(settings.participants):
        return Table(FunderTable.CUMULATIVE, columns, (), (nobody(settings),))
    placed = settings.placed(facts.items)
    by_year = [
        nearest(sum((over_years(facts, settings, item, year) for item in placed), Fraction(0)))
        for year in range(1, settings.years + 1)
    ]
    row: tuple[Value, ...] = (facts.intervention or "All work with the families", *by_year)
    return Table(FunderTable.CUMULATIVE, columns, (row,), basis(facts, settings))


def per_participant_year(facts: RunFacts, settings: Settings) -> int | None:
    """What a participant costs a year, averaged over the years ahead: the last cell of Items; None without any."""
    if not facts.participants(settings.participants):
        return None
    ahead = [over_years(facts, settings, item, settings.years) for item in settings.placed(facts.items)]
    return nearest(sum(ahead, Fraction(0)) / (settings.years * a_year(facts, settings)))


def rating(facts: RunFacts, settings: Settings) -> Table:
    """The band that a participant's cost a year lies in."""
    columns = (
        TableColumn("cost_per_participant_per_year", Cell.MONEY, "The total of Items"),
        TableColumn("band", Cell.TEXT, "The band it lies in; equal to a band's end is in it"),
        TableColumn("band_ends_at", Cell.TEXT, "The most a participant costs in it a year"),
        TableColumn("source_of_bands", Cell.TEXT, "Where the bands come from"),
    )
    pence = per_participant_year(facts, settings)
    if pence is None:
        return Table(FunderTable.RATING, columns, (), (nobody(settings),))
    band = band_of(pence, settings.bands)
    ends = "no end" if band.most_pence is None else pounds(band.most_pence)
    return Table(
        FunderTable.RATING, columns, ((pence, band.name, ends, settings.bands_source),), basis(facts, settings)
    )


def items_yef(facts: RunFacts, settings: Settings) -> Table:
    """Item by item with category, quantity and price; a round is the days of the run."""
    columns = (
        _ITEM,
        TableColumn("category", Cell.TEXT, "; ".join(CostCategory)),
        TableColumn("set_up_or_recurring", Cell.TEXT, "Start-up: once; recurring: each round again"),
        TableColumn("quantity", Cell.TEXT, "How much of it, with its unit; none where nothing is counted"),
        TableColumn(
            "unit_price", Cell.MONEY, "Cost per round over the quantity, rounded to pence; 0 without a quantity"
        ),
        TableColumn("per_round", Cell.MONEY, "Cost in the days of the run"),
        TableColumn("per_participant", Cell.MONEY, "That over the participants of the run"),
    )
    number = facts.participants(settings.participants)
    if not number:
        return Table(FunderTable.ITEMS_YEF, columns, (), (nobody(settings),))
    placed = settings.placed(facts.items)
    each = in_steps([Fraction(item.pence, number) for item in placed])
    rows: list[tuple[Value, ...]] = [
        (
            item.name,
            item.category.value,
            item.recurrence.value,
            quantity_in_words(item),
            unit_price(item),
            item.pence,
            share,
        )
        for item, share in zip(placed, each, strict=True)
    ]
    rows.append((TOTAL, "", "", "", None, sum(item.pence for item in placed), sum(each)))
    return Table(FunderTable.ITEMS_YEF, columns, tuple(rows), basis(facts, settings), has_total=True)


def items_foundations(facts: RunFacts, settings: Settings) -> Table:
    """Item by item per family and per child, with usual help beside it: what families for comparison cost."""
    columns = (
        _ITEM,
        _RECURRENCE,
        TableColumn("perspective", Cell.TEXT, "Whose costs these are"),
        TableColumn("total", Cell.MONEY, "Cost in the days of the run"),
        TableColumn("per_family", Cell.MONEY, "That over the families"),
        TableColumn("per_child", Cell.MONEY, "That over the children in scope; 0 without any"),
        TableColumn("band", Cell.TEXT, "The cost rating, on the row of the total"),
    )
    budget = facts.budget
    if not budget:
        return Table(FunderTable.ITEMS_FOUNDATIONS, columns, (), (nobody(settings),))
    placed = settings.placed(facts.items)
    children = facts.participants(Participants.CHILDREN)
    families = in_steps([Fraction(item.pence, len(budget)) for item in placed])
    of_child = in_steps([Fraction(item.pence, children) for item in placed]) if children else [None] * len(placed)
    rows: list[tuple[Value, ...]] = [
        (item.name, item.recurrence.value, settings.perspective, item.pence, family, child, "")
        for item, family, child in zip(placed, families, of_child, strict=True)
    ]
    yearly = per_participant_year(facts, settings)
    band = "" if yearly is None else band_of(yearly, settings.bands).name
    whole = sum(item.pence for item in placed)
    rows.append((TOTAL, "", settings.perspective, whole, sum(families), _over(whole, children), band))
    rows += [_beside(words, facts, settings, arm, usual) for words, arm, usual in _USUAL if facts.of_arm(arm)]
    return Table(FunderTable.ITEMS_FOUNDATIONS, columns, tuple(rows), basis(facts, settings), has_total=True)


_USUAL = (
    ("beside it: other help to families with a budget", Arm.BUDGET, False),
    ("usual help: families for comparison, purchases and time", Arm.COMPARISON, True),
    ("usual help: other help to families for comparison", Arm.COMPARISON, False),
)


def _beside(words: str, facts: RunFacts, settings: Settings, arm: Arm, usual: bool) -> tuple[Value, ...]:
    families = facts.of_arm(arm)
    pence = sum(each.costs.total_pence if usual else each.costs.other_help_pence for each in families)
    children = sum(each.costs.children_in_scope for each in families)
    return words, "", settings.perspective, pence, half_up(pence, len(families)), _over(pence, children), ""


def _over(pence: int, children: int) -> int | None:
    return half_up(pence, children) if children else None


def with_total(heads: Sequence[tuple[str, str]], *columns: Iterable[Fraction]) -> tuple[tuple[Value, ...], ...]:
    """Rows of exact amounts as whole pence, each column adding up to the row of its total."""
    stepped = [in_steps(list(column)) for column in columns]
    rows: list[tuple[Value, ...]] = [(*head, *(column[at] for column in stepped)) for at, head in enumerate(heads)]
    return (*rows, (TOTAL, "", *(sum(column) for column in stepped)))


def quantity_in_words(item: CostItem) -> str:
    """How much of an item there was: `12.50 hours`, `3 purchases`; none where nothing is counted."""
    if item.quantity is None:
        return "none"
    if item.unit == "hours":
        return f"{in_words(item.quantity, Cell.HOURS)} hours"
    return f"{item.quantity} {item.unit}"


def unit_price(item: CostItem) -> int | None:
    """What one unit cost, in pence: of an hour for time."""
    if not item.quantity or item.pence < 0:
        return None
    return half_up(item.pence * (60 if item.unit == "hours" else 1), item.quantity)


def nobody(settings: Settings) -> str:
    """Why a table has no row."""
    return f"The run has no {settings.participants.singular} with a budget, so nothing can be shared over them."


def duration(settings: Settings) -> str:
    """For how long a family is meant to be helped, in words; where nobody said, that the settings ask for it."""
    if settings.duration_months is None:
        return "Planned duration of help: not stated; Settings of the tables ask for it."
    months = "1 month" if settings.duration_months == 1 else f"{settings.duration_months} months"
    return f"Planned duration of help: {months}."


def basis(facts: RunFacts, settings: Settings) -> tuple[str, ...]:
    """What must be known to read the tables of items."""
    number = facts.participants(settings.participants)
    places = "as stated" if settings.places is not None else "those of the run over its years"
    yearly = nearest(a_year(facts, settings) * 10) if number else 0
    return (
        f"Families with a budget only, {facts.vat.lower()}; deciding is an item of its own, other help is in none. Costs that "
        "their authorities' finance states besides are items, spread over the years they serve.",
        f"Participants: {number:,} {settings.participants.value}; {yearly // 10:,}.{yearly % 10} a year, {places}. "
        f"{duration(settings)} "
        f"{len(facts.sites)} {'setting' if len(facts.sites) == 1 else 'settings'}: the authorities.",
        f"{facts.prices_in_words}. Each column is rounded so that it adds up to its total.",
        *([f"There already and not counted: {settings.there_already}"] if settings.there_already else []),
    )
