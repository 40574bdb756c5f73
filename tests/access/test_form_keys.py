"""The key of a form: one person's, one form's, and not used up by a page that refuses."""

import pytest

from tests.access.table import TABLE
from tests.access.whole_world import WholeWorld

ROW = TABLE["families.add_child"]


def test_the_same_key_at_another_address_is_refused_and_does_nothing(either: WholeWorld) -> None:
    first = either.ask("alice", "/families/search", {"text": "x", "form_key": "across"})
    assert first.status_code == 303
    with either.changes() as changed:
        sent = {**either.body(ROW), "form_key": "across"}
        assert either.ask("alice", either.address(ROW), sent).status_code == 409
        assert changed() == set()


def test_another_persons_key_neither_clashes_nor_tells(either: WholeWorld) -> None:
    first = either.ask("alice", either.address(ROW), {**either.body(ROW), "reference": "C-A", "form_key": "shared"})
    assert first.status_code == 303
    with either.changes() as changed:
        answer = either.ask("carol", either.address(ROW), {**either.body(ROW), "form_key": "shared"})
        assert answer.status_code == 404, "carol is told nothing of what alice's key led to"
        assert changed() == set()
    second = either.ask("bob", either.address(ROW), {**either.body(ROW), "reference": "C-B", "form_key": "shared"})
    assert second.status_code == 303, "bob's is a form of his own"
    again = either.ask("bob", either.address(ROW), {**either.body(ROW), "reference": "C-A", "form_key": "shared"})
    assert again.status_code == 409, "what alice sent is not bob's to repeat"


@pytest.mark.parametrize("actor,address,status", [("carol", "{address}", 404), ("adam", "{address}", 403)])
def test_a_page_that_refuses_leaves_the_key_to_be_used(
    either: WholeWorld, actor: str, address: str, status: int
) -> None:
    with either.changes() as changed:
        sent = {**either.body(ROW), "form_key": f"refused-{actor}"}
        assert either.ask(actor, address.format(address=either.address(ROW)), sent).status_code == status
        assert changed() == set()


def test_a_replay_leads_where_the_first_one_led_and_nowhere_else(either: WholeWorld) -> None:
    sent = {"text": "Okaf", "form_key": "again"}
    first, second = (either.ask("alice", "/families/search", sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == "/families"
    with either.changes() as changed:
        either.ask("alice", "/families/search", sent)
        assert changed() == set()
