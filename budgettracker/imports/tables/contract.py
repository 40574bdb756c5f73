"""The files an authority may bring: their columns, which of them every row needs, and how each cell is read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from budgettracker.costing.kinds import Mode, RatioKind
from budgettracker.costing.rates.rules.build_up import NO_OVERHEAD
from budgettracker.families.kinds import Arm
from budgettracker.imports.cells import bands as cell_bands
from budgettracker.imports.cells import dates as cell_dates
from budgettracker.imports.cells import months as cell_months
from budgettracker.imports.cells import numbers as cell_numbers
from budgettracker.imports.cells import references as cell_references
from budgettracker.imports.cells import text as cells
from budgettracker.imports.files.problems import Where
from budgettracker.imports.kinds import Referent, TableName
from budgettracker.imports.tables import family_rows, money_columns, plan_rows, post_rows, rows, work_rows
from budgettracker.imports.tables.column import Column
from budgettracker.outcomes.kinds import Outcome
from budgettracker.schemes.rules import LADDER
from budgettracker.spend.kinds import VatStatus
from budgettracker.studies.kinds import Profile
from budgettracker.worktime.kinds import LOGGED_KINDS, ActivityClass, ActivityKind, Vehicle


@dataclass(frozen=True, slots=True)
class Contract:
    """One of the files: its columns and the row they make."""

    name: TableName
    row: type[rows.Row]
    columns: tuple[Column, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which no row can be read."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}


_name, _text, _email = cells.one_line, cells.free_text, cells.email
_day, _pounds = cell_dates.day, cell_numbers.pounds

_PEOPLE = (
    Column("email", _email, required=True),
    Column("name", _name, required=True),
    Column("roles", cells.roles, required=True),
    Column("team", _name),
    Column("post", _name, refers_to=Referent.POST),
    Column("weekly_hours", cell_numbers.weekly_hours, field="weekly_minutes"),
    Column("active_from", _day),
    Column("active_to", _day),
)
_SCHEMES = (
    Column("scheme", _name, required=True),
    Column("cap", cell_numbers.pounds_above_zero, field="cap_pence"),
    Column("starts_on", _day, required=True),
    Column("ends_on", _day),
    Column("bands", cell_bands.bands, empty=()),
    Column("regular_needs", cells.choice(LADDER, named="role")),
    Column("categories", cells.categories, empty=()),
)
_FAMILIES = (
    Column("family_ref", cell_references.family_reference, required=True),
    Column("name", _name),
    Column("team", _name, required=True),
    Column("lead_email", _email, required=True, refers_to=Referent.PERSON),
    Column("opened_on", _day, required=True),
    Column("closed_on", _day),
    Column("end_reason", cells.up_to(100)),
    Column("scheme", _name, refers_to=Referent.SCHEME),
    Column("arm", cells.choice(Arm)),
    Column("allocated_on", _day),
    Column("index_child", cell_references.reference, refers_to=Referent.CHILD),
    Column("cohort_reason", _name),
    Column("legal_basis", _name),
)
_PERIODS = (
    Column("family_ref", cell_references.family_reference, required=True, refers_to=Referent.FAMILY),
    Column("opened_on", _day, required=True),
    Column("closed_on", _day),
    Column("end_reason", cells.up_to(100)),
)
_LEADS = (
    Column("family_ref", cell_references.family_reference, required=True, refers_to=Referent.FAMILY),
    Column("from", _day, required=True, field="starts_on"),
    Column("team", _name, required=True),
    Column("lead_email", _email, required=True, refers_to=Referent.PERSON),
)
_CHILDREN = (
    Column("family_ref", cell_references.family_reference, required=True, refers_to=Referent.FAMILY),
    Column("child_ref", cell_references.reference, required=True),
    Column("birth_month", cell_months.month),
    Column("need_code", cells.up_to(10)),
    Column("status_at_start", cells.up_to(60)),
    Column("in_scope", cells.yes_no, empty=True),
)
_OUTCOMES = (
    Column("family_ref", cell_references.family_reference, required=True, refers_to=Referent.FAMILY),
    Column("child_ref", cell_references.reference),
    Column("outcome", cells.choice(Outcome, named="kind of outcome"), required=True),
    Column("on", _day, required=True, field="happened_on"),
    Column("code", cells.up_to(10)),
)
_NO_OVERHEAD = "the cell is empty: no overhead is counted."
_POSTS = (
    Column("post", _name, required=True),
    Column("from", _day, required=True, field="starts_on"),
    Column("price_year", cell_months.price_year, required=True),
    Column("salary", cell_numbers.salary, required=True, field="salary_pence"),
    Column("oncosts", cell_numbers.yearly_cost, field="oncosts_pence"),
    Column("qualifications", cell_numbers.yearly_cost, field="qualifications_pence", empty=0),
    Column("overhead_direct", cell_numbers.overhead, empty=NO_OVERHEAD, says_empty=_NO_OVERHEAD),
    Column("overhead_indirect", cell_numbers.overhead, empty=NO_OVERHEAD, says_empty=_NO_OVERHEAD),
    Column("capital", cell_numbers.yearly_cost, field="capital_pence", empty=0),
    Column("hours_per_year", cell_numbers.yearly_hours, required=True, field="minutes_per_year"),
    Column("ratio", cell_numbers.ratio, field="ratio_thousandths"),
    Column("ratio_kind", cells.choice(RatioKind)),
    Column("source", _text),
)
_AGENCY = (
    Column("post", _name, required=True),
    Column("from", _day, required=True, field="starts_on"),
    Column("price_year", cell_months.price_year, required=True),
    Column("hour", cell_numbers.agency_hour, required=True, field="hour_pence"),
    Column("vat", _pounds, required=True, field="vat_pence"),
    Column("vat_status", cells.choice(VatStatus), empty=VatStatus.UNKNOWN),
    Column("overhead_direct", cell_numbers.share_of_charge, empty=NO_OVERHEAD, says_empty=_NO_OVERHEAD),
    Column("overhead_indirect", cell_numbers.share_of_charge, empty=NO_OVERHEAD, says_empty=_NO_OVERHEAD),
    Column("ratio", cell_numbers.ratio, field="ratio_thousandths"),
    Column("ratio_kind", cells.choice(RatioKind)),
    Column("source", _text),
)
_ACTIVITIES = (
    Column("activity", _name, required=True),
    Column("kind", cells.choice(ActivityKind, also={"absence": ActivityKind.ABSENT}), required=True),
    Column("class", cells.choice(ActivityClass), field="activity_class", empty=ActivityClass.RUNNING),
    Column("intervention", _name),
)
_ABSENCES = (
    Column("email", _email, required=True, refers_to=Referent.PERSON),
    Column("from", _day, required=True, field="starts_on"),
    Column("to", _day, required=True, field="ends_on"),
    Column("hours", cell_numbers.hours_of_a_day, field="minutes"),
    Column("left_out_of_hours", cells.yes_no, field="in_hours", empty=True),
)
_HOURS = (
    Column("email", _email, required=True, refers_to=Referent.PERSON),
    Column("from", _day, required=True, field="starts_on"),
    Column("weekly_hours", cell_numbers.weekly_hours, required=True, field="weekly_minutes"),
)
_PAYROLL = (
    Column("post", _name, required=True, refers_to=Referent.POST),
    Column("from", _day, required=True, field="starts_on"),
    Column("to", _day, required=True, field="ends_on"),
    Column("pay", _pounds, required=True, field="pay_pence"),
    Column("oncosts", _pounds, field="oncosts_pence", empty=0),
    Column("people", cell_numbers.people),
    Column("full_time_hours", cell_numbers.weekly_hours, field="full_week_minutes"),
    Column("note", _text),
)
_WORKTIME = (
    Column("entry_ref", cell_references.reference, required=True),
    Column("email", _email, required=True, refers_to=Referent.PERSON),
    Column("worked_on", _day, required=True),
    Column("activity", _name, required=True),
    Column("contact_minutes", cell_numbers.minutes, empty=0),
    Column("preparation_minutes", cell_numbers.minutes, empty=0),
    Column("travel_minutes", cell_numbers.minutes, empty=0),
    Column("family_refs", cell_references.family_refs, empty=cell_references.FamilyRefs(()), refers_to=Referent.FAMILY),
    Column("family_minutes", cell_numbers.minutes_list),
    Column("session_ref", cell_references.reference),
    Column("places", cell_numbers.places),
    Column("miles", cell_numbers.miles, field="miles_hundredths", empty=0),
    Column("vehicle", cells.choice(Vehicle, also=cells.VEHICLES), empty=Vehicle.CAR),
    Column("passengers", cell_numbers.passengers, empty=0),
    Column("expenses", _pounds, field="expenses_pence", empty=0),
    Column("intervention", _name),
    Column("note", _text),
    # Two columns of our own: without them an activity counts as running work, its kind told by how it was logged.
    Column("activity_kind", cells.choice(LOGGED_KINDS)),
    Column("activity_class", cells.choice(ActivityClass)),
)
_STUDIES = (
    Column("study", _name, required=True),
    Column("from", _day, required=True, field="starts_on"),
    Column("to", _day, required=True, field="ends_on"),
    Column("mode", cells.choice(Mode), required=True),
    Column("intervention", _name),
    Column("price_year", cell_months.price_year),
    Column("profile", cells.choice(Profile)),
    Column("purpose", _text),
)

CONTRACTS: dict[TableName, Contract] = {
    contract.name: contract
    for contract in (
        Contract(TableName.PEOPLE, rows.PersonRow, _PEOPLE),
        Contract(TableName.SCHEMES, rows.SchemeRow, _SCHEMES),
        Contract(TableName.FAMILIES, family_rows.FamilyRow, _FAMILIES),
        Contract(TableName.PERIODS, family_rows.PeriodRow, _PERIODS),
        Contract(TableName.LEADS, family_rows.LeadRow, _LEADS),
        Contract(TableName.CHILDREN, family_rows.ChildRow, _CHILDREN),
        Contract(TableName.POSTS, post_rows.PostRow, _POSTS),
        Contract(TableName.AGENCY, post_rows.AgencyRow, _AGENCY),
        Contract(TableName.BUDGETS, rows.BudgetRow, money_columns.BUDGETS),
        Contract(TableName.PLANS, plan_rows.PlanRow, money_columns.PLANS),
        Contract(TableName.SPEND, rows.SpendRow, money_columns.SPEND),
        Contract(TableName.ACTIVITIES, rows.ActivityRow, _ACTIVITIES),
        Contract(TableName.WORKTIME, work_rows.WorktimeRow, _WORKTIME),
        Contract(TableName.ABSENCES, rows.AbsenceRow, _ABSENCES),
        Contract(TableName.HOURS, rows.HoursRow, _HOURS),
        Contract(TableName.PAYROLL, rows.PayrollRow, _PAYROLL),
        Contract(TableName.OUTCOMES, family_rows.OutcomeRow, _OUTCOMES),
        Contract(TableName.STUDIES, rows.StudyRow, _STUDIES),
    )
}
"""The files in the order they are read and reported."""


_REFERRING = {name: [column for column in of.columns if column.refers_to] for name, of in CONTRACTS.items()}
_REFERRING_FIELDS = {name: ("family_ref", *(column.fills for column in of)) for name, of in _REFERRING.items()}


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell that names something: a child by family and child reference, everything else by one word."""

    where: Where
    column: str
    kind: Referent
    key: tuple[object, ...]


