"""The lines behind an amount of a run as a study's profile lets them be seen: pseudonyms, days or months, no free text."""

import uuid
from dataclasses import dataclass

from budgettracker.costing.kinds import DecisionAbout, Part, Side
from budgettracker.costing.rates.rules.working import ratio_words
from budgettracker.costing.results.rules.figure import Figure
from budgettracker.costing.results.rules.figure_lines import (
    DecisionShare,
    EntryShare,
    FigureLine,
    PoolShare,
    PoolSourceShare,
    PurchaseLine,
    Section,
    WholeEntry,
)
from budgettracker.money import half_up, pounds
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.rules.profiles import date_in_words, days_shown
from budgettracker.studies.rules.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class PurchaseShown:
    """A purchase or refund as its row reads."""

    name: str
    day: str
    family: str
    deed: str
    category: str
    pence: int


@dataclass(frozen=True, slots=True)
class WorkShown:
    """An entry of work, or a family's share of one, as its row reads; `hour` is what an hour of the post cost."""

    name: str
    day: str
    family: str
    worker: str
    activity: str
    post: str
    minutes: str
    hour: str
    share: str
    pence: int


@dataclass(frozen=True, slots=True)
class PoolShown:
    """A family's share of a worker's month of time for nobody, as its row reads."""

    family: str
    worker: str
    month: str
    time_of: str
    pool_pence: int
    share: str
    pence: int


@dataclass(frozen=True, slots=True)
class PoolSourceShown:
    """What of a worker's month of time for nobody was of one kind, and what of that falls to the families, as its row reads."""

    worker: str
    month: str
    time_of: str
    pool_pence: int
    source_pence: int
    pence: int


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """What of a decision falls on a family, as its row reads."""

    family: str
    day: str
    worker: str
    about: str
    post: str
    minutes: str
    hour: str
    share: str
    pence: int


LineShown = PurchaseShown | WorkShown | PoolShown | PoolSourceShown | DecisionShown


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one kind on a page, with the sum and number of all there are."""

    section: Section
    rows: list[LineShown]


class LinesShown:
    """Turns lines into what may be seen of them, by the profile and the pseudonyms of one study."""

    def __init__(self, profile: str, names: Pseudonyms, members: frozenset[uuid.UUID], figure: Figure) -> None:
        self._profile, self._names, self._members, self._figure = profile, names, members, figure
        self.by_day = days_shown(profile)

    def row(self, line: FigureLine) -> LineShown:
        """One line as its table shows it."""
        if isinstance(line, PurchaseLine):
            return self._purchase(line)
        if isinstance(line, PoolShare):
            return self._pool(line)
        if isinstance(line, PoolSourceShare):
            return self._pool_source(line)
        if isinstance(line, DecisionShare):
            return self._decision(line)
        return self._work(line)

    def _decision(self, line: DecisionShare) -> DecisionShown:
        hour = "None"
        if line.annual_pence is not None and line.minutes_per_year is not None:
            hour = pounds(half_up(line.annual_pence * 60, line.minutes_per_year))
        return DecisionShown(
            family=self._family(line.family_id),
            day=date_in_words(self._profile, line.decided_on),
            worker=self._names.worker(line.person_id),
            about=DecisionAbout(line.about).words,
            post=line.post or "No post",
            minutes=f"{line.minutes:,}",
            hour=hour,
            share=_share(line),
            pence=line.pence,
        )

    def _purchase(self, line: PurchaseLine) -> PurchaseShown:
        return PurchaseShown(
            name=self._names.of(PseudonymKind.PURCHASE, line.refund_id or line.spend_id),
            day=date_in_words(self._profile, line.bought_on),
            family=self._family(line.family_id),
            deed="Refund" if line.refund_id else "Purchase",
            category=line.category or "None",
            pence=line.pence,
        )

    def _work(self, line: EntryShare | WholeEntry) -> WorkShown:
        minutes = self._minutes(line)
        return WorkShown(
            name=self._names.of(PseudonymKind.ENTRY, line.entry_id),
            day=date_in_words(self._profile, line.worked_on),
            family=self._family(line.family_id) if isinstance(line, EntryShare) else "",
            worker=self._names.worker(line.person_id),
            activity=line.activity,
            post=line.post,
            minutes="" if minutes is None else f"{minutes:,}",
            hour="" if minutes is None else self._hour(line),
            share=_share(line) if isinstance(line, EntryShare) else "",
            pence=line.pence,
        )

    def _minutes(self, line: EntryShare | WholeEntry) -> int | None:
        """The minutes behind the amount: of one kind where it counts one part; None where it is no time at all."""
        part = self._figure.part if isinstance(line, EntryShare) else Part.TIME
        if part in (Part.MILEAGE, Part.EXPENSES):
            return None
        of_part = {
            Part.CONTACT: line.contact_minutes,
            Part.PREPARATION: line.preparation_minutes,
            Part.TRAVEL: line.travel_minutes,
        }
        return of_part[part] if part in of_part else sum(of_part.values())

    def _hour(self, line: EntryShare | WholeEntry) -> str:
        """What an hour of the post cost; where the amount is what the ratio adds, times the ratio."""
        hour = pounds(half_up(line.annual_pence * 60, line.minutes_per_year))
        of_ratio = self._figure.side is Side.FAMILIES and self._figure.part in (Part.INDIRECT, Part.UPLIFT)
        if of_ratio and line.ratio_thousandths is not None:
            return f"{hour} × {ratio_words(line.ratio_thousandths)}"
        return hour

    def _pool(self, line: PoolShare) -> PoolShown:
        carried = f"{line.minutes:,} of {line.family_minutes:,} minutes" if line.family_minutes else "No family minutes"
        return PoolShown(
            family=self._family(line.family_id) if line.family_minutes else "Nobody",
            worker=self._names.worker(line.person_id),
            month=f"{line.month:%B %Y}",
            time_of=line.intervention or "General time",
            pool_pence=line.pool_pence,
            share=carried,
            pence=line.pence,
        )

    def _pool_source(self, line: PoolSourceShare) -> PoolSourceShown:
        return PoolSourceShown(
            worker=self._names.worker(line.person_id),
            month=f"{line.month:%B %Y}",
            time_of=line.intervention or "General time",
            pool_pence=line.pool_pence,
            source_pence=line.source_pence,
            pence=line.pence,
        )

    def _family(self, family_id: uuid.UUID | None) -> str:
        if family_id is None:
            return "Other families" if self._figure.side is not Side.UNALLOCATED else "Nobody"
        return self._names.family(family_id) if family_id in self._members else "Not in the study"


def _share(line: EntryShare | DecisionShare) -> str:
    part = line.share_to - line.share_from
    return "All of it" if part == line.share_of else f"{part:,} of {line.share_of:,}"
