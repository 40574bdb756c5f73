"""Which lines of the ledger are wanted: in the address of a page, in its form, and in words."""

import uuid
from datetime import date
from typing import Any

from flask import g, request

from budgettracker.errors import NotTheirs
from budgettracker.ledger.forms import LedgerForm
from budgettracker.ledger.queries.finance_months import posted_months
from budgettracker.ledger.queries.lines import Filters, categories_of, family_with, recorders_of
from budgettracker.people.queries import teams_of
from budgettracker.periods import long_date
from budgettracker.spend.kinds import SpendState
from budgettracker.web import today


def authority_id() -> uuid.UUID:
    """Whose ledger it is: the reader's own authority's."""
    if g.person.authority_id is None:
        raise NotTheirs
    own: uuid.UUID = g.person.authority_id
    return own


def filters_in_address() -> Filters:
    """The filters in the address; one that cannot be read is no page, so that nobody takes all lines for some."""
    args = request.args
    try:
        return Filters(
            first=date.fromisoformat(args["first"]) if args.get("first") else None,
            last=date.fromisoformat(args["last"]) if args.get("last") else None,
            team_id=uuid.UUID(args["team"]) if args.get("team") else None,
            family_id=uuid.UUID(args["family"]) if args.get("family") else None,
            category=args.get("category") or None,
            state=str(SpendState(args["state"])) if args.get("state") else None,
            by_id=uuid.UUID(args["who"]) if args.get("who") else None,
            posted_on=date.fromisoformat(args["posted"]) if args.get("posted") else None,
        )
    except ValueError:
        raise NotTheirs from None


def form_with(filters: Filters) -> LedgerForm:
    """The form with its lists, filled with the filters that are on."""
    family = family_with(authority_id(), filters.family_id) if filters.family_id else None
    if filters.family_id and family is None:
        raise NotTheirs
    form = LedgerForm(
        data={
            "first": filters.first,
            "last": filters.last,
            "family": family.reference if family else "",
            "team": str(filters.team_id or ""),
            "category": filters.category or "",
            "state": filters.state or "",
            "who": str(filters.by_id or ""),
            "posted": filters.posted_on.isoformat() if filters.posted_on else "",
        }
    )
    form.offer(
        teams_of(authority_id()),
        categories_of(authority_id()),
        recorders_of(authority_id(), today()),
        posted_months(authority_id()),
    )
    return form


def address_of(form: LedgerForm, family_id: uuid.UUID | None) -> dict[str, Any]:
    """What the form wants as parts of an address: ids, days and codes, no reference and no name."""
    parts = {
        "first": form.first.data.isoformat() if form.first.data else None,
        "last": form.last.data.isoformat() if form.last.data else None,
        "family": family_id,
        "team": form.team.data or None,
        "category": form.category.data or None,
        "state": form.state.data or None,
        "who": form.who.data or None,
        "posted": form.posted.data or None,
    }
    return {name: value for name, value in parts.items() if value is not None}


def filters_in_words(filters: Filters) -> list[tuple[str, str]]:
    """The filters that are on, in words."""
    family = family_with(authority_id(), filters.family_id) if filters.family_id else None
    teams = {team.id: team.name for team in teams_of(authority_id())} if filters.team_id else {}
    people = dict(recorders_of(authority_id(), today())) if filters.by_id else {}
    chosen = (
        ("Recorded from", filters.first, long_date(filters.first) if filters.first else ""),
        ("Recorded until", filters.last, long_date(filters.last) if filters.last else ""),
        ("Family", filters.family_id, family.reference if family else ""),
        ("Team", filters.team_id, teams.get(filters.team_id) if filters.team_id else ""),
        ("Category", filters.category, filters.category),
        ("State", filters.state, SpendState(filters.state).words if filters.state else ""),
        ("Recorded by", filters.by_id, people.get(filters.by_id) if filters.by_id else ""),
        ("Posted in", filters.posted_on, f"{filters.posted_on:%B %Y}" if filters.posted_on else ""),
    )
    return [(name, words or "Not known here") for name, value, words in chosen if value is not None]
