"""What finance may bring into the books by a file, and what stays with whoever runs the tracker."""

import io

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.people.models import Authority, Person
from tests.access.whole_world import WholeWorld

PEOPLE = "email,name,roles,team\n"


def sent(whole_world: WholeWorld, rows: str) -> tuple[int, str]:
    """Import people as finance of Westmoor; the status and what the page says."""
    answer = whole_world.ask("fiona", "/imports", {"files": (io.BytesIO((PEOPLE + rows).encode()), "people.csv")})
    return answer.status_code, answer.text


def test_an_evaluator_in_a_file_is_nobody_who_can_sign_in(here: WholeWorld) -> None:
    assert sent(here, "new.eve@example.net,New Eve,evaluator,\n")[0] == 303
    with here.app.app_context():
        made = db.session.scalars(select(Person).filter_by(email="new.eve@example.net")).one()
        assert (made.authority_id, made.password_hash) == (None, None)
        assert here.ask("adam", f"/people/{made.id}/link", {}).status_code == 404, "no administrator invites them"
    here.put_back()


def test_finance_changes_nobodys_roles_and_reaches_no_other_authority(here: WholeWorld) -> None:
    for rows in (
        "fiona.field@example.org,Fiona Field,finance;administrator,North team\n",
        "dave.dunn@example.org,Dave Dunn,practitioner,North team\n",
        "eve.evans@example.org,Eve Evans,practitioner,North team\n",
    ):
        with here.changes() as changed:
            assert sent(here, rows)[0] == 422, rows
            assert changed() == set()


def test_whom_finance_adds_cannot_sign_in_before_an_administrator_invites_them(here: WholeWorld) -> None:
    status, _ = sent(here, "nia@example.net,Nia Noor,administrator,North team\n")
    assert status == 303
    with here.app.app_context():
        made = db.session.scalars(select(Person).filter_by(email="nia@example.net")).one()
        assert made.password_hash is None
        assert made.authority is not None
        assert made.authority.name == "Westmoor"
        assert db.session.query(Authority).count() == 2
    here.put_back()
