"""What stands with the wrong family is out of sight at once, and a second person brings it back or removes it."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from budgettracker.commands.receipts import wrong
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.actions import write_incident
from budgettracker.families.kinds import HidingState, IncidentKind
from budgettracker.families.models import Family, Hiding, Incident
from budgettracker.families.rules import clock_of
from budgettracker.ledger.queries.second_hands import faults
from budgettracker.spend import actions
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Receipt, Spend, SpendProposal
from budgettracker.spend.queries import ToDo, to_do_of
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, corrected, limit, noon, picture
from tests.factories.world import NOON, World, family


def with_receipt(world: World, folder: Path, pence: int = 45_00) -> tuple[Spend, Receipt]:
    """A purchase of alice's with its receipt."""
    spend = bought(world.alice, world.family, pence)
    with transaction():
        receipt = actions.add_receipt(world.alice, spend, read_receipt(picture()), folder, at=NOON)
    return spend, receipt


def test_hidden_words_come_back_or_are_forgotten_by_another_managers_hand(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 45_00, supplier="Curry & Co", note="For Zebedee")
    with transaction():
        corrected(world.alice, spend, note="For Zeb")
        hiding = actions.hide_words(world.mary, spend, "Another family's", at=NOON)
    assert (spend.details.bought_what, spend.details.note, spend.paid_pence) == ("", "", 45_00)
    with pytest.raises(Refusal, match="hidden already"), transaction():
        actions.hide_words(world.bob, spend, "Again", at=NOON)
    for who, words in ((world.mary, "You hid this yourself"), (world.bob, "A manager of the family's team")):
        with pytest.raises(Refusal, match=words), transaction():
            actions.decide_hiding(who, hiding, remove=True, on=TODAY, at=NOON)
    with transaction():
        actions.decide_hiding(world.sam, hiding, remove=False, on=TODAY, at=NOON)
    assert (spend.details.bought_what, spend.details.note) == ("A washing machine", "For Zeb")
    with pytest.raises(Refusal, match="brought back already"), transaction():
        actions.decide_hiding(world.sam, hiding, remove=True, on=TODAY, at=NOON)
    with transaction():
        again = actions.hide_words(world.bob, spend, "Another family's", at=NOON)
        actions.decide_hiding(world.mary, again, remove=True, on=TODAY, at=NOON)
    assert (spend.details.bought_what, again.details.kept) == ("", "")
    kept = [row[0] for row in db.session.execute(db.text("SELECT was FROM spend_before"))]
    assert kept == [], "what it said before is forgotten with it"
    with pytest.raises(Refusal, match="no words to hide"), transaction():
        actions.hide_words(world.bob, spend, "Again", at=NOON)


def test_nobody_says_yes_to_words_that_are_hidden(world: World) -> None:
    limit(world, 5_000_00)
    waiting, gone = (bought(world.alice, world.family, 700_00, already_paid=paid) for paid in (False, True))
    with transaction():
        hidden = [actions.hide_words(world.alice, spend, "Another family's", at=NOON) for spend in (waiting, gone)]
    with pytest.raises(Refusal, match="words of this purchase are hidden"), transaction():
        actions.approve_spend(world.mary, waiting, on=TODAY, at=NOON)
    with pytest.raises(Refusal, match="words of this purchase are hidden"), transaction():
        actions.review_spend(world.mary, gone, accept=True, reason="Yes", on=TODAY, at=NOON)
    with transaction():
        for hiding in hidden:
            actions.decide_hiding(world.mary, hiding, remove=False, on=TODAY, at=NOON)
        actions.approve_spend(world.mary, waiting, on=TODAY, at=NOON)
        actions.review_spend(world.mary, gone, accept=True, reason="Yes", on=TODAY, at=NOON)
    assert (waiting.state, gone.review) == (SpendState.APPROVED, Review.ACCEPTED)


def test_who_put_right_words_that_were_removed_since_still_decides_nothing(world: World) -> None:
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 700_00)
    with transaction():
        corrected(world.mary, spend, bought_what="A television")
        hiding = actions.hide_words(world.bob, spend, "Another family's", at=NOON)
        actions.decide_hiding(world.sam, hiding, remove=True, on=TODAY, at=NOON)
    with pytest.raises(Refusal, match="put right what this says"), transaction():
        actions.approve_spend(world.mary, spend, on=TODAY, at=NOON)
    with transaction():
        actions.approve_spend(world.sam, spend, on=TODAY, at=NOON)
    assert faults() == []


def test_a_hidden_receipt_is_missing_and_one_that_is_removed_is_handed_out_to_nobody(
    world: World, tmp_path: Path
) -> None:
    limit(world, 1_000_00)
    spend, receipt = with_receipt(world, tmp_path)
    assert (spend.lacks_receipt, to_do_of([world.family_id])) == (False, {world.family_id: ToDo()})
    with transaction():
        hiding = actions.hide_receipt(world.bob, spend, receipt, "Another shop's", at=NOON)
    db.session.expire(spend, ["receipts"])
    assert (spend.receipts, spend.lacks_receipt) == ([], True)
    assert to_do_of([world.family_id])[world.family_id].without_receipt == 1
    with transaction():
        actions.decide_hiding(world.mary, hiding, remove=True, on=TODAY, at=NOON)
    assert receipt.hidden == HidingState.REMOVED
    incident = db.session.query(Incident).one()
    assert (incident.kind, incident.subject_id) == (IncidentKind.WRONG_RECEIPT, receipt.id)


