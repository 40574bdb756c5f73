"""The sheet Cover: what this workbook is, what was done to make it, and what was left out."""

import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from budgettracker.costing.kinds import Mode, PriceUse, PurchasesCounted, VatRule, WorkCounted
from budgettracker.costing.rates.rules.uprating import rate_words
from budgettracker.costing.results.queries.kept import results_of
from budgettracker.costing.run.queries.run_costs import price_years
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.costing.run.rules.price_years import old_prices, one_years_prices, price_years_in_words
from budgettracker.exports.study.digest import Digest
from budgettracker.exports.study.outside import outside
from budgettracker.exports.study.study_data import StudyData
from budgettracker.families.kinds import Arm
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.studies.kinds import Profile
from budgettracker.studies.rules.run_page import warnings_of
from budgettracker.web import local_time
from budgettracker.wording import minutes_in_words
from budgettracker.workbooks import Cell, Kind, Page, Tally, words

LINE = 96
"""Characters of a line: rows of a spreadsheet do not grow with what is in them."""

Row = Sequence[Cell | None]

_MODES = {
    Mode.ALL_TIME: "A: all time is logged; time for nobody is shared over each worker's family minutes of the month",
    Mode.CLIENT_TIME: "B: time for families is logged; each post's published ratio stands for the rest",
}
_DECIDING = (
    "Beside each family's total, in both arms: from logs, or by the minutes of the scheme (sheet Deciding), as each "
    "authority counts it on the day"
)
_RULES = {
    Profile.INTERNAL: (
        "Families, children, workers, teams, suppliers, purchases and entries stand under pseudonyms of this study.",
        "Dates and amounts are exact; months of birth are given.",
        "No free text leaves, and no name, reference, address or note.",
    ),
    Profile.CONTROLLED: (
        "Families, children, workers, teams, purchases and entries stand under pseudonyms of this study.",
        "Dates of families, purchases and work are the first of their month. Amounts are exact.",
        "Days open are exact too: with a month they can tell the day a family was opened or closed.",
        "Children are given by age band. Suppliers are given as the category of the purchase.",
        "No free text leaves, and no name, reference, address or note.",
    ),
}


def cover_page(data: StudyData, tally: Tally, digest: Digest) -> Page:
    """The first sheet. It is written after the data sheets, and tells what was counted of them."""
    return Page(
        name="Cover",
        rows=_rows(data, tally, digest),
        widths=(30, 16, 16, 16, 16, 16, 16),
        description="What this workbook is, what was done to make it, and what was left out",
    )


def _rows(data: StudyData, tally: Tally, digest: Digest) -> Iterator[Row]:
    yield [words(f"{data.study.name}: what helping each family cost", "title")]
    yield [words("Not released. Every row is personal data: pseudonyms do not make a family anonymous.", "heading")]
    for part in (_study, _headline, _method, _profile, _families, _left_out, _outside):
        yield []
        yield from part(data)
    yield []
    yield from _contents(data, tally)
    yield []
    yield from _origin(data, digest)


def _heading(text: str) -> Row:
    return [words(text, "heading")]


def _columns(*names: str, figures: Collection[str]) -> Row:
    """Headings of a small table, those of figures to the right as the figures."""
    return [words(name, "header_right" if name in figures else "header") for name in names]


def _fact(name: str, text: str) -> Iterator[Row]:
    for at, line in enumerate(textwrap.wrap(text, LINE) or [""]):
        yield [words(name, "label") if at == 0 else None, words(line)]


def _study(data: StudyData) -> Iterator[Row]:
    run = data.run
    yield _heading("Study")
    yield from _fact("Name", data.study.name)
    yield from _fact("Workbook", f"Number {data.number} of this study")
    yield from _fact("Dates", f"{long_date(run.starts_on)} to {long_date(run.ends_on)}, both included")
    yield from _fact("Intervention", run.intervention or "All work, whatever intervention it was part of")
    if run.intervention:
        counted = WorkCounted.OWN if run.own_time_only else WorkCounted.ALL
        purchases = PurchasesCounted.COUNTED if run.counts_purchases else PurchasesCounted.LISTED
        yield from _fact("Time that counts", f"{counted.words}. {counted.hint}")
        yield from _fact("Purchases and the intervention", purchases.words)
    yield from _fact("Families", "Those with an arm that are open at least one of these days")


def _miles(data: StudyData) -> Iterator[Row]:
    """What a mile cost, said once where all authorities paid the same throughout."""
    by_name = sorted(data.mileage.items(), key=lambda item: data.authorities[item[0]])
    alike = {tuple(replace(rate, starts_on=date.min) for rate in rates) for _, rates in by_name}
    if len(alike) == 1 and len(by_name[0][1]) == 1:
        (rate,) = by_name[0][1]
        yield from _fact("Miles", rate.in_words)
        yield from _fact("Source of miles", rate.source)
        return
    for authority_id, rates in by_name:
        for rate in rates:
            yield from _fact(
                f"Miles in {data.authorities[authority_id]}",
                f"From {long_date(rate.starts_on)}: {rate.in_words}. Source: {rate.source}",
            )


def _prices(data: StudyData) -> Iterator[Row]:
    run = data.run
    if data.uprating is not None:
        yield from _fact("Price year", f"{one_years_prices(data.uprating.price_year)} (sheets Prices and As_logged)")
        for use in PriceUse:
            series = data.uprating.series(use)
            published = f"{series.called}, published on {long_date(series.published_on)}. Source: {series.source}"
            yield from _fact(f"Index: {use.words.lower()}", published)
        return
    years = price_years(data.session, run.id)
    prices = price_years_in_words((year.label for year in years), run.starts_on, run.ends_on)
    yield from _fact("Price year", f"As logged. {prices}; nothing is uprated")
    for warning in old_prices(years, run.starts_on):
        yield from _fact("Old prices", warning)


