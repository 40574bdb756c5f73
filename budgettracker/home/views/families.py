"""My families, and one family with its budget, purchases and time."""

import uuid

from flask import g, render_template, request

from budgettracker.access import Permission, requires
from budgettracker.allocation.queries import open_draw_in
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.banner import banner_of
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.errors import NoLongerTheirs
from budgettracker.families.queries import family_for, gone_from, gone_leads, may_cross, works_with
from budgettracker.home import queries
from budgettracker.home.views.blueprint import bp
from budgettracker.spend.queries import ToDo, count_and_sums, spends_of, to_do_of
from budgettracker.spend.queries.did_it_help import how_many_to_say
from budgettracker.spend.queries.plans import running_plans
from budgettracker.voice.queries import language_line, statements_on, wishes_line
from budgettracker.web import PAGE_SIZE, Page, navigation, page_number, today
from budgettracker.worktime.queries import offers_waiting
from budgettracker.worktime.queries.family_time import entries_for_family, family_minutes

BANNERS = {
    "added": "The family is added.",
    "corrected": "The corrections are saved.",
    "handed-over": "The family is handed over.",
    "closed": "The family is closed.",
    "restricted": "The family is restricted. Only the people named for it see it from now on.",
    "reopened": "The family is open again.",
    "hidden": "The notes are hidden. A manager brings them back or removes them.",
    "several": "The purchases are recorded. Any that need a decision wait for one, and their money is held.",
    "child-added": "The child is added.",
    "child-corrected": "The corrections to the child are saved.",
}
"""What a family's page says first, after a deed that led to it (`?banner=`)."""
FAMILIES_A_PAGE = 15
"""Each with its bar and what it needs: more would be slow on a phone."""
IN_REACH = 40
FAMILY_LISTS = {"": "All", "needs": "Those that need something", "mine": "Those I lead"}
"""What My families can show, with its words."""
SHOWN_SPENDS, SHOWN_ENTRIES = 15, 10
PURCHASE_LISTS = {
    "": "All purchases",
    "without-receipt": "Receipt missing",
    "waiting": "Waiting for a decision",
    "to-buy": "To be bought",
    "to-review": "Above what was allowed",
    "not-delivered": "Not confirmed to have reached the family",
}
"""What the list of purchases can show, with its words."""


@bp.route("/my-families")
@requires(Permission.LOG_SPEND)
def my_families() -> str:
    """The families one works with: what is left, what needs doing, log spend, log time."""
    number = page_number()
    show = request.args.get("show", "")
    show = show if show in FAMILY_LISTS else ""
    cards, total = queries.my_families(g.person, today(), number, FAMILIES_A_PAGE, show)
    return render_template(
        "home/my_families.html",
        page=Page(cards, number, total, FAMILIES_A_PAGE),
        show=show,
        listed=FAMILY_LISTS,
        reach=queries.in_reach(g.person, today(), IN_REACH) if total > 1 or show else [],
        without_lead=gone_leads(g.person, today()) if Permission.HAND_OVER in g.permissions else [],
        gone=gone_from(g.person, today()),
        lacking=queries.closed_without_receipts(g.person, today(), FAMILIES_A_PAGE) if number == 1 else [],
        offers=offers_waiting(g.person),
        to_say=how_many_to_say(g.person, today()),
    )


def why_absent() -> NoLongerTheirs | None:
    """Where the address is about a family that was handed over not long ago: what whoever worked with it is told."""
    if g.get("person") is None:
        return None
    gone = queries.gone_at(g.person, request.view_args or {}, today())
    return NoLongerTheirs(gone.reference, gone.since, gone.ask) if gone else None


def told_by_the_clock() -> list[queries.Shown]:
    """What the clock or somebody's reason has to tell whoever looks: on the page they start from, and on no other.

    Asked by the page that shows it: one that says the database is away must not ask it.
    """
    links = navigation() if g.get("person") is not None else []
    starts_here = bool(links) and links[0].current
    if not starts_here:
        return []
    return [*queries.openings_told(g.person, today()), *queries.clock_notices(g.person, today())]


@bp.route("/families/<uuid:family_id>")
@requires(Permission.SEE_FAMILIES)
def family(family_id: uuid.UUID) -> str:
    """One family: who, its budget, purchases and time."""
    on = today()
    shown_family = family_for(g.person, family_id, on)
    note_reading(Deed.FAMILY_VIEWED, shown_family)
    period = None if shown_family.without_budget(on) else period_on(shown_family.id, on)
    works_here = Permission.OPEN_FAMILIES in g.permissions and works_with(g.person, shown_family, on)
    plans = running_plans([shown_family.id], on)
    spends = spends_of(shown_family.id, SHOWN_SPENDS)
    how_many, *sums = count_and_sums(shown_family.id)
    return render_template(
        "home/family.html",
        family=shown_family,
        banner=banner_of(BANNERS),
        open=shown_family.open_on(on),
        works_here=works_here,
        wishes=wishes_line(shown_family.id, on),
        language=language_line(shown_family.id),
        statements_on=statements_on(shown_family.scheme_id),
        draws=shown_family.arm is None and open_draw_in(shown_family.authority_id) is not None,
        # Who only works with a family need not see from a link that it is compared.
        may_cross=works_here and Permission.DECIDE in g.permissions and may_cross(shown_family, on),
        period=period,
        position=position_of(period) if period else None,
        proposed_pence=queries.limits_proposed([shown_family.id]).get(shown_family.id),
        to_do=to_do_of([shown_family.id]).get(shown_family.id, ToDo()),
        tasks=queries.tasks_of(g.person, [shown_family.id], on, plans).get(shown_family.id, []) if works_here else [],
        plans=plans,
        spends=[(spend, queries.shown_pence(spend)) for spend in spends],
        how_many_spends=how_many,
        sums=sums,
        entries=entries_for_family(shown_family.id, SHOWN_ENTRIES),
        so_far=family_minutes(shown_family.id),
    )


@bp.route("/families/<uuid:family_id>/purchases")
@requires(Permission.SEE_FAMILIES)
def purchases(family_id: uuid.UUID) -> str:
    """All purchases of a family in pages, the newest first; `?show=` picks those that need something."""
    shown_family = family_for(g.person, family_id, today())
    note_reading(Deed.FAMILY_VIEWED, shown_family)
    show = request.args.get("show", "")
    show = show if show in PURCHASE_LISTS else ""
    number = page_number()
    rows = spends_of(shown_family.id, PAGE_SIZE, (number - 1) * PAGE_SIZE, show)
    how_many, *sums = count_and_sums(shown_family.id, show)
    page = Page([(spend, queries.shown_pence(spend)) for spend in rows], number, how_many)
    return render_template(
        "home/purchases.html",
        family=shown_family,
        page=page,
        show=show,
        listed=PURCHASE_LISTS,
        sums=sums,
    )


@bp.route("/families/<uuid:family_id>/time")
@requires(Permission.SEE_FAMILIES)
def time(family_id: uuid.UUID) -> str:
    """Everybody's time with a family in pages, the newest first."""
    shown_family = family_for(g.person, family_id, today())
    note_reading(Deed.FAMILY_VIEWED, shown_family)
    number = page_number()
    so_far = family_minutes(shown_family.id)
    page = Page(entries_for_family(shown_family.id, PAGE_SIZE, (number - 1) * PAGE_SIZE), number, so_far.entries)
    return render_template("home/time.html", family=shown_family, page=page, so_far=so_far)