def test_a_wrong_family_corrected_hides_its_words_there_and_says_who_could_see_it(world: World, tmp_path: Path) -> None:
    limit(world, 1_000_00)
    with transaction():
        second = family(world.team, "WM-050", "Hale", world.alice, world.scheme)
    limit(world, 500_00, second)
    spend, receipt = with_receipt(world, tmp_path)
    with transaction():
        new = corrected(world.alice, spend, family=second)
    assert isinstance(new, Spend)
    assert (new.details.bought_what, spend.details.bought_what) == ("A washing machine", "")
    assert [each.id for each in new.receipts] == [receipt.id]
    incident = db.session.query(Incident).one()
    assert (incident.kind, incident.family_id) == (IncidentKind.WRONG_FAMILY, world.family_id)
    names = ["Alice Archer", "Audrey Ash", "Bob Brown", "Mary Moss", "Sam Stone"]
    assert incident.details.could_see.split("\n") == names, "the team and the auditors, nobody of the other team"
    with pytest.raises(Refusal, match="Say who was informed"), transaction():
        write_incident(world.mary, incident, "", close=True, at=NOON)
    with transaction():
        write_incident(world.mary, incident, "Mrs Hale, by phone", close=True, at=NOON)
    with pytest.raises(Refusal, match="closed already"), transaction():
        write_incident(world.sam, incident, "Again", close=False, at=NOON)
    # A correction within the family is no incident.
    with transaction():
        corrected(world.alice, new, amount_pence=44_00)
    assert db.session.query(Incident).count() == 1
    assert db.session.query(Hiding).count() == 1


@pytest.mark.pages
def test_on_the_pages_hidden_is_out_of_sight_but_for_deciders_and_auditors(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = noon
    limit(world, 1_000_00)
    folder = Path(app.config["RECEIPTS_FOLDER"])
    spend, receipt = with_receipt(world, folder)
    page, file = f"/spend/{spend.id}", f"/receipts/{receipt.id}"
    client.as_(world.bob.email)
    client.get(page)
    assert "Say in a few words" in client.send(f"{file}/hide", reason=" ").text
    assert client.send(f"{file}/hide", reason="Another shop's").location == page
    assert client.send(f"{page}/hide-words", reason="Another family's").location == page
    seen = client.get(page)
    assert ("washing machine" in seen.text, seen.text.count("Hidden")) == (False, 2)
    assert "washing machine" not in client.get(f"/families/{world.family_id}").text
    assert client.get(file).status == 404
    assert client.get(f"{file}/hide").status == 404
    client.as_(world.audrey.email)
    assert client.get(file).status == 200
    client.as_(world.mary.email)
    assert client.get(file).status == 200
    assert "2 hidden" in client.get("/decisions").text
    hidden = {row.kind: f"/hidden/{row.id}" for row in db.session.query(Hiding)}
    assert "A washing machine" in client.get(hidden["purchase_words"]).text
    assert client.send(hidden["purchase_words"], decision="back").status == 303
    assert "washing machine" in client.get(page).text
    assert client.send(hidden["receipt"], decision="remove").status == 303
    assert client.get(file).status == 404
    assert list(folder.iterdir()) == [], "the file is deleted"
    assert wrong(folder, {}) == []
    listed = client.get("/incidents")
    assert listed.text.count("Open") == 2
    record = next(a.get("href") or "" for a in listed.page.iter("a") if "receipt stood" in "".join(a.itertext()))
    answer = client.get(record)
    for words in ("Bob Brown, last on 15 June 2026", "Audrey Ash", "Nothing."):
        assert words in answer.text
    assert client.send(record, informed="Nobody had to be", close="y").status == 303
    assert "Closed by Mary Moss" in client.get(record).text
    client.as_(world.carol.email)
    assert client.get(record).status == 404
    assert db.session.get_one(Family, world.family_id).details.notes is None


def test_the_hours_run_from_when_a_worker_said_so_not_from_when_a_manager_agreed(world: World) -> None:
    limit(world, 1_000_00)
    with transaction():
        second = family(world.team, "WM-050", "Hale", world.alice, world.scheme)
    limit(world, 500_00, second)
    spend = bought(world.alice, world.family, 20_00)
    three_days = timedelta(days=3)
    with transaction():
        proposal = corrected(world.alice, spend, family=second, ask_manager=True)
        assert isinstance(proposal, SpendProposal)
    with transaction():
        actions.decide_proposal(
            world.mary, proposal, agree=True, reason="", on=TODAY + three_days, at=NOON + three_days
        )
    incident = db.session.query(Incident).one()
    assert (incident.aware_at, incident.opened_at) == (NOON, NOON + three_days)
    assert clock_of(incident.aware_at, incident.opened_at + timedelta(minutes=1)).late
