"""Import what finance says was paid by post."""

from budgettracker.costing.paid.actions import state_paid
from budgettracker.costing.paid.kinds import PaidFor
from budgettracker.costing.paid.queries.stated import days_stated
from budgettracker.costing.paid.rules.stating import Days
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.kinds import TableName

PAYROLL_COLUMNS = {
    "starts_on": "from",
    "ends_on": "to",
    "pay": "pay",
    "full_week": "full_time_hours",
}


def import_payroll(books: Books) -> None:
    """State what was paid for posts; days that are stated already stay as they are, and other figures for them are reported."""
    for row in sorted(books.folder.payroll, key=lambda row: (row.post, row.starts_on)):
        post = books.posts.get(row.post.casefold())
        if post is None:
            books.refuse_dependent(row, "post", TableName.POSTS, row.post)
            continue
        standing = days_stated(books.authority.id, PaidFor.PAY, post.id).get(Days(row.starts_on, row.ends_on))
        if standing is not None:
            differing = {
                "pay": row.pay_pence != standing.pay_pence,
                "oncosts": row.oncosts_pence != standing.oncosts_pence,
                "people": differs(row.people, standing.people),
                "full_time_hours": differs(row.full_week_minutes, standing.full_week_minutes),
            }
            books.compare(row, differing)
            continue
        with books.writing(row, PAYROLL_COLUMNS):
            state_paid(
                books.by,
                books.authority,
                post,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                pay_pence=row.pay_pence,
                oncosts_pence=row.oncosts_pence,
                people=row.people,
                full_week_minutes=row.full_week_minutes,
                source=row.note or "",
                at=books.at,
            )
