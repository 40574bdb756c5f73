"""The activities and interventions work time names: found in the authority's lists, or added to them."""

from collections import defaultdict

from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books
from budgettracker.imports.files.problems import shown
from budgettracker.imports.tables import cross_rows
from budgettracker.imports.tables.near_names import almost
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.periods import long_date
from budgettracker.worktime.actions import add_activity, add_intervention
from budgettracker.worktime.kinds import LOGGED_KINDS, ActivityClass, ActivityKind
from budgettracker.worktime.models import Activity, Intervention
from budgettracker.worktime.rules import ActivityRetired, NeedsFamily, NoFamily, require_family, require_in_use


class Activities:
    """An authority's lists while work time comes in; capitals make no other activity or intervention."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._activities = queries.activities_by_name(books.authority.id)
        self._interventions = queries.interventions_by_name(books.authority.id)
        self._new = _kinds(books.folder.worktime)

    def check(self, row: WorktimeRow) -> None:
        """Report what the authority's list, or the file itself, says otherwise of the row's activity."""
        refuse, key = self._books.refuse, row.activity.casefold()
        listed = self._activities.get(key)
        kind, class_ = (listed.kind, listed.activity_class) if listed is not None else self._new[key]
        if row.activity_kind is not None and row.activity_kind != kind:
            refuse(row, "activity_kind", f"is not what {row.activity} is elsewhere: {kind}.", row.activity_kind)
        if row.activity_class is not None and row.activity_class != class_:
            refuse(row, "activity_class", f"is not what {row.activity} is elsewhere: {class_}.", row.activity_class)
        try:
            require_in_use(row.activity, listed.retired_on if listed is not None else None, row.worked_on)
        except ActivityRetired as retired:
            refuse(row, "activity", f"is not used since {long_date(retired.retired_on)}.", row.activity)
        try:
            require_family(row.activity, kind, has_families=bool(row.family_refs) or row.other_families)
        except NeedsFamily:
            words = "is work with a family: name it in family_refs, or write other for other families."
            refuse(row, "activity", words, row.activity)
        except NoFamily:
            refuse(row, "activity", "is time away from work: leave family_refs empty.", row.activity)

    def is_absence(self, row: WorktimeRow) -> bool:
        """Is the row's activity time away from work?"""
        listed = self._activities.get(row.activity.casefold())
        return (listed.kind if listed else self._new[row.activity.casefold()][0]) == ActivityKind.ABSENT

    @property
    def interventions(self) -> list[str]:
        """The names of the authority's interventions."""
        return [known.name for known in self._interventions.values()]

    def of(self, row: WorktimeRow) -> Activity:
        """The row's activity, added to the authority's list where it is new."""
        books, key = self._books, row.activity.casefold()
        activity = self._activities.get(key)
        if activity is None:
            kind, class_ = self._new[key]
            activity = add_activity(
                books.by, books.authority, row.activity, kind=kind, activity_class=class_, at=books.at
            )
            self._activities[key] = activity
            books.new.activities[row.activity] = row
            other = almost(row.activity, [known.name for known in self._activities.values()])
            meant = f" “{shown(other)}” is there too: is that meant?" if other else ""
            words = f"“{shown(row.activity)}” is a new activity, {kind}. Is it spelled as meant?{meant}"
            books.note(row, "activity", words)
        return activity

    def intervention_of(self, row: WorktimeRow) -> Intervention | None:
        """The row's intervention, added to the authority's list where it is new; None for none."""
        if row.intervention is None:
            return None
        intervention = self._interventions.get(row.intervention.casefold())
        if intervention is None:
            books = self._books
            intervention = add_intervention(books.by, books.authority, row.intervention, at=books.at)
            self._interventions[row.intervention.casefold()] = intervention
            books.new.interventions[row.intervention] = row
        return intervention


def _kinds(rows: list[WorktimeRow]) -> dict[str, tuple[ActivityKind, ActivityClass]]:
    """Kind and class of each activity of the file by its name in small letters.

    What is logged with families and for nobody alike is no direct work by itself, unless the file says so.
    """
    stated = {row.activity.casefold() for row in rows if row.activity_kind}
    nobody = {row.activity.casefold() for row in rows if not row.family_refs and not row.other_families}
    by_name: dict[str, tuple[ActivityKind, ActivityClass]] = {}
    spellings: dict[str, list[cross_rows.Activity]] = defaultdict(list)
    for activity in cross_rows.activities(rows).values():
        spellings[activity.name.casefold()].append(activity)
    for name, same in spellings.items():
        kinds = {activity.kind for activity in same}
        kind = next(kind for kind in LOGGED_KINDS if kind in kinds)
        if kind is ActivityKind.DIRECT and name in nobody and name not in stated:
            kind = ActivityKind.INDIRECT
        classes = [activity.class_ for activity in same if activity.class_ != ActivityClass.RUNNING]
        by_name[name] = kind, classes[0] if classes else ActivityClass.RUNNING
    return by_name
