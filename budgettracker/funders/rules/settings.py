"""What a study says for its tables that no run knows: participants, places, years, bands, where each cost belongs."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from budgettracker.errors import Refusal
from budgettracker.funders.kinds import CostCategory, FunderTable, Participants, Recurrence
from budgettracker.funders.rules.elements import ELEMENTS, ELEMENTS_SOURCE, Element
from budgettracker.funders.rules.facts import CostItem
from budgettracker.money import NotMoney, parse_pounds, pounds

MOST_BANDS = 12
MOST_YEARS = 10


class Band(NamedTuple):
    """A band of a cost rating: its name, and the most that a participant costs in it a year; None: anything above."""

    name: str
    most_pence: int | None


EEF_BANDS = (
    Band("very low", 80_00),
    Band("low", 200_00),
    Band("moderate", 720_00),
    Band("high", 1_200_00),
    Band("very high", None),
)
LAYOUTS_SOURCE = "The funders' guidance as it was known in 2026"
EEF_BANDS_SOURCE = "Education Endowment Foundation, cost rating per pupil a year"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a study's tables; as they stand here until somebody saves others.

    `places` are those the service could fill in a year, None: not stated. `duration_months` is how long a family is meant
    to be helped. `years` is over how many years a table looks ahead.
    """

    participants: Participants = Participants.FAMILIES
    years: int = 3
    places: int | None = None
    duration_months: int | None = None
    perspective: str = "The local authority's: children's services"
    there_already: str = ""
    bands: tuple[Band, ...] = EEF_BANDS
    bands_source: str = EEF_BANDS_SOURCE
    layouts_source: str = LAYOUTS_SOURCE
    elements: tuple[Element, ...] = ELEMENTS
    elements_source: str = ELEMENTS_SOURCE
    categories: dict[str, CostCategory] = field(default_factory=dict)
    recurrences: dict[str, Recurrence] = field(default_factory=dict)
    columns: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    saved_on: str = ""
    """The day from which they count, in words; empty: nobody saved any. It is stored beside them."""

    @property
    def dated(self) -> str:
        """From which day bands, years and columns count, and where they come from, in words."""
        since = f"as saved on {self.saved_on}" if self.saved_on else "as the program has them: nobody saved others"
        return f"Years and columns after: {self.layouts_source}. Bands after: {self.bands_source}. Settings {since}."

    def with_columns(self, table: FunderTable, columns: tuple[tuple[str, str], ...]) -> "Settings":
        """The same with other columns of a table; none: the layout's own."""
        others = {name: chosen for name, chosen in self.columns.items() if name != table}
        return replace(self, columns=others | ({table.value: columns} if columns else {}))

    def placed(self, items: Iterable[CostItem]) -> list[CostItem]:
        """The items of a run, each where the evaluator put it."""
        return [
            item._replace(
                category=self.categories.get(item.name, item.category),
                recurrence=self.recurrences.get(item.name, item.recurrence),
            )
            for item in items
        ]


def written(settings: Settings) -> str:
    """Settings as they are stored: JSON with sorted names."""
    stored = {name: value for name, value in asdict(settings).items() if name != "saved_on"}
    return json.dumps(stored, sort_keys=True, ensure_ascii=False)


def loaded(text: str) -> Settings:
    """Settings as they were stored."""
    stored: dict[str, Any] = json.loads(text)
    return Settings(
        participants=Participants(stored["participants"]),
        years=stored["years"],
        places=stored["places"],
        duration_months=stored["duration_months"],
        perspective=stored["perspective"],
        there_already=stored["there_already"],
        bands=tuple(Band(name, most) for name, most in stored["bands"]),
        bands_source=stored["bands_source"],
        layouts_source=stored.get("layouts_source", LAYOUTS_SOURCE),
        elements=tuple(Element(name, where) for name, where in stored.get("elements", ELEMENTS)),
        elements_source=stored.get("elements_source", ELEMENTS_SOURCE),
        categories={name: CostCategory(each) for name, each in stored["categories"].items()},
        recurrences={name: Recurrence(each) for name, each in stored["recurrences"].items()},
        columns={
            name: tuple((column, heading) for column, heading in chosen) for name, chosen in stored["columns"].items()
        },
    )


def parse_bands(text: str) -> tuple[Band, ...]:
    """Bands of a rating: one a line, `very low: 80.00`, the last one without an amount: `very high`.

    Raises Refusal for a line without a name, an amount that is none or not above the one before, a band after the one
    without an amount, and where the last band ends: then some cost would have no rating.
    """
    bands: list[Band] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, amount = (part.strip() for part in line.partition(":"))
        if not name:
            raise Refusal("bands", f"“{line}” has no name. Write a band like “low: 200.00”.")
        if bands and bands[-1].most_pence is None:
            raise Refusal("bands", f"“{bands[-1].name}” has no amount, so nothing can come after it.")
        try:
            most = parse_pounds(amount) if colon else None
        except NotMoney as wrong:
            raise Refusal("bands", f"“{name}”: {wrong}") from None
        if most is not None and most <= (bands[-1].most_pence or 0 if bands else 0):
            raise Refusal("bands", f"“{name}” must end above the band before it, not at {pounds(most)}.")
        bands.append(Band(name, most))
    if not bands or bands[-1].most_pence is not None:
        raise Refusal("bands", "The last band needs no amount: whatever costs more belongs there.")
    if len(bands) > MOST_BANDS:
        raise Refusal("bands", f"At most {MOST_BANDS} bands.")
    return tuple(bands)


def bands_in_words(bands: Iterable[Band]) -> str:
    """Bands as a form shows them: one a line."""
    return "\n".join(f"{name}: {pounds(most)}" if most is not None else name for name, most in bands)


def band_of(pence: int, bands: Iterable[Band]) -> Band:
    """The band a cost of a participant a year lies in; equal to a band's end is in it."""
    return next(band for band in bands if band.most_pence is None or pence <= band.most_pence)
