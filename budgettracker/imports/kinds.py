"""The closed lists of imports: the tables an authority may bring, and the records that their cells refer to."""

from enum import StrEnum


class TableName(StrEnum):
    """One of the tables, named as its file or sheet is."""

    PEOPLE = "people"
    SCHEMES = "schemes"
    FAMILIES = "families"
    PERIODS = "periods"
    LEADS = "leads"
    CHILDREN = "children"
    POSTS = "posts"
    AGENCY = "agency"
    BUDGETS = "budgets"
    PLANS = "plans"
    SPEND = "spend"
    ACTIVITIES = "activities"
    WORKTIME = "worktime"
    ABSENCES = "absences"
    HOURS = "hours"
    PAYROLL = "payroll"
    OUTCOMES = "outcomes"
    STUDIES = "studies"

    def counted(self, rows: int) -> str:
        """A number of rows as a sentence has it.

        >>> TableName.SCHEMES.counted(1), TableName.PEOPLE.counted(1200)
        ('1 scheme', '1,200 people')
        """
        one, many = _ONE_AND_MANY[self]
        return f"{rows:,} {one if rows == 1 else many}"


class ImportState(StrEnum):
    """Where an import stands that takes a second hand."""

    WAITING = "waiting"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Referent(StrEnum):
    """What a cell can refer to: a record of another row, or of the authority's books."""

    PERSON = "person"
    SCHEME = "scheme"
    FAMILY = "family"
    CHILD = "child"
    POST = "post"
    SPEND = "spend"
    PLAN = "plan"

    @property
    def table(self) -> TableName:
        """The table whose rows are such records."""
        return _TABLE_OF[self]


_ONE_AND_MANY = {
    TableName.PEOPLE: ("person", "people"),
    TableName.SCHEMES: ("scheme", "schemes"),
    TableName.FAMILIES: ("family", "families"),
    TableName.PERIODS: ("open period of a family", "open periods of families"),
    TableName.LEADS: ("handover", "handovers"),
    TableName.CHILDREN: ("child", "children"),
    TableName.POSTS: ("cost of a post", "costs of posts"),
    TableName.AGENCY: ("charge of an agency", "charges of agencies"),
    TableName.BUDGETS: ("limit", "limits"),
    TableName.PLANS: ("plan of regular payments", "plans of regular payments"),
    TableName.SPEND: ("purchase or refund", "purchases and refunds"),
    TableName.ACTIVITIES: ("activity", "activities"),
    TableName.WORKTIME: ("work entry", "work entries"),
    TableName.ABSENCES: ("time away", "times away"),
    TableName.HOURS: ("change of contracted hours", "changes of contracted hours"),
    TableName.PAYROLL: ("statement of pay", "statements of pay"),
    TableName.OUTCOMES: ("outcome", "outcomes"),
    TableName.STUDIES: ("study", "studies"),
}

_TABLE_OF = {
    Referent.PERSON: TableName.PEOPLE,
    Referent.SCHEME: TableName.SCHEMES,
    Referent.FAMILY: TableName.FAMILIES,
    Referent.CHILD: TableName.CHILDREN,
    Referent.POST: TableName.POSTS,
    Referent.SPEND: TableName.SPEND,
    Referent.PLAN: TableName.PLANS,
}
