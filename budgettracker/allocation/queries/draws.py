"""The draw of a study, the one that is open in an authority, a family's assessments and its place."""

import uuid

from sqlalchemy import exists, select

from budgettracker.allocation import rules
from budgettracker.allocation.kinds import AgeBand
from budgettracker.allocation.models import Allocation, Assessment, Draw, DrawClosing, DrawList, DrawPlace
from budgettracker.audit.rules import Fault
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Authority
from budgettracker.studies.models import Study


def draw_of(study_id: uuid.UUID) -> Draw | None:
    """The draw of a study, if it has one."""
    return db.session.scalars(select(Draw).filter_by(study_id=study_id)).one_or_none()


def open_draw_in(authority_id: uuid.UUID | None) -> Draw | None:
    """The draw that families of an authority come into now: it has places for it and has not closed."""
    closed = exists().where(DrawClosing.draw_id == Draw.id)
    here = exists().where(DrawPlace.draw_id == Draw.id, DrawPlace.authority_id == authority_id)
    return db.session.scalars(select(Draw).where(here, ~closed).order_by(Draw.started_at, Draw.id).limit(1)).first()


def require_open(draw: Draw | None) -> Draw:
    """The draw, locked; raises Refusal where there is none, or it has closed."""
    locked = draw_locked(draw.id) if draw is not None else None
    if locked is None or locked.closing is not None:
        raise Refusal(None, "No draw is open for families of your authority.")
    return locked


def draw_locked(draw_id: uuid.UUID) -> Draw:
    """A draw, locked until the transaction ends: one family at a time takes a place."""
    draw = db.session.get_one(Draw, draw_id)
    # The program may not change a draw, so it locks the study that it belongs to.
    db.session.execute(select(Study.id).filter_by(id=draw.study_id).with_for_update())
    db.session.refresh(draw, ["closing"])
    return draw


def free_place(draw_id: uuid.UUID, authority_id: uuid.UUID, band: AgeBand) -> DrawPlace | None:
    """The first place of a stratum that nobody took yet."""
    taken = exists().where(Allocation.place_id == DrawPlace.id)
    free = select(DrawPlace).filter_by(draw_id=draw_id, authority_id=authority_id, band=band).where(~taken)
    return db.session.scalars(free.order_by(DrawPlace.number).limit(1)).first()


def assessments_of(family_id: uuid.UUID) -> list[Assessment]:
    """A family's assessments, the last one last."""
    return list(db.session.scalars(select(Assessment).filter_by(family_id=family_id).order_by(Assessment.number)))


def allocation_of(family_id: uuid.UUID) -> Allocation | None:
    """The place a family took, if it was drawn."""
    return db.session.scalars(select(Allocation).filter_by(family_id=family_id)).one_or_none()


def list_of(draw: Draw) -> str:
    """The list's text with its seed; raises NotTheirs for everybody until the allocation has closed."""
    if draw.closing is None:
        raise NotTheirs
    return db.session.scalars(select(DrawList.list_text).filter_by(draw_id=draw.id)).one()


def draw_faults() -> list[Fault]:
    """Draws whose list is not the one of their digest, or whose families stand in another arm than the place they took."""
    faults = []
    names = dict(db.session.execute(select(Authority.id, Authority.name)).tuples().all())
    texts = select(Draw, DrawList.list_text).outerjoin(DrawList, DrawList.draw_id == Draw.id).order_by(Draw.id)
    for draw, list_text in db.session.execute(texts):
        if list_text is None or rules.digest_of(list_text) != draw.digest:
            faults.append(
                Fault("draw", draw.id, "digest", "the list is not the one whose digest was shown at the start")
            )
            continue
        rows = select(DrawPlace).filter_by(draw_id=draw.id).order_by(DrawPlace.number)
        places = [(names[row.authority_id], row.band, row.arm) for row in db.session.scalars(rows)]
        if places != [tuple(place) for place in rules.places_in(list_text, names.values())]:
            faults.append(Fault("draw", draw.id, "places", "its places are not those of the list"))
    moved = (
        select(Allocation.family_id)
        .join(Allocation.place)
        .join(Family, Family.id == Allocation.family_id)
        .where((Family.arm != DrawPlace.arm) | Family.arm.is_(None))
    )
    return faults + [
        Fault("family", family_id, "arm", "its arm is not the one it was allocated")
        for family_id in db.session.scalars(moved.order_by(Allocation.family_id))
    ]
