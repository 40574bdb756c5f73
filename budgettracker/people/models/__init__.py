"""Who uses the program, and how they sign in."""

from budgettracker.people.models.messages import OutgoingMessage
from budgettracker.people.models.people import (
    DATED_ROWS,
    Authority,
    ContractedWeek,
    Cover,
    Dated,
    Notice,
    Person,
    Place,
    Post,
    PostHolding,
    RoleGrant,
    Team,
    TeamMembership,
)
from budgettracker.people.models.sign_in import FailedSignIn, KeptForm, OneTimeLink, SignInSession

__all__ = [
    "DATED_ROWS",
    "Authority",
    "ContractedWeek",
    "Cover",
    "Dated",
    "FailedSignIn",
    "KeptForm",
    "Notice",
    "OneTimeLink",
    "OutgoingMessage",
    "Person",
    "Place",
    "Post",
    "PostHolding",
    "RoleGrant",
    "SignInSession",
    "Team",
    "TeamMembership",
]
