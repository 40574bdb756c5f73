"""Reading an authority's schemes and the bands in force on a day."""

import functools
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Date, Select, bindparam, func, or_, select
from sqlalchemy.orm import selectinload

from budgettracker.access import Role
from budgettracker.columns import read_columns
from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.histories import Change
from budgettracker.margins import USUAL_MARGIN, Margin
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.schemes.models import Band, Category, OtherHelpBand, PriceMargin, Scheme
from budgettracker.schemes.rules import (
    LADDER,
    OTHER_HELP,
    Bounds,
    holds,
    in_words,
    read_bands,
    require_scheme_open,
)
from budgettracker.schemes.rules.sentences import SchemeRules
from budgettracker.second_hands import Outcome

BANDS, SCHEME, MARGIN, OTHER_HELP_BANDS = "bands", "scheme", "margin", "other_help"
"""The kinds of thing that wait for a second hand: looser bands, a new scheme, a larger margin, looser bands for other help."""
MOST = 100
"""Schemes of one authority on a page or in a list to choose from."""


def scheme_for(person: Person, scheme_id: uuid.UUID) -> Scheme:
    """A scheme of the person's own authority; raises NotTheirs for any other."""
    query = select(Scheme).where(Scheme.id == scheme_id, Scheme.authority_id == person.authority_id)
    rows = db.session.scalars(query.options(selectinload(Scheme.bands), selectinload(Scheme.categories)))
    scheme = rows.one_or_none()
    if scheme is None:
        raise NotTheirs
    return scheme


def schemes_of(authority_id: uuid.UUID | None) -> list[Scheme]:
    """An authority's schemes by name, with bands and categories."""
    query = select(Scheme).where(Scheme.authority_id == authority_id).order_by(Scheme.name, Scheme.id).limit(MOST)
    return list(db.session.scalars(query.options(selectinload(Scheme.bands), selectinload(Scheme.categories))))


def open_schemes_of(authority_id: uuid.UUID | None) -> list[Scheme]:
    """Those of them that nobody has closed."""
    return [scheme for scheme in schemes_of(authority_id) if scheme.closed_on is None]


def require_still_open(scheme: Scheme, field: str | None, what: str, *, hold: bool = False) -> None:
    """Read anew whether a scheme has been closed, and refuse something new in it then: `what` does not come about.

    With `hold` nobody closes it before the deed is done: a limit may add a position, which a closing does not know of.
    A purchase does not need that: it has locked a position, and a closing locks them all.
    """
    require_scheme_open(scheme.name, closed_since(scheme, hold=hold), field, what)


def closed_since(scheme: Scheme, *, hold: bool = False) -> date | None:
    """The day a scheme was closed, read anew; None while it is open."""
    day: date | None = read_columns(_closing_day(hold), {"scheme": scheme.id}).scalar()
    return day


@functools.cache
def _closing_day(hold: bool) -> Select[tuple[date | None]]:
    """Built once: every purchase asks it."""
    day = select(Scheme.closed_on).where(Scheme.id == bindparam("scheme"))
    return day.with_for_update(read=True) if hold else day


def categories_in(scheme_id: uuid.UUID) -> list[Category]:
    """What a scheme's purchases are sorted into, in the scheme's order."""
    return list(db.session.scalars(_categories_query(), {"scheme": scheme_id}))


@functools.cache
def _categories_query() -> Select[tuple[Category]]:
    """Built once: every purchase runs it, and building it costs more than running it."""
    return select(Category).where(Category.scheme_id == bindparam("scheme")).order_by(Category.position)


def bounds_of_all(scheme_ids: Collection[uuid.UUID], on: date) -> dict[uuid.UUID, dict[Role, Bounds]]:
    """The bounds in force on a day for several schemes, by scheme and role, in one query."""
    by_scheme: dict[uuid.UUID, dict[Role, Bounds]] = {scheme_id: {} for scheme_id in scheme_ids}
    for scheme_id, name, *bounds in read_columns(_bounds_query(), {"schemes": list(scheme_ids), "day": on}):
        role = Role(name)
        by_scheme[scheme_id][role] = Bounds(role, *bounds)
    return by_scheme


