"""Authorities, teams, people, their dated roles, posts and contracted hours, and what they are told."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from budgettracker.access import Role
from budgettracker.database import Base, WithId, one_of
from budgettracker.folding import LONGEST_FOLDED, folded_name
from budgettracker.people.kinds import Nation, NoticeKind

DATED_ROWS = ("role_grants", "memberships", "holdings")
"""What of a person holds from a day on; read anew after it was changed."""


class Authority(WithId, Base):
    """A local authority: the tenant. Every row of case work belongs to one."""

    __tablename__ = "authority"
    __table_args__ = (one_of("nation", Nation),)

    name: Mapped[str] = mapped_column(String(200), unique=True)
    nation: Mapped[str] = mapped_column(String(20), default=Nation.ENGLAND)
    created_at: Mapped[datetime]
    keeps_forms: Mapped[bool] = mapped_column(default=True)  # whether devices may keep forms not yet recorded
    sends_messages: Mapped[bool] = mapped_column(default=False)  # whether people are told by e-mail what waits
    live_since: Mapped[datetime | None]  # when somebody with a role other than administrator first signed in
    money_closed_until: Mapped[date | None]  # the last day of the last month of money that finance closed


class Team(WithId, Base):
    """People who work together and see their own families."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("authority_id", "name"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str] = mapped_column(String(200))

    authority: Mapped[Authority] = relationship()


class Place(NamedTuple):
    """A place in a team as a sign-in brings it along: what a person may see is asked on every page, its row seldom."""

    team_id: uuid.UUID
    starts_on: date
    ends_on: date | None
    cover_id: uuid.UUID | None

    def holds_on(self, on: date) -> bool:
        """Does it hold on that day?"""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class Person(WithId, Base):
    """Someone who signs in. Evaluators belong to the installation and may have no authority."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_authority_id", "authority_id"),)

    authority_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("authority.id"))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_folded: Mapped[str] = mapped_column(String(LONGEST_FOLDED))  # for searching: see folding
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None]
    active_from: Mapped[date]
    active_to: Mapped[date | None]
    suspended_at: Mapped[datetime | None]
    protects_from: Mapped[date | None]  # named as data protection officer from this day on
    protects_until: Mapped[date | None]  # the last day of that; empty while it goes on
    weekly_minutes: Mapped[int | None]  # contracted from the first day; `weeks` says what held later
    created_at: Mapped[datetime]

    authority: Mapped[Authority | None] = relationship()
    role_grants: Mapped[list["RoleGrant"]] = relationship(order_by="RoleGrant.starts_on, RoleGrant.role")
    memberships: Mapped[list["TeamMembership"]] = relationship(order_by="TeamMembership.starts_on")
    holdings: Mapped[list["PostHolding"]] = relationship(order_by="PostHolding.starts_on")
    weeks: Mapped[list["ContractedWeek"]] = relationship(order_by="ContractedWeek.starts_on")

    @validates("name")
    def _fold_name(self, _: str, name: str) -> str:
        self.name_folded = folded_name(name)
        return name

    def note_places(self, places: list[Place]) -> None:
        """Keep what the sign-in brought along of this person's places in teams."""
        self.__dict__["noted_places"] = places

    @property
    def places(self) -> Sequence["Place | TeamMembership"]:
        """This person's places in teams of any day: as the sign-in brought them, unless their rows have been read since."""
        noted: list[Place] | None = self.__dict__.get("noted_places")
        return self.memberships if noted is None or "memberships" in self.__dict__ else noted

    @property
    def authority_name(self) -> str:
        """The authority as the masthead prints it; empty for people of the installation."""
        return self.authority.name if self.authority else ""

    def active_on(self, on: date) -> bool:
        """May this person sign in on that day?"""
        return self.suspended_at is None and self.active_from <= on and (self.active_to is None or on <= self.active_to)

    def protects_data_on(self, on: date) -> bool:
        """Is this person the authority's data protection officer on a day?"""
        until = self.protects_until or on
        return self.protects_from is not None and self.protects_from <= on <= until

    def roles_on(self, on: date) -> set[Role]:
        """The roles held on a day."""
        return {Role(grant.role) for grant in self.role_grants if grant.holds_on(on)}

    def teams_on(self, on: date) -> list["Team"]:
        """The teams this person is in on a day, by name."""
        return sorted(
            (membership.team for membership in self.memberships if membership.holds_on(on)), key=lambda team: team.name
        )

    def team_ids_on(self, on: date) -> set[uuid.UUID]:
        """The ids of those teams."""
        return {place.team_id for place in self.places if place.holds_on(on)}

    def own_roles_on(self, on: date) -> set[Role]:
        """The roles held on a day in one's own right, and not as cover."""
        return {Role(grant.role) for grant in self.role_grants if grant.holds_on(on) and grant.cover_id is None}

    def own_team_ids_on(self, on: date) -> set[uuid.UUID]:
        """The ids of the teams this person belongs to, those apart in which they only cover for somebody."""
        return {place.team_id for place in self.places if place.holds_on(on) and place.cover_id is None}

    def cover_used(self, role: Role, team_id: uuid.UUID, on: date) -> "Cover | None":
        """The cover by which this person acts in a role for a team on a day; None where it is in their own right."""
        grants = [grant for grant in self.role_grants if grant.role == role and grant.holds_on(on)]
        covering = any(place.cover_id is not None for place in self.places)
        places = [row for row in self.memberships if row.team_id == team_id and row.holds_on(on)] if covering else []
        for rows in (grants, places):
            covers = [row.cover for row in rows]
            if covers and None not in covers:
                return covers[0]
        return None

    def post_on(self, on: date) -> "Post | None":
        """The post held on a day."""
        return next((holding.post for holding in self.holdings if holding.holds_on(on)), None)

    def weekly_minutes_on(self, on: date) -> int | None:
        """The contracted minutes of a week on a day; None where nobody has said."""
        begun = [week.weekly_minutes for week in self.weeks if week.starts_on <= on]
        return begun[-1] if begun else self.weekly_minutes


