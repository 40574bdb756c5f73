"""Change which post a person holds from a day on."""

from datetime import date, datetime

from budgettracker.audit.kinds import Deed
from budgettracker.people.actions.redating import carry_out, lock_for_change, record_change
from budgettracker.people.models import Person, Post, PostHolding
from budgettracker.people.rules import administering
from budgettracker.people.rules.redating import Span, redate


def change_post(
    by: Person | None, person: Person, post: Post | None, starts_on: date, *, on: date, at: datetime
) -> None:
    """From `starts_on` the person holds this post (None: no post); costing uses the one held on the day of work.

    Raises NotTheirs for another authority's post, and Refusal for a day in the past.
    """
    if post is not None:
        administering.require_same_authority(person.authority_id, [post.authority_id])
    person = lock_for_change(person, starts_on, on)
    held = person.post_on(starts_on)
    before = held.id if held is not None else None
    wanted = [post.id] if post is not None else []
    spans = [Span(row.post_id, row.starts_on, row.ends_on) for row in person.holdings]
    changes = redate(spans, wanted, starts_on)
    carry_out(
        person.holdings, changes, lambda post_id: PostHolding(person_id=person.id, post_id=post_id, starts_on=starts_on)
    )
    after = post.id if post is not None else None
    record_change(by, Deed.PERSON_POST_CHANGED, person, changes, starts_on, [before, after], at)
