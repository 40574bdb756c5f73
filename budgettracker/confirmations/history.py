"""What the history of a record tells of second hands: who asked, who confirmed, declined or withdrew."""

from typing import Any

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.confirming import confirming
from budgettracker.histories import Changes, FeatureHistory, Field, Names, Words, named
from budgettracker.second_hands import AS_ROLE, OUTCOME


def _matter(changes: Changes) -> str:
    matter = confirming().matters.get(str(changes.get("matter")))
    return matter.words if matter else "something"


def _role(value: Any, _: Names) -> str:
    return f"a{'n' if value == Role.ADMINISTRATOR else ''} {Role(value).words}" if value else "the operator"


AS = Field("In the role of", _role)
AS_COVER = Field("As cover for", named)

HISTORY = FeatureHistory(
    words=(
        Words(
            {
                Deed.CONFIRMATION_ASKED: lambda changes: f"asked for {_matter(changes)}",
                Deed.CONFIRMATION_CONFIRMED: lambda changes: f"confirmed {_matter(changes)}",
                Deed.CONFIRMATION_DECLINED: lambda changes: f"declined {_matter(changes)}",
                Deed.CONFIRMATION_WITHDRAWN: lambda changes: f"withdrew {_matter(changes)}",
            },
            {AS_ROLE: AS, "asked_by": Field("Asked for by", named), "as_cover_for": AS_COVER},
            hidden=frozenset({"confirmation", "matter", OUTCOME}),
        ),
    ),
)
