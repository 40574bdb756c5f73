"""What finance may bring into the books by a file: people come by an administrator's release, and stay locked out."""

import io

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.people.models import Authority, Person
from tests.access.whole_world import WholeWorld

PEOPLE = "email,name,roles,team\n"


def looked_at(whole_world: WholeWorld, rows: str) -> str:
    """Look at people as finance of Westmoor: the address of what the files would bring in."""
    answer = whole_world.ask("fiona", "/imports", {"files": (io.BytesIO((PEOPLE + rows).encode()), "people.csv")})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def sent(whole_world: WholeWorld, rows: str) -> str:
    """Send people as finance of Westmoor: the address of the import that waits."""
    answer = whole_world.ask("fiona", looked_at(whole_world, rows), {})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def person(email: str) -> Person | None:
    return db.session.scalars(select(Person).filter_by(email=email)).one_or_none()


def test_an_evaluator_in_a_file_is_nobody_who_can_sign_in(here: WholeWorld) -> None:
    waits = sent(here, "new.eve@example.net,New Eve,evaluator,\n")
    with here.app.app_context():
        assert person("new.eve@example.net") is None
    assert here.ask("adam", f"{waits}/release", {}).status_code == 303
    with here.app.app_context():
        made = person("new.eve@example.net")
        assert made is not None
        assert (made.authority_id, made.password_hash) == (None, None)
        assert here.ask("adam", f"/people/{made.id}/link", {}).status_code == 404, "no administrator invites them"
    here.put_back()


def test_finance_changes_nobodys_roles_and_reaches_no_other_authority(here: WholeWorld) -> None:
    for rows in (
        "fiona.field@example.org,Fiona Field,finance;administrator,North team\n",
        "dave.dunn@example.org,Dave Dunn,practitioner,North team\n",
        "eve.evans@example.org,Eve Evans,practitioner,North team\n",
    ):
        at = looked_at(here, rows)
        with here.changes() as changed:
            assert "Put these cells right" in here.ask("fiona", at).text, rows
            assert here.ask("fiona", at, {}).status_code == 422, rows
            assert changed() <= {"form_key"}
    here.put_back()


def test_whom_finance_adds_comes_by_an_administrator_and_cannot_sign_in_before_a_link(here: WholeWorld) -> None:
    waits = sent(here, "noa@example.net,Noa Noor,administrator,North team\n")
    for actor, status in (("fiona", 422), ("sam", 404), ("alice", 403), ("gwen", 404), ("otto", 404)):
        with here.changes() as changed:
            assert here.ask(actor, f"{waits}/release", {}).status_code == status, actor
            assert changed() <= {"form_key"}
    assert here.ask("adam", f"{waits}/release", {}).status_code == 303
    with here.app.app_context():
        made = person("noa@example.net")
        assert made is not None
        assert made.password_hash is None
        assert made.authority is not None
        assert made.authority.name == "Westmoor"
        assert db.session.query(Authority).count() == 2
    here.put_back()
