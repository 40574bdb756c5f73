"""Months closed for teams."""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.people.models import Team
from budgettracker.periods import month
from budgettracker.worktime.models import MonthClosing


def closed_teams(team_ids: Iterable[uuid.UUID], worked_on: date) -> list[str]:
    """The names of those of the teams whose month around a day is closed."""
    asked = (
        select(Team.name)
        .join(MonthClosing, MonthClosing.team_id == Team.id)
        .where(
            Team.id.in_(list(team_ids)),
            MonthClosing.month_starts_on == month(worked_on).start,
            MonthClosing.reopened_at.is_(None),
        )
    )
    return list(db.session.scalars(asked.distinct().order_by(Team.name)))


def closing_of(team_id: uuid.UUID, month_starts_on: date) -> MonthClosing | None:
    """The closing that holds for a team's month now, None while the month is open."""
    asked = select(MonthClosing).where(
        MonthClosing.team_id == team_id,
        MonthClosing.month_starts_on == month_starts_on,
        MonthClosing.reopened_at.is_(None),
    )
    return db.session.scalars(asked.order_by(MonthClosing.closed_at)).first()