def references(name: TableName, where: Where, values: Mapping[str, Any]) -> Iterator[Reference]:
    """Everything a row refers to, as far as its cells could be read; `values` are by field."""
    for column in _REFERRING[name]:
        value = values.get(column.fills)
        if value is None or column.refers_to is None:
            continue
        if column.refers_to is Referent.CHILD:
            if "family_ref" in values:
                yield Reference(where, column.name, Referent.CHILD, (values["family_ref"], value))
            continue
        named = value.families if isinstance(value, cell_references.FamilyRefs) else value
        for name_in_cell in named if isinstance(named, tuple) else (named,):
            yield Reference(where, column.name, column.refers_to, (name_in_cell,))


def references_of(row: rows.Row) -> Iterator[Reference]:
    """Everything a checked row refers to."""
    values = {field: getattr(row, field, None) for field in _REFERRING_FIELDS[row.file]}
    return references(row.file, row.where, values)


@lru_cache(maxsize=2_000)
def heading(cell: str) -> str:
    """A column's name from what stands in its heading: ` Family Ref* ` is `family_ref`."""
    text = cell.replace("\ufeff", "").strip().rstrip("*").strip().casefold()
    return re.sub(r"[\s_-]+", "_", text)


def reason_column(name: TableName) -> str:
    """The column a file of refused rows says its reasons in: budgets have a `reason` of their own already."""
    return "import_reason" if "reason" in CONTRACTS[name].by_name else "reason"
