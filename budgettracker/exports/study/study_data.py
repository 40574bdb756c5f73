"""What every sheet of a study's workbook knows: the run, its families in order of pseudonym, its rates, its profile."""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from budgettracker.costing.rates.queries.posts import plain_mileage
from budgettracker.costing.rates.rules.mileage import MileageRate
from budgettracker.costing.rates.rules.uprating import Uprating
from budgettracker.costing.results.queries.kept import family_costs_of
from budgettracker.costing.results.queries.prices import uprating_of_run
from budgettracker.costing.results.rules.discount import years_since
from budgettracker.costing.run.models import CostingRun, RunMember, RunMileageRate, RunPeriod, RunRate
from budgettracker.families.models import Family
from budgettracker.people.models import Authority
from budgettracker.periods import day_of
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.models import Study
from budgettracker.studies.rules.profiles import date_shown
from budgettracker.studies.rules.pseudonyms import Pseudonyms

NONE = "none"
"""What stands for nothing in a column of text, so that every reader finds text in its first rows."""
FAMILIES_AT_A_TIME = 100
"""Families whose rows are in memory together: their lines are read, put in order and written before the next."""


@dataclass(frozen=True, slots=True)
class Member:
    """A family of the run, under its pseudonym."""

    id: uuid.UUID
    pseudonym: str
    authority: str
    family: Family
    open_from: date
    open_days: int
    children_in_scope: int
    arm: str
    team_id: uuid.UUID
    lead_worker_id: uuid.UUID | None
    """Of its last open day in the study, as its team."""
    status_at_start: str | None
    risks_before: int
    periods: list[RunPeriod]
    """When it was open, in order; what the run found."""

    @property
    def started_on(self) -> date:
        """The day follow-up counts from: allocation, else opening."""
        return self.family.allocated_on or self.periods[0].opened_on


@dataclass(slots=True)
class StudyData:
    """What the sheets of a study's workbook are made of: a frozen run, and what its rows are called when they leave.

    `session` reads one moment of the database throughout.
    """

    session: Session
    run: CostingRun
    study: Study
    number: int
    version: str
    make_names: Callable[[], Pseudonyms]
    names: Pseudonyms
    authorities: dict[uuid.UUID, str]
    modes: dict[uuid.UUID, str]
    members: list[Member]
    rates: list[RunRate]
    mileage: dict[uuid.UUID, list[MileageRate]]
    """What a mile cost, by authority and date."""
    uprating: Uprating | None = None
    """The run's price year with the indices it froze; None where each cost stands in its own year's prices."""
    starts: dict[uuid.UUID, date] = field(default_factory=dict)
    """Each family's start, as the run has it."""
    by_id: dict[uuid.UUID, Member] = field(default_factory=dict)
    rate_at: dict[uuid.UUID, int] = field(default_factory=dict)
    """Where each rate stands on Posts, counted from 0."""

    @property
    def profile(self) -> str:
        """The study's disclosure profile."""
        return self.study.profile

    def day(self, on: date | None) -> date | None:
        """A date as the profile lets it leave."""
        return date_shown(self.profile, on)

    def day_of(self, moment: datetime | None) -> date | None:
        """The British day of a moment, as the profile lets it leave."""
        return None if moment is None else self.day(day_of(moment))

    def worker(self, person_id: uuid.UUID | None) -> str | None:
        """A worker's pseudonym."""
        return None if person_id is None else self.names.worker(person_id)

    def team(self, team_id: uuid.UUID | None) -> str | None:
        """A team's pseudonym."""
        return None if team_id is None else self.names.of(PseudonymKind.TEAM, team_id)

    def child(self, child_id: uuid.UUID | None) -> str | None:
        """A child's pseudonym."""
        return None if child_id is None else self.names.of(PseudonymKind.CHILD, child_id)

    def member_name(self, family_id: uuid.UUID | None) -> str | None:
        """The pseudonym of a family of the study; families outside it have none."""
        member = self.by_id.get(family_id) if family_id else None
        return member.pseudonym if member else None

    def discount_year(self, family_id: uuid.UUID | None, on: date | None) -> int:
        """Completed years since a family's start, by which its cost of a day is discounted; 0 where nothing is."""
        start = self.starts.get(family_id) if family_id and self.run.discount_basis_points is not None else None
        return 0 if start is None or on is None else years_since(start, on)

    def batches(self) -> Iterator[list[Member]]:
        """The families in order of pseudonym, some at a time."""
        for first in range(0, len(self.members), FAMILIES_AT_A_TIME):
            yield self.members[first : first + FAMILIES_AT_A_TIME]

    def rows(self, query: Any) -> list[Row[Any]]:
        """Every row of a query that gives few."""
        return list(self.session.execute(query))

    def counts(self, query: Any) -> dict[Any, int]:
        """What a query of keys with a count of each gives."""
        return dict(self.session.execute(query).tuples().all())


def read_study_data(
    session: Session,
    study_id: uuid.UUID,
    run_id: uuid.UUID,
    number: int,
    version: str,
    make_names: Callable[[], Pseudonyms],
) -> StudyData:
    """Read what the sheets share. `make_names` gives the study's pseudonyms, anew each time it is called."""
    run = session.get_one(CostingRun, run_id)
    names = make_names()
    authorities = {row.id: row.name for row in session.execute(select(Authority.id, Authority.name))}
    periods: dict[uuid.UUID, list[RunPeriod]] = {}
    for period in session.scalars(select(RunPeriod).where(RunPeriod.run_id == run_id).order_by(RunPeriod.opened_on)):
        periods.setdefault(period.family_id, []).append(period)
    query = select(RunMember, Family).join(Family, Family.id == RunMember.family_id).where(RunMember.run_id == run_id)
    members = [
        Member(
            id=family.id,
            pseudonym=names.family(family.id),
            authority=authorities[family.authority_id],
            family=family,
            open_from=member.open_from,
            open_days=member.open_days,
            children_in_scope=member.children_in_scope,
            arm=member.arm,
            team_id=member.team_id,
            lead_worker_id=member.lead_worker_id,
            status_at_start=member.status_at_start,
            risks_before=member.risks_before,
            periods=periods[family.id],
        )
        for member, family in session.execute(query)
    ]
    members.sort(key=lambda member: member.pseudonym)
    rates = list(session.scalars(select(RunRate).where(RunRate.run_id == run_id)))
    rates.sort(key=lambda rate: (authorities[rate.authority_id], rate.post, rate.starts_on))
    mileage: dict[uuid.UUID, list[MileageRate]] = {}
    frozen = select(RunMileageRate).filter_by(run_id=run_id).order_by(RunMileageRate.starts_on)
    for mile in session.scalars(frozen):
        mileage.setdefault(mile.authority_id, []).append(plain_mileage(mile))
    data = StudyData(
        session=session,
        run=run,
        study=session.get_one(Study, study_id),
        number=number,
        version=version,
        make_names=make_names,
        names=names,
        authorities=authorities,
        modes={uuid.UUID(key): mode for key, mode in json.loads(run.modes).items()},
        members=members,
        rates=rates,
        mileage=mileage,
        uprating=uprating_of_run(session, run),
    )
    data.starts = {row.family_id: row.started_on for row in family_costs_of(session, run_id)}
    data.by_id = {member.id: member for member in members}
    data.rate_at = {rate.id: at for at, rate in enumerate(rates)}
    return data
