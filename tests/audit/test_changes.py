"""What an audit line says has changed, read back from its stored text."""

import uuid
from datetime import date

from budgettracker.audit.models import Changes, changes_in
from budgettracker.audit.rules import body_of

SUBJECT = uuid.UUID(int=7)


def read_back(changes: dict[str, object]) -> Changes:
    return changes_in(body_of({"id": uuid.UUID(int=1), "changes": changes}))


def test_a_pair_says_what_is_now() -> None:
    changes = read_back({"limit_pence": [None, 800_00], "state": ["requested", "approved"], "over_pence": 5})
    assert (changes.number("limit_pence"), changes.number("over_pence")) == (800_00, 5)
    assert (changes.text("state"), changes.after("state")) == ("approved", "approved")
    assert dict(changes) == {"limit_pence": [None, 800_00], "state": ["requested", "approved"], "over_pence": 5}


def test_ids_and_dates_are_text() -> None:
    changes = read_back({"receipt": SUBJECT, "closed_on": date(2027, 3, 3)})
    assert (changes.text("receipt"), changes.text("closed_on")) == (str(SUBJECT), "2027-03-03")


def test_what_a_line_does_not_say_is_nothing() -> None:
    changes = read_back({"rows": {"families": 3, "spends": 12}, "digest": "abc"})
    assert changes.counts("rows") == {"families": 3, "spends": 12}
    assert (changes.number("pence"), changes.text("reason"), changes.after("reason")) == (0, "", None)
    assert (changes.number("digest"), changes.text("rows"), changes.counts("digest")) == (0, "", {})