@functools.cache
def _bounds_query() -> Select[tuple[uuid.UUID, str, int | None, int | None, int | None]]:
    day = bindparam("day", type_=Date)
    of_band = select(Band.scheme_id, Band.role, Band.single_pence, Band.running_pence, Band.window_days)
    in_force = of_band.where(
        Band.scheme_id.in_(bindparam("schemes", expanding=True)),
        Band.starts_on <= day,
        or_(Band.ends_on.is_(None), Band.ends_on >= day),
    )
    return in_force.order_by(Band.starts_on, Band.role)


def bounds_on(scheme_id: uuid.UUID, on: date) -> dict[Role, Bounds]:
    """What each role of a scheme may decide on a day, in pence."""
    return bounds_of_all([scheme_id], on)[scheme_id]


def bounds_from(scheme_id: uuid.UUID, starts_on: date) -> list[list[Bounds]]:
    """The bands of a scheme that would hold on a day, and those planned to hold from each later one."""
    later = select(Band.starts_on).where(Band.scheme_id == scheme_id, Band.starts_on > starts_on).distinct()
    days = [starts_on, *db.session.scalars(later.order_by(Band.starts_on))]
    return [list(bounds_on(scheme_id, day).values()) for day in days]


def margins_from(scheme_id: uuid.UUID, starts_on: date) -> list[Margin]:
    """The margin of a scheme that would hold on a day, and those planned to hold from each later one."""
    later = [row for row in margins_of(scheme_id) if row.starts_on > starts_on]
    return [margin_on(scheme_id, starts_on), *(Margin(row.percent, row.most_pence) for row in later)]


def other_help_from(authority_id: uuid.UUID, starts_on: date) -> list[list[Bounds]]:
    """The bands for other help that would hold on a day, and those planned to hold from each later one."""
    bands = other_help_bands(authority_id)
    days = [starts_on, *sorted({band.starts_on for band in bands if band.starts_on > starts_on})]
    return [list(in_force(bands, day).values()) for day in days]


def margin_on(scheme_id: uuid.UUID, on: date) -> Margin:
    """How much dearer than approved a purchase of a scheme may come on a day without another decision."""
    in_force = select(PriceMargin).where(
        PriceMargin.scheme_id == scheme_id,
        PriceMargin.starts_on <= on,
        or_(PriceMargin.ends_on.is_(None), PriceMargin.ends_on >= on),
    )
    row = db.session.scalars(in_force).one_or_none()
    return Margin(row.percent, row.most_pence) if row is not None else USUAL_MARGIN


def margins_of(scheme_id: uuid.UUID) -> list[PriceMargin]:
    """The margins a scheme has set, by their first day."""
    return list(db.session.scalars(select(PriceMargin).filter_by(scheme_id=scheme_id).order_by(PriceMargin.starts_on)))


def rules_of_schemes(authority_id: uuid.UUID | None, on: date) -> list[tuple[Scheme, SchemeRules]]:
    """An authority's open schemes that have not ended, by name, each with what it sets on a day; a few queries, however many."""
    schemes = [each for each in open_schemes_of(authority_id) if each.ends_on is None or each.ends_on >= on]
    ids = [scheme.id for scheme in schemes]
    margins = db.session.scalars(
        select(PriceMargin)
        .where(PriceMargin.scheme_id.in_(ids), PriceMargin.starts_on <= on)
        .order_by(PriceMargin.starts_on)
    )
    margin_of = {
        row.scheme_id: Margin(row.percent, row.most_pence) for row in margins if holds(row.starts_on, row.ends_on, on)
    }
    return [
        (
            scheme,
            SchemeRules(
                cap_pence=scheme.cap_pence,
                cap_period=scheme.cap_period,
                starts_on=scheme.starts_on,
                ends_on=scheme.ends_on,
                regular_needs=scheme.regular_needs,
                hold_days=scheme.hold_days,
                receipts_required=scheme.receipts_required,
                bands=_bands_on(scheme, max(on, scheme.starts_on)),
                later=[
                    (day, _bands_on(scheme, day))
                    for day in sorted({band.starts_on for band in scheme.bands})
                    if day > max(on, scheme.starts_on)
                ],
                margin=margin_of.get(scheme.id, USUAL_MARGIN),
            ),
        )
        for scheme in schemes
    ]


def _bands_on(scheme: Scheme, on: date) -> dict[Role, Bounds]:
    """The bands of a scheme, read with it, that hold on a day."""
    return {
        Role(band.role): Bounds(Role(band.role), band.single_pence, band.running_pence, band.window_days)
        for band in scheme.bands
        if holds(band.starts_on, band.ends_on, on)
    }