def _headline(data: StudyData) -> Iterator[Row]:
    """The run's headline and what stands beside it: an edited workbook's own sums stand on Family_costs."""
    yield _heading(f"What it came to in run {data.run.number}")
    for name, text in totals_of(data.run).headline:
        yield from _fact(name, text)
    if len(data.modes) > 1:
        whole, _ = results_of(data.session, data.run.id)
        for arm, each in whole.means:
            yield from _fact(
                f"A family: {arm}",
                f"{pounds(each.pooled_pence)} counting every family once, {pounds(each.of_authorities_pence)} counting each of "
                f"{len(each.within)} authorities once; Distribution has each for itself",
            )


def _method(data: StudyData) -> Iterator[Row]:
    run = data.run
    net = run.vat_rule == VatRule.NET_OF_RECOVERABLE
    yield _heading("Method")
    yield from _fact("Costing run", f"Number {run.number}, made on {local_time(run.made_at)}")
    for authority_id, mode in sorted(data.modes.items(), key=lambda item: data.authorities[item[0]]):
        yield from _fact(f"Mode of {data.authorities[authority_id]}", _MODES[Mode(mode)])
    yield from _fact("Deciding", _DECIDING)
    for person_id, spent in sorted(totals_of(run).without_post.items(), key=lambda each: data.names.worker(each[0])):
        who = f"{data.names.worker(person_id)} held no post that has a cost: {minutes_in_words(spent)}"
        yield from _fact("Deciding without a price", who)
    if not run.classes_apart:
        yield from _fact(
            "Set-up", "This run is from before setting up and deciding stood apart: they are in its totals"
        )
    yield from _prices(data)
    if run.discount_basis_points is None:
        yield from _fact("Discounting", "None")
    else:
        yield from _fact(
            "Discounting",
            f"Beside the run's amounts, by {rate_words(run.discount_basis_points)}% a year from each family's start (sheet "
            "Discounting); discount_year on rows tells on which side of its start's anniversary a day lies",
        )
        yield from _fact("Source of the rate", run.discount_source or "")
    qualifications = "counted" if run.with_qualifications else "left out"
    yield from _fact("Qualifications", f"Yearly shares of what qualifying cost are {qualifications}")
    yield from _fact("Tax in purchases", "Amounts less tax that is recovered" if net else "Amounts with all tax")
    if totals_of(run).unknown_vat_words:
        yield from _fact("Tax of unknown status", totals_of(run).unknown_vat_words)
    yield from _miles(data)
    yield from _fact(
        "Rounding",
        "Each part of an entry is rounded to the penny once, then shared by rounding the running total; every total is "
        "a sum of the rows shown",
    )
    for notice in (*totals_of(run).notices, *_mixed(data)):
        yield from _fact("Notice", notice)


def _mixed(data: StudyData) -> list[str]:
    """Why means over several authorities compare unlike things."""
    arms: dict[str, set[Arm]] = {}
    for member in data.members:
        arms.setdefault(member.authority, set()).add(Arm(member.arm))
    names = sorted((data.authorities[authority_id], mode) for authority_id, mode in data.modes.items())
    return warnings_of((name, mode, frozenset(arms.get(name, ()))) for name, mode in names)


def _profile(data: StudyData) -> Iterator[Row]:
    yield _heading("Disclosure")
    yield from _fact("Profile", data.profile)
    for rule in _RULES[Profile(data.profile)]:
        yield from _fact("Rule applied", rule)


def _families(data: StudyData) -> Iterator[Row]:
    yield _heading("Families")
    yield _columns("authority", *Arm, "total", figures=(*Arm, "total"))
    for authority in sorted({data.authorities[authority_id] for authority_id in data.modes}):
        arms = [member.arm for member in data.members if member.authority == authority]
        counts = (arms.count("budget"), arms.count("comparison"), len(arms))
        yield [words(authority, "column_text"), *(Cell(Kind.WHOLE, count) for count in counts)]


def _left_out(data: StudyData) -> Iterator[Row]:
    frozen = totals_of(data.run)
    yield _heading("Time left out of families' costs")
    if frozen.left_out:
        yield _columns("minutes", "cost, pounds", "why", figures=("minutes", "cost, pounds"))
    for reason in frozen.left_out:
        minutes = Cell(Kind.WHOLE, reason.minutes) if reason.minutes else None
        yield [minutes, Cell(Kind.MONEY, reason.cost_pence), words(reason.words, "column_text")]
    if not frozen.left_out:
        yield from _fact("Nothing", "Every entry is part of a family's cost")


def _outside(data: StudyData) -> Iterator[Row]:
    yield _heading("Held by the authorities, and not in this workbook")
    yield _columns("number", "what", figures=("number",))
    for text, count in outside(data):
        yield [Cell(Kind.WHOLE, count), words(text, "column_text")]


def _contents(data: StudyData, tally: Tally) -> Iterator[Row]:
    yield _heading("Sheets")
    yield _columns("sheet", "rows", figures=("rows",))
    for name, rows in tally.rows.items():
        further = tally.parts[name][1:]
        continued = words(f"goes on in {', '.join(further)}") if further else None
        yield [words(name, "column_text"), Cell(Kind.WHOLE, rows), continued]
    yield from _fact("Checks", "Every way in which the sheets must add up, as live formulas")
    yield from _fact("Dictionary", "What each sheet and column means, its unit, class and source")


def _origin(data: StudyData, digest: Digest) -> Iterator[Row]:
    yield _heading("Made by")
    yield from _fact("Program", f"Devolved budget tracker {data.version}")
    yield from _fact("Digest of the data rows", f"SHA-256 {digest.hex}")