class Dated:
    """A row that holds from one day to another, both included; without a last day it holds until further notice."""

    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    def holds_on(self, on: date) -> bool:
        """Does it hold on that day?"""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class Cover(WithId, Base):
    """One person stands in for another who is away, at the same level or above, from a day to a day.

    What it lets them do stands as roles and places in teams that name it, so that whoever asks who decides finds them.
    """

    __tablename__ = "cover"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("absent_id <> covers_id", name="by_another"),
        Index("ix_cover_absent_id", "absent_id"),
        Index("ix_cover_covers_id", "covers_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    absent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # who is away
    covers_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # who stands in for them
    role: Mapped[str] = mapped_column(String(30))  # the level that is covered
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    given_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # by whose hand; empty: the operator
    given_at: Mapped[datetime]  # when it was given
    ended_at: Mapped[datetime | None]  # when it was taken back early; empty: it was not

    absent: Mapped[Person] = relationship(foreign_keys=[absent_id])
    covers: Mapped[Person] = relationship(foreign_keys=[covers_id])


class RoleGrant(Dated, WithId, Base):
    """A role a person holds, dated."""

    __tablename__ = "role_grant"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        UniqueConstraint("person_id", "role", "starts_on"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(30))
    cover_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("cover.id")
    )  # held as cover only; empty: in one's own right

    cover: Mapped[Cover | None] = relationship()


class TeamMembership(Dated, WithId, Base):
    """A person's place in a team, dated."""

    __tablename__ = "team_membership"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        UniqueConstraint("person_id", "team_id", "starts_on"),
        Index("ix_team_membership_team_id", "team_id"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    cover_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("cover.id")
    )  # held as cover only; empty: in one's own right

    team: Mapped[Team] = relationship()
    cover: Mapped[Cover | None] = relationship()


class Post(WithId, Base):
    """A kind of staff. Its yearly cost is dated and belongs to costing; an individual's salary is never stored."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("authority_id", "name"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str] = mapped_column(String(200))


class PostHolding(Dated, WithId, Base):
    """The post a person holds, dated; one at a time."""

    __tablename__ = "post_holding"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        UniqueConstraint("person_id", "starts_on"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("post.id"))

    post: Mapped[Post] = relationship()


class ContractedWeek(WithId, Base):
    """The hours a week that somebody's contract is for from a day on, until their next row; before the first their own row says."""

    __tablename__ = "contracted_week"
    __table_args__ = (
        UniqueConstraint("person_id", "starts_on"),
        CheckConstraint("weekly_minutes > 0", name="week_has_minutes"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    weekly_minutes: Mapped[int]  # contracted minutes of a week


class Notice(WithId, Base):
    """Something about their account that a person is told when they next sign in, until they have read it."""

    __tablename__ = "notice"
    __table_args__ = (one_of("kind", NoticeKind), Index("ix_notice_person_id", "person_id"))

    authority_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # the person whose account it is about
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who asked for it; empty: the operator
    second_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who confirmed it; empty: nobody
    happened_at: Mapped[datetime]  # when it came about
    read_at: Mapped[datetime | None]  # when the person said that they had read it
