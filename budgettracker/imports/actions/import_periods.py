"""Import the open periods of families that were opened more than once, and who led them from which day."""

from itertools import groupby

from budgettracker.families.actions import close_family
from budgettracker.families.actions.record_past_lead import record_past_lead
from budgettracker.families.actions.record_past_period import record_past_period
from budgettracker.families.models import Family, FamilyPeriod
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.actions.import_families import NO_REASON
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.family_rows import LeadRow, PeriodRow
from budgettracker.periods import long_date

FIRST = "is not how the family's own row has its first period: {own}. Put the two right."


def import_periods(books: Books) -> None:
    """Open families again as they were, in the order of their days; the first period is the family's own row's."""
    rows = sorted(books.folder.periods, key=lambda row: (row.family_ref, row.opened_on))
    new = {row.key for row in books.new_rows.get(TableName.FAMILIES, ())}
    for reference, of_family in groupby(rows, key=lambda row: row.family_ref):
        family = books.families.get(reference)
        first, *more = of_family
        if family is None:
            for row in (first, *more):
                books.refuse_dependent(row, "family_ref", TableName.FAMILIES, reference)
            continue
        _check_first(books, first, family.periods[0])
        for row in more:
            if (stands := _period_of(family, row)) is not None:
                books.compare(row, _differs(row, stands))
            elif (reference,) not in new and books.authority.live_since is not None:
                reason = "was opened again while the program is in use: a manager opens it there, when it is asked for."
                books.refuse(row, "family_ref", reason, reference)
            else:
                _open_again(books, row, family)


def _check_first(books: Books, row: PeriodRow, own: FamilyPeriod) -> None:
    ended = f" to {long_date(own.closed_on)}" if own.closed_on else ", not closed"
    words = FIRST.format(own=f"{long_date(own.opened_on)}{ended}")
    if row.opened_on != own.opened_on:
        books.refuse(row, "opened_on", words, f"{row.opened_on:%d/%m/%Y}")
    elif row.closed_on is not None and row.closed_on != own.closed_on:
        books.refuse(row, "closed_on", words, f"{row.closed_on:%d/%m/%Y}")


def _period_of(family: Family, row: PeriodRow) -> FamilyPeriod | None:
    return next((period for period in family.periods if period.opened_on == row.opened_on), None)


def _differs(row: PeriodRow, kept: FamilyPeriod) -> dict[str, bool]:
    reason = row.end_reason or (NO_REASON if row.closed_on and not kept.end_reason else None)
    return {"closed_on": differs(row.closed_on, kept.closed_on), "end_reason": differs(reason, kept.end_reason)}


def _open_again(books: Books, row: PeriodRow, family: Family) -> None:
    with books.writing(row):
        record_past_period(books.by, family, row.opened_on, on=books.on, at=books.at)
        if row.closed_on is not None:
            close_family(books.by, family, row.closed_on, row.end_reason or NO_REASON, on=books.on, at=books.at)


def import_leads(books: Books) -> None:
    """Hand families over as it was, in the order of the days; what stands already is passed over."""
    for row in sorted(books.folder.leads, key=lambda row: (row.family_ref, row.starts_on)):
        family = books.families.get(row.family_ref)
        lead = books.person(row, "lead_email", row.lead_email)
        if family is None:
            books.refuse_dependent(row, "family_ref", TableName.FAMILIES, row.family_ref)
        elif lead is not None:
            _hand_over(books, row, family)


def _hand_over(books: Books, row: LeadRow, family: Family) -> None:
    lead = books.people.get(row.lead_email)
    at_the_start = row.starts_on <= family.opened_on
    kept = next((each for each in family.leads if each.starts_on == row.starts_on), None)
    if kept is None and at_the_start:
        kept = family.leads[0]
    if kept is not None:
        names = {team.id: name for name, team in books.teams.items()}
        emails = {person.id: email for email, person in books.people.items()}
        differing = {
            "team": row.team.casefold() != names.get(kept.team_id),
            "lead_email": row.lead_email != (emails.get(kept.lead_worker_id) if kept.lead_worker_id else None),
        }
        if at_the_start and any(differing.values()):
            reason = "is the first day of the family, whose own row says otherwise. Put the two right."
            books.refuse(row, "from", reason, f"{row.starts_on:%d/%m/%Y}")
        else:
            books.compare(row, differing)
    elif lead is not None:
        with books.writing(row, {"starts_on": "from", "lead_worker_id": "lead_email"}):
            team = books.team(row, row.team)
            record_past_lead(books.by, family, team, lead, row.starts_on, on=books.on, at=books.at)
