"""Joint visits: a colleague who was there is offered an entry, and has one of their own with their yes alone."""

from datetime import date, datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Person
from budgettracker.worktime import rules
from budgettracker.worktime.actions.check_work import lock_day, require_one_claim
from budgettracker.worktime.actions.log_time import log_time
from budgettracker.worktime.kinds import OfferState
from budgettracker.worktime.models import WorkEntry, WorkOffer
from budgettracker.worktime.queries import is_kept_from
from budgettracker.worktime.rules import KindMinutes, Part, Work


def offer_time(by: Person, entry: WorkEntry, colleague: Person, *, on: date, at: datetime) -> WorkOffer:
    """Name a colleague of the authority on one's own entry: it is offered to them, and nothing is logged for them.

    Raises NotTheirs for another's entry and for a colleague of another authority, and Refusal(colleagues): somebody
    who did not work here that day, oneself, and a day of absence.
    """
    if entry.person_id != by.id or colleague.authority_id != entry.authority_id:
        raise NotTheirs
    if colleague.id == by.id:
        raise Refusal("colleagues", "Name others who were there: your own time is this entry.")
    if not entry.minutes:
        raise Refusal("contact", "Say how long it took: a colleague confirms time, not miles.")
    if is_kept_from(colleague, entry):
        # No more than that: which family is restricted is nobody's to learn here.
        raise Refusal("colleagues", f"{colleague.name} cannot be named on this entry. Ask them to log their own time.")
    if not colleague.active_on(entry.worked_on):
        raise Refusal("colleagues", f"{colleague.name} did not work here on that day. Take them off.")
    offer = WorkOffer(
        authority_id=entry.authority_id,
        entry_id=entry.id,
        person_id=colleague.id,
        offered_by_id=by.id,
        offered_at=at,
    )
    db.session.add(offer)
    db.session.flush()
    changes: dict[str, object] = {"entry": [None, str(entry.id)], "person": [None, str(colleague.id)]}
    record(by, Deed.WORK_OFFERED, offer, changes, at=at)
    return offer


def confirm_offer(
    by: Person,
    offer: WorkOffer,
    minutes: KindMinutes,
    *,
    miles_hundredths: int = 0,
    version: int,
    on: date,
    at: datetime,
    day_confirmed: int | None = None,
) -> WorkEntry:
    """Say yes to what is offered, with one's own minutes: the day, the activity and the families are the colleague's.

    `version` is that of the colleague's entry as the page showed it. One entry of a visit claims its miles. Raises as
    log_time does, NotTheirs for another's offer, and Refusal for one that was answered, withdrawn or changed meanwhile.
    """
    _lock_offer(by, offer)
    entry = offer.entry
    if entry.version != version:
        words = "What is offered was changed since you opened the page. Look at it again before you confirm it."
        raise Refusal(None, words)
    require_one_claim(entry.id, None, miles_hundredths)
    total = sum(minutes)
    weights = rules.weights_for(total, [share.weight for share in entry.shares]) if total else []
    work = Work(
        entry.worked_on,
        entry.activity_id,
        parts=tuple(Part(share.family_id, weight) for share, weight in zip(entry.shares, weights, strict=bool(total))),
        **{f"{kind}_minutes": value for kind, value in minutes._asdict().items()},
        miles_hundredths=miles_hundredths,
        intervention_id=entry.intervention_id,
        session_reference=entry.session_reference,
        places=entry.places,
    )
    if not work.minutes:
        raise Refusal("contact", "Say how long you were there, or say that it was not you.")
    own = log_time(by, by, work, on=on, at=at, day_confirmed=day_confirmed)
    offer.state, offer.answered_at, offer.confirmed_entry_id = OfferState.CONFIRMED, at, own.id
    db.session.flush()
    changes: dict[str, object] = {
        "state": [OfferState.WAITING, OfferState.CONFIRMED],
        "confirmed_entry": [None, str(own.id)],
    }
    record(by, Deed.WORK_OFFER_CONFIRMED, offer, changes, at=at)
    return own


def decline_offer(by: Person, offer: WorkOffer, *, at: datetime) -> WorkOffer:
    """Say no: one was not there, or has logged it already. Nothing is logged. Raises as confirm_offer does."""
    _lock_offer(by, offer)
    offer.state, offer.answered_at = OfferState.DECLINED, at
    db.session.flush()
    record(by, Deed.WORK_OFFER_DECLINED, offer, {"state": [OfferState.WAITING, OfferState.DECLINED]}, at=at)
    return offer


def _lock_offer(by: Person, offer: WorkOffer) -> None:
    """Hold an offer of one's own and the entry behind it as they are now. Raises NotTheirs and Refusal."""
    if offer.person_id != by.id or is_kept_from(by, offer.entry):
        raise NotTheirs
    lock_day(by, offer.entry.worked_on)
    db.session.execute(select(WorkEntry.id).filter_by(id=offer.entry_id).with_for_update(key_share=True))
    db.session.execute(select(WorkOffer.id).filter_by(id=offer.id).with_for_update())
    db.session.refresh(offer)
    db.session.refresh(offer.entry)
    if offer.state != OfferState.WAITING:
        raise Refusal(None, "You have answered this already.")
    if offer.entry.withdrawn_at is not None:
        raise Refusal(None, f"{offer.offered_by.name} took this time back, so there is nothing to confirm.")
