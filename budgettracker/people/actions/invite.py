"""Invite a person: a one-time link with which they set a password."""

import uuid
from datetime import date, datetime

from sqlalchemy import update

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask, withdraw
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirmations.queries import waiting_about
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.actions.tell import tell
from budgettracker.people.kinds import LinkPurpose, NoticeKind
from budgettracker.people.models import OneTimeLink, Person
from budgettracker.people.queries.access import ACCESS, LINK
from budgettracker.people.rules.administering import LINK_LASTS
from budgettracker.people.rules.tokens import digest_of, new_token
from budgettracker.periods import day_of
from budgettracker.second_hands import Outcome

CHANGED = "The account has changed since this was asked for, so other people confirm it. Ask for the link anew."
MORE_WAITS = (
    "More is asked for this account and waits. Until that is confirmed or declined other people confirm its link: decline "
    "this, and whoever asked can ask for the link anew, or wait."
)
CHANGED_MEANWHILE = (
    "The account has changed since this was asked for, so other people confirm it. Decline it, and whoever asked can ask "
    "for the link anew."
)


def ask_for_link(by: Person, person: Person, *, on: date, at: datetime) -> Confirmation:
    """Ask for a link with which a person sets a password; somebody else confirms it before it can be made.

    Gives what was confirmed already and no link was made with, where there is such a thing; what they asked for while the
    account was another is withdrawn. Raises Refusal for somebody who is suspended or has left.
    """
    person = queries.person_locked(person.id)
    _require_possible(person, at)
    ready = queries.usable_link_hand(by, person, at - LINK_LASTS)
    if ready is not None and Outcome(ready.values["row"]) == _row_of(person, on)[0]:
        return ready
    outcome, team_ids = _row_of(person, on)
    waiting = waiting_about(person.id, LINK)
    if waiting is not None and waiting.asked_by_id == by.id and Outcome(waiting.values["row"]) != outcome:
        # The account has become another: those who would confirm it cannot any more.
        withdraw(by, waiting, at=at)
    values = {"row": outcome, "teams": sorted(team_ids)}
    return ask(by, LINK, person, values, as_role=Role.ADMINISTRATOR, on=on, at=at)


def allow_link(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """A second person has confirmed a link: who asked can make it now. Raises Refusal when the account has changed."""
    person = queries.person_locked(confirmation.subject_id)
    _require_possible(person, at)
    if Outcome(confirmation.values["row"]) != _row_of(person, on)[0]:
        of_itself = queries.link_row_of(person, None, on)[0]
        raise Refusal(None, MORE_WAITS if of_itself == Outcome(confirmation.values["row"]) else CHANGED_MEANWHILE)


def invite(by: Person | None, person: Person, *, confirmation: Confirmation | None = None, at: datetime) -> str:
    """Make a link with which a person sets a password: an invitation, or a reset when they have one already.

    Returns its token, which is shown once and kept as a digest only. Earlier links stop working; an existing password
    keeps working until the link is used. The person and who confirmed it are told. Raises Refusal for somebody who is
    suspended or has left, and where nobody confirmed what `by` asked for; the operator's command (None) needs nobody.
    """
    person = queries.person_locked(person.id)
    _require_possible(person, at)
    if by is not None:
        _require_confirmed(by, person, confirmation, at)
    purpose = LinkPurpose.RESET if person.password_hash else LinkPurpose.INVITATION
    void_links(person, at)
    token = new_token()
    link = OneTimeLink(
        token_digest=digest_of(token),
        person_id=person.id,
        purpose=purpose,
        made_at=at,
        expires_at=at + LINK_LASTS,
        confirmation_id=confirmation.id if confirmation else None,
    )
    db.session.add(link)
    db.session.flush()
    second = confirmation.ended_by_id if confirmation is not None and not confirmation.alone else None
    changes = {"purpose": str(purpose), "link": link.id, "confirmed_by": second}
    record(by, Deed.PERSON_INVITED, person, changes, authority_id=person.authority_id, at=at)
    if by is not None and second is not None:
        tell({person.id, second}, NoticeKind.LINK, person, by_id=by.id, second_id=second, at=at)
    return token


def _row_of(person: Person, on: date) -> tuple[Outcome, frozenset[uuid.UUID]]:
    return queries.link_row_of(person, waiting_about(person.id, ACCESS), on)


def _require_possible(person: Person, at: datetime) -> None:
    if person.suspended_at is not None:
        raise Refusal(None, "This person is suspended. Restore them first, then make the link.")
    if person.active_to is not None and person.active_to < day_of(at):
        raise Refusal(None, "This person's last day is over. Correct it first, then make the link.")


def _require_confirmed(by: Person, person: Person, confirmation: Confirmation | None, at: datetime) -> None:
    """A link is made with what this person asked for, about this account as it still is, and somebody confirmed."""
    ready = queries.usable_link_hand(by, person, at - LINK_LASTS)
    stale = ready is not None and ready.alone and queries.is_live(person.authority_id)
    if confirmation is None or ready is None or stale or ready.id != confirmation.id:
        raise Refusal(None, "A link takes a second person. Ask for it, so that somebody else confirms it.")
    if Outcome(ready.values["row"]) != _row_of(person, day_of(at))[0]:
        raise Refusal(None, CHANGED)


def void_links(person: Person, at: datetime) -> None:
    """Every link of this person stops working."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
        .values(used_at=at)
        .execution_options(synchronize_session="fetch")
    )
