"""How an authority's own files are laid out, as somebody confirmed it once."""

import json
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId


class ImportLayout(WithId, Base):
    """The answers that hold for every file of one table with the same headings: columns, units, the order of dates."""

    __tablename__ = "import_layout"
    __table_args__ = (UniqueConstraint("authority_id", "table_name", "layout"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    table_name: Mapped[str] = mapped_column(String(20))  # which table the file is: people, spend, worktime
    layout: Mapped[str] = mapped_column(String(64))  # the digest of its headings
    answers: Mapped[str] = mapped_column(Text)  # what was confirmed, as JSON: answers by the keys of the mapping
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id")
    )  # who imported such a file first with these answers; empty: the operator
    confirmed_at: Mapped[datetime]  # when such a file was imported with these answers

    @property
    def by_key(self) -> dict[str, tuple[str, ...]]:
        """What was confirmed, by the keys of the mapping."""
        return {key: tuple(values) for key, values in json.loads(self.answers).items()}