def other_help_bands(authority_id: uuid.UUID | None) -> list[OtherHelpBand]:
    """The bands for other help that an authority has set, by their first day; none where it has the usual ones."""
    rows = select(OtherHelpBand).filter_by(authority_id=authority_id)
    return list(db.session.scalars(rows.order_by(OtherHelpBand.starts_on, OtherHelpBand.role)))


def in_force(bands: Sequence[OtherHelpBand], on: date) -> Mapping[Role, Bounds]:
    """Of an authority's bands for other help those in force on a day; the usual ones where it has set none for it."""
    set_then = {
        Role(band.role): Bounds(Role(band.role), band.single_pence, band.running_pence, band.window_days)
        for band in bands
        if holds(band.starts_on, band.ends_on, on)
    }
    return set_then or OTHER_HELP


def other_help_on(authority_id: uuid.UUID | None, on: date) -> Mapping[Role, Bounds]:
    """What each role of an authority may decide of help paid outside the devolved budget on a day, in pence."""
    return in_force(other_help_bands(authority_id), on)


def band_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Looser bands that were asked for: of which scheme, and for each role from what to what."""
    names = _names_of([row.subject_id for row in rows])
    return {row.id: _band_facts(row, f"Who may decide in {names[row.subject_id]}") for row in rows}


def other_help_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Looser bands for other help that were asked for, for each role from what to what."""
    return {row.id: _band_facts(row, "Who may decide other help") for row in rows}


def _band_facts(row: Confirmable, title: str) -> Facts:
    before, after = ({band.role: band for band in read_bands(bands)} for bands in row.values["bands"])
    changes = [
        Change(role.words.capitalize(), _band_words(before.get(role)), _band_words(after.get(role)))
        for role in LADDER
        if before.get(role) != after.get(role)
    ]
    return Facts(Outcome.BANDS_LOOSENED, title, title, changes=[*changes, _from(row)])


def margin_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Larger price margins that were asked for: of which scheme, and from what to what."""
    names = _names_of([row.subject_id for row in rows])
    facts = {}
    for row in rows:
        title = f"The price margin in {names[row.subject_id]}"
        before, after = (Margin(*margin).words for margin in row.values["margin"])
        changes = [Change("Dearer than approved", before, after), _from(row)]
        facts[row.id] = Facts(Outcome.BANDS_LOOSENED, title, title, changes=changes)
    return facts


def _from(row: Confirmable) -> Change:
    return Change("From", "", long_date(date.fromisoformat(row.values["from"])))


def _names_of(scheme_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = select(Scheme.id, Scheme.name).where(Scheme.id.in_(set(scheme_ids)))
    return dict(db.session.execute(rows).tuples().all())


def _band_words(band: Bounds | None) -> str:
    return in_words(band) if band is not None else "no purchase"


def new_scheme_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """New schemes that were asked for: cap, first day, and how far each role decides."""
    facts = {}
    for row in rows:
        values = row.values
        title, bands = f"A new scheme: {values['name']}", {band.role: band for band in read_bands(values["bands"])}
        cap = pounds(values["cap_pence"]) if values["cap_pence"] is not None else "none stated"
        changes = [
            Change("Cap for one family", "", cap),
            *(Change(role.words.capitalize(), "", _band_words(bands.get(role))) for role in LADDER),
            Change("From", "", long_date(date.fromisoformat(values["from"]))),
        ]
        facts[row.id] = Facts(Outcome.BANDS_LOOSENED, title, title, changes=changes)
    return facts


def scheme_named(authority_id: uuid.UUID, name: str) -> Scheme | None:
    """An authority's scheme of a name, however its letters are typed."""
    same = func.lower(Scheme.name) == func.lower(name)
    return db.session.scalars(select(Scheme).where(Scheme.authority_id == authority_id, same)).one_or_none()


def require_free(authority_id: uuid.UUID, name: str) -> None:
    """Raises Refusal on `name` where the authority has a scheme of this name."""
    if scheme_named(authority_id, name) is not None:
        raise Refusal("name", taken(name))


def taken(name: str) -> str:
    """What somebody reads who gives a scheme a name that another one has."""
    return f"There is already a scheme called {name}. Enter another name."
