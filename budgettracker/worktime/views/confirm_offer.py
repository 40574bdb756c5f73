"""Confirm or decline the time of a joint visit or group session on which a colleague named one."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.families.models import Family
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.kinds import ForWhom, OfferState
from budgettracker.worktime.models import WorkEntry, WorkOffer
from budgettracker.worktime.queries.joint import miles_claimed_by
from budgettracker.worktime.views.blueprint import Page, bp
from budgettracker.worktime.views.log_time import asking_long_days


@bp.route("/time/offers/<uuid:offer_id>", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def confirm_offer(offer_id: uuid.UUID) -> Page:
    """Say that one was there, and for how long."""
    offer = queries.offer_for(g.person, offer_id)
    if offer.state == OfferState.CONFIRMED and offer.confirmed_entry_id:
        return redirect(url_for("worktime.entry", entry_id=offer.confirmed_entry_id), 303)
    form = forms.ConfirmForm(data=forms.shown_offer(offer.entry))
    if form.validate_on_submit():
        with refusals_to(form):
            entry = _confirm(form, offer)
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    return answered(
        form,
        "worktime/confirm_offer.html",
        offer=offer,
        families=_families(offer.entry),
        claimed_by=miles_claimed_by(offer.entry_id, None),
        day_minutes=queries.day_minutes(g.person.id, offer.entry.worked_on),
        is_open=offer.state == OfferState.WAITING and offer.entry.withdrawn_at is None,
    )


@bp.route("/time/offers/<uuid:offer_id>/decline", methods=["POST"])
@requires(Permission.LOG_TIME)
def decline_offer(offer_id: uuid.UUID) -> Page:
    """Say that one was not there, or has logged it already."""
    offer = queries.offer_for(g.person, offer_id)
    form = forms.DeclineForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.decline_offer(g.person, offer, at=now())
        if not form.errors:
            return redirect(url_for("worktime.recent", banner="declined"), 303)
    return answered(form, "worktime/decline_offer.html", offer=offer)


def _confirm(form: forms.ConfirmForm, offer: WorkOffer) -> WorkEntry:
    with asking_long_days(form):
        return actions.confirm_offer(
            g.person,
            offer,
            form.minutes,
            miles_hundredths=form.miles.data or 0,
            version=form.seen_version,
            on=today(),
            at=now(),
            day_confirmed=form.day_confirmed,
        )


def _families(entry: WorkEntry) -> str:
    """Whom it was for, as this person may see it: a family of other teams by its reference alone."""
    families: list[Family] = [share.family for share in entry.shares if share.family is not None]
    seen = queries.seen_families(g.person, [family.id for family in families], today())
    texts = [forms.offered(family, named=family.id in seen).text for family in families]
    if any(share.family is None for share in entry.shares):
        texts.append(ForWhom.OTHER.words)
    return ", ".join(texts) or ForWhom.NOBODY.words
