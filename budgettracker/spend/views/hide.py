"""Hide what stands with the wrong family, and decide about what is hidden."""

import json
import uuid
from pathlib import Path
from typing import Any

from flask import after_this_request, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from budgettracker.access import DECIDERS, Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.families.kinds import HiddenKind, HidingState
from budgettracker.families.models import Hiding
from budgettracker.families.queries import (
    another,
    family_to_change,
    hiding_for,
    hidings_to_decide,
    visible,
    why_not_decide_hiding,
)
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend import actions
from budgettracker.spend.forms import HideForm, HidingForm
from budgettracker.spend.queries import ANSWERS, file_name_of, receipt_to_hide, spend_to_change
from budgettracker.spend.queries.shared import held_pictures
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.hand_out_receipt import folder
from budgettracker.spend.views.show import spend_page
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/receipts/<uuid:receipt_id>/hide", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def hide_receipt(receipt_id: uuid.UUID) -> Answer:
    """Hide a wrong receipt at once."""
    receipt = receipt_to_hide(g.person, receipt_id, today())
    spend = spend_to_change(g.person, receipt.spend_id, today())
    form = HideForm()
    return spend_page(
        spend,
        form,
        lambda: actions.hide_receipt(g.person, spend, receipt, form.reason.data or "", at=now()),
        possible=True,
        template="spend/hide.html",
        what="this receipt",
    )


@bp.route("/spend/<uuid:spend_id>/hide-words", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def hide_words(spend_id: uuid.UUID) -> Answer:
    """Hide the words of a purchase at once."""
    spend = spend_to_change(g.person, spend_id, today())
    form = HideForm()
    return spend_page(
        spend,
        form,
        lambda: actions.hide_words(g.person, spend, form.reason.data or "", at=now()),
        possible=True,
        template="spend/hide.html",
        what="the words of this purchase",
    )


@bp.route("/families/<uuid:family_id>/hide-notes", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def hide_notes(family_id: uuid.UUID) -> Answer:
    """Hide the notes about a family at once."""
    family = family_to_change(g.person, family_id, today())
    form = HideForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.hide_notes(g.person, family, form.reason.data or "", at=now())
        if not form.errors:
            return redirect(url_for("home.family", family_id=family.id, banner="hidden"), 303)
    return answered(form, "spend/hide_notes.html", family=family)


@bp.route("/hidden")
@requires(Permission.DECIDE)
def hidden() -> Answer:
    """What is hidden in one's teams and waits for a manager."""
    rows = hidings_to_decide(g.person, today())
    names = names_of([row.hidden_by_id for row in rows])
    kinds = {kind: kind.words for kind in HiddenKind}
    return render_template("spend/hidden.html", rows=rows, names=names, kinds=kinds)


@bp.route("/hidden/<uuid:hiding_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_hiding(hiding_id: uuid.UUID) -> Answer:
    """Bring back what was hidden, or remove it for good."""
    hiding = hiding_for(g.person, hiding_id, today())
    note_reading(Deed.FAMILY_VIEWED, hiding.family)
    form = HidingForm()
    why = why_not_decide_hiding(hiding, g.person, today())
    if form.validate_on_submit():
        with refusals_to(form):
            actions.decide_hiding(g.person, hiding, remove=form.removes, on=today(), at=now())
        if not form.errors:
            if form.removes and hiding.kind == HiddenKind.RECEIPT:
                _remove_file(folder() / file_name_of(hiding.subject_id))
            return redirect(url_for("spend.hidden"), 303)
    elif hiding.state != HidingState.HIDDEN and not form.errors:
        return redirect(url_for("spend.hidden"), 303)
    return answered(
        form,
        "spend/decide_hiding.html",
        hiding=hiding,
        family=hiding.family,
        what=HiddenKind(hiding.kind).words,
        words=words_hidden(hiding),
        held=held_pictures([hiding.subject_id], visible(g.person, today())),
        names=names_of([hiding.hidden_by_id]),
        another=another(why, hiding.family, DECIDERS, (hiding.hidden_by_id,), today()),
    )


def words_hidden(hiding: Hiding) -> list[tuple[str, str]]:
    """The hidden words, each under what it was."""
    kept: dict[str, Any] = json.loads(hiding.details.kept) if hiding.details.kept else {}
    return [(ANSWERS.get(name, "Said before"), text) for name, text in kept.items() if text]


def _remove_file(file: Path) -> None:
    """Once the removal is committed, the receipt's file goes too."""

    @after_this_request
    def removed(response: Response) -> Response:
        if response.status_code < 400:
            file.unlink(missing_ok=True)
        return response
