"""The names an import makes, each named in its report: teams, categories, interventions and sessions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from budgettracker.folding import folded_reference
from budgettracker.imports.files.problems import Note, shown
from budgettracker.imports.tables.family_rows import FamilyRow
from budgettracker.imports.tables.near_names import almost
from budgettracker.imports.tables.rows import PersonRow, Row
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.periods import long_date

SESSIONS_NAMED = 50
_SPELLED = "Is it spelled as meant?"


@dataclass(slots=True)
class NewNames:
    """Names made while a folder is written: what each is, and the row that named it first."""

    teams: dict[str, Row] = field(default_factory=dict)
    categories: dict[str, Row] = field(default_factory=dict)
    interventions: dict[str, Row] = field(default_factory=dict)
    activities: dict[str, Row] = field(default_factory=dict)


def team_notes(
    new: Mapping[str, Row], teams: Iterable[str], people: Sequence[PersonRow], members: Mapping[str, str]
) -> list[Note]:
    """A line for each new team: who belongs to it, and what it may be a slip of.

    `teams` are all of the authority's, `members` the first team of people who were there before, by address.
    """
    of_person = dict(members) | {row.email: row.team for row in people if row.team}
    sizes = Counter(team.casefold() for team in of_person.values())
    notes = []
    for name, row in new.items():
        belong = sizes[name.casefold()]
        who = (
            f"{belong} of its people {'is' if belong == 1 else 'are'} in the files"
            if belong
            else "nobody belongs to it"
        )
        lead = of_person.get(row.lead_email) if isinstance(row, FamilyRow) else None
        if lead and lead.casefold() != name.casefold():
            who += f", and the lead worker is in {shown(lead)}"
        larger = [team for team in teams if sizes[team.casefold()] >= belong]
        notes.append(_note(row, "team", name, f"is a new team; {who}.", almost(name, larger)))
    return notes


def category_notes(new: Mapping[str, Row], categories: Iterable[str]) -> list[Note]:
    """A line for each category that only a purchase names: the scheme's row lists none."""
    listed = list(categories)
    return [
        _note(row, "category", name, "is a new category, made from this row.", almost(name, listed))
        for name, row in new.items()
    ]


def intervention_notes(new: Mapping[str, Row], interventions: Iterable[str]) -> list[Note]:
    """A line for each new intervention: a study of another spelling leaves its time out."""
    listed = list(interventions)
    return [
        _note(row, "intervention", name, f"is a new intervention. {_SPELLED}", almost(name, listed))
        for name, row in new.items()
    ]


def session_notes(rows: Sequence[WorktimeRow]) -> list[Note]:
    """The sessions that new entries make, and what looks wrong of one: several days, or almost another's name."""
    sessions: dict[str, list[WorktimeRow]] = defaultdict(list)
    for row in rows:
        if row.session_ref is not None:
            sessions[row.session_ref].append(row)
    if not sessions:
        return []
    first = next(iter(sessions.values()))[0]
    names = [f"“{shown(name)}” ({_entries(len(of))})" for name, of in sessions.items()]
    more = f" and {len(names) - SESSIONS_NAMED:,} more" if len(names) > SESSIONS_NAMED else ""
    listed = ", ".join(names[:SESSIONS_NAMED])
    notes = [Note(first.where.file, first.where.row, "session_ref", f"sessions: {listed}{more}.")]
    by_fold: dict[str, str] = {}
    for name, of in sessions.items():
        days = sorted({row.worked_on for row in of})
        if len(days) > 1:
            words = f"“{shown(name)}” joins entries of several days, {long_date(days[0])} to {long_date(days[-1])}."
            notes.append(Note(of[0].where.file, of[0].where.row, "session_ref", f"{words} Is it one session?"))
        other = by_fold.setdefault(folded_reference(name), name)
        if other != name:
            words = f"“{shown(name)}” and “{shown(other)}” are almost the same. Entries of one session need one name."
            notes.append(Note(of[0].where.file, of[0].where.row, "session_ref", words))
    return notes


def _note(row: Row, column: str, name: str, words: str, other: str | None) -> Note:
    meant = f" “{shown(other)}” is there too: is that meant?" if other else ""
    return Note(row.where.file, row.where.row, column, f"“{shown(name)}” {words}{meant}")


def _entries(count: int) -> str:
    return f"{count:,} entr{'y' if count == 1 else 'ies'}"
