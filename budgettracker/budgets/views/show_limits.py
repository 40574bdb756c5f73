"""Show a family's limits, and one change of a limit with who may decide it."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import g, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.budgets import queries, rules
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import BudgetPeriod, LimitChange
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.families.models import Family
from budgettracker.families.queries import Another, family_for, named_only
from budgettracker.people.queries.deciders import names_of, people_who_decide, why_nobody
from budgettracker.people.queries.imported import Stands, imported_words
from budgettracker.questions.queries import QuestionAndAnswer, questions_about
from budgettracker.web import deed_page, fields_of, today
from budgettracker.widgets import PageForm


@bp.route("/families/<uuid:family_id>/limits")
@requires(Permission.SEE_FAMILIES)
def limits(family_id: uuid.UUID) -> Answer:
    """The whole history of a family's limits on one page; one that can have none looks like one that has none yet."""
    on = today()
    family = family_for(g.person, family_id, on)
    note_reading(Deed.FAMILY_VIEWED, family)
    changes = queries.limit_changes_of(family.id)
    waits = any(change.state == LimitState.REQUESTED for change in changes)
    period = queries.period_on(family.id, on)
    person_ids = [person_id for change in changes for person_id in (change.proposed_by_id, change.decided_by_id)]
    return render_template(
        "budgets/limits.html",
        family=family,
        changes=changes,
        names=names_of(person_ids),
        imported=_imported(changes),
        position=queries.position_of(period) if period is not None else None,
        may_propose=_in_team(family) and Permission.LOG_SPEND in g.permissions and not waits,
        waits_for_draw=queries.waits_for_draw(family),
    )


def _in_team(family: Family) -> bool:
    return family.team_id in g.person.team_ids_on(today())


@bp.route("/limits/<uuid:change_id>")
@requires(Permission.SEE_FAMILIES)
def limit(change_id: uuid.UUID) -> Answer:
    """One change of a limit: where it is, who has it; `?new=1` says that it waits, `?purchase=` leads back to what it is for."""
    change = queries.limit_change_for(g.person, change_id, today())
    note_reading(Deed.FAMILY_VIEWED, change.period.budget.family)
    new, for_purchase = request.args.get("new") == "1", request.args.get("purchase", "")
    return render_template("budgets/limit.html", new=new, for_purchase=for_purchase, **fields_of(facts(change)))


@dataclass(frozen=True, slots=True)
class LimitFacts:
    """What the pages about one change of a limit show."""

    change: LimitChange
    family: Family
    period: BudgetPeriod
    position: rules.Position
    waits_for_draw: str
    """Why it cannot be approved, where a draw has to say the family's arm first; empty where it can."""
    names: dict[uuid.UUID, str]
    """Who proposed and who decided it, by id."""
    imported: dict[uuid.UUID, str]
    """Where it was imported: by whom, and what the file says of it, by its id."""
    over_cap: bool
    who_decides: tuple[str, ...]
    nobody: str
    """What to do where nobody may decide it; empty where somebody may, or nothing waits."""
    another: Another | None
    """Why the one who looks may not decide it, and who may; None when they may, or when nothing waits."""
    questions: list[QuestionAndAnswer]
    may_answer: bool
    may_decide: bool
    may_withdraw: bool
    may_confirm: bool
    """May the one who looks confirm a limit that one person set alone?"""


def facts(change: LimitChange) -> LimitFacts:
    """What the pages about one change of a limit show."""
    period, family = change.period, change.period.budget.family
    over_cap = rules.above_cap(period.cap_pence, change.to_pence)
    waits = change.state == LimitState.REQUESTED
    roles = rules.deciding_roles(period.cap_pence, change.to_pence)
    led = queries.led_lately([change])[change.id]
    served = {change.proposed_by_id, *led, *queries.unresolved_people([period.id])[period.id]}
    deciders = named_only(family, people_who_decide(family.team_id, roles, served, today())) if waits else []
    in_team = _in_team(family)
    who_decides = tuple(decider.words for decider in deciders)
    nobody = why_nobody(family.authority_id, roles, today()) if waits and not deciders else ""
    why = queries.why_not_decide(change, g.person, today(), led=led) if waits else None
    return LimitFacts(
        change=change,
        family=family,
        period=period,
        position=queries.position_of(period),
        waits_for_draw=queries.waits_for_draw(family) if waits and change.to_pence > period.limit_pence else "",
        names=names_of([change.proposed_by_id, change.decided_by_id]),
        imported=_imported([change]),
        over_cap=over_cap,
        who_decides=who_decides,
        nobody=nobody,
        another=Another(why, who_decides, nobody) if why else None,
        questions=questions_about([change.id]).get(change.id, []),
        may_answer=waits and in_team and Permission.LOG_SPEND in g.permissions,
        may_decide=waits and in_team and Permission.DECIDE in g.permissions,
        may_withdraw=waits and in_team and change.proposed_by_id == g.person.id,
        may_confirm=change.unconfirmed and queries.why_not_confirm(change, g.person, today()) is None,
    )


def _imported(changes: Sequence[LimitChange]) -> dict[uuid.UUID, str]:
    """Nothing in a file is a deed of whoever it names, so no page says that they did it."""
    return imported_words(
        [
            Stands(change.id, "asked for by", change.proposed_by_id, change.decided_by_id, change.decided_at)
            for change in changes
            if change.imported
        ]
    )


def limit_page(
    change: LimitChange, form: PageForm, deed: Callable[[], object], *, possible: bool, template: str, **more: object
) -> Answer:
    """A page whose form does one deed on a limit, and then leads to the limit's own page."""
    return deed_page(
        form,
        deed,
        done=url_for("budgets.limit", change_id=change.id),
        possible=possible,
        template=template,
        values=lambda: fields_of(facts(change)) | more,
    )
