"""Second hands: which outcome one person may bring about alone, and who else it takes.

Judged by the outcome and not by the row: however it comes about (one form, several at once, already paid, a correction,
a command, the making of an account), the same outcome takes the same people. Rules read the numbers and roles, pages the
words, `docs/second-hands.md` and the tests the whole table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from budgettracker.access import DECIDERS, Role
from budgettracker.margins import USUAL_MARGIN
from budgettracker.second_hand_rows import MENDING_DAYS, Outcome

__all__ = [
    "AS_ROLE",
    "MENDING_DAYS",
    "OUTCOME",
    "ROWS",
    "TABLE",
    "WAITS_FOR",
    "Outcome",
    "SecondHands",
    "judged",
    "waiting",
]


@dataclass(frozen=True, slots=True)
class SecondHands:
    """One row of the table: the outcome in words, what one person may do alone (empty: never), and who else it takes.

    `firsts` are roles in which somebody may bring it about alone, `seconds` the roles of the second hand from the lowest
    level up, `fallback` those who are it where nobody has one of the `seconds`. `nobody` says what to do when there is
    nobody at all. `alone_before_live`: one person does both in an authority where only administrators have signed in yet.
    """

    outcome: Outcome
    what: str
    alone: str
    second: str
    firsts: tuple[Role, ...] = ()
    seconds: tuple[Role, ...] = DECIDERS
    fallback: tuple[Role, ...] = ()
    nobody: str = ""
    alone_before_live: bool = False


_WHOLE = (
    "The role whose band holds the whole amount, single and with that role's running total. Over the cap a senior "
    "manager with a written reason. What has gone is recorded at once and waits for that role."
)
_BEFORE = "Before the authority is live: one administrator."
_NOT_LIVE_YET = "Before the authority is live, and what brings in nothing of this."
_LINK_BY_COMMAND = "Ask whoever runs the tracker to make the link: budgettracker invite."
_RELEASE_BY_COMMAND = "Ask whoever runs the tracker to release it: budgettracker release-import."
_ROLE_BY_COMMAND = "Ask whoever runs the tracker to give the roles: budgettracker change-roles."

TABLE: tuple[SecondHands, ...] = (
    SecondHands(
        Outcome.WITHIN_BAND,
        "Money leaves within the practitioner's band, single and running",
        "Whoever records the purchase. A manager who records for a family has the practitioner's band too.",
        "",
        firsts=(Role.PRACTITIONER,),
        seconds=(),
    ),
    SecondHands(
        Outcome.ABOVE_BAND,
        "Money leaves above it, whatever the way: asked for first, or paid already and told afterwards",
        "",
        _WHOLE,
    ),
    SecondHands(
        Outcome.PRICE_ABOVE_APPROVED,
        "The price is above what was approved",
        f"The scheme's margin: {USUAL_MARGIN.words} unless it has set another, within the band of the role that "
        "approved it and within what is left. Margins that were used are listed by month.",
        "Otherwise the whole price, not the extra, is judged like a purchase of that price.",
        firsts=(Role.PRACTITIONER, *DECIDERS),
    ),
    SecondHands(
        Outcome.SHARED,
        "A purchase is shared over families, each paying its part from its own budget",
        "Whoever records it, where the whole receipt is within the practitioner's band for each family and counts whole in "
        "each running total. It is never taken out or corrected alone, and has no price margin.",
        "As for money above the band, on the whole receipt.",
        firsts=(Role.PRACTITIONER,),
    ),
    SecondHands(
        Outcome.PLAN,
        "A plan of regular payments, from the devolved budget or as other help",
        "",
        "A manager, or whom the scheme names for regular payments, whose band holds what all payments come to. Each payment, "
        "up to what one was approved for, is then recorded by the worker; a dearer one is a price above what was approved. "
        "Looking at the plan again and ending it early take nobody else: both only keep or give back.",
    ),
    SecondHands(
        Outcome.OWN_POCKET,
        "Money goes to the pocket of whoever records it: their own money, or cash they drew",
        "",
        "Anyone who could decide a purchase of that price, who neither recorded nor bought it: before it is reimbursed, not "
        "before it is bought. Until then it waits for confirmation, not to be reimbursed. Who accepts a purchase afterwards "
        "confirms this with it.",
        nobody="Nobody but who recorded it can confirm this. Ask an administrator for cover, or for another manager.",
    ),
    SecondHands(
        Outcome.EXPENSES,
        "Work costs whoever logs it: the materials of a group session, or parking and fares",
        "Parking and fares up to £25.00 for an entry and £100.00 in a month. More than £500.00 never stands with time: it is a "
        "purchase.",
        "A manager of the worker's team, before it is paid back. It counts as cost at once.",
        firsts=(Role.PRACTITIONER, *DECIDERS),
        nobody="Nobody but who logged it can confirm this. Ask an administrator for cover, or for another manager.",
    ),
    SecondHands(
        Outcome.OTHER_HELP,
        "Other help is paid outside the devolved budget, in either arm",
        "Whoever records it, within the authority's band for other help: up to £500.00 for one purchase and £1,000.00 in "
        "30 days unless it has set another, never unbounded. Other help alone is counted.",
        "The role whose band for other help holds it: unless the authority has set others, a manager up to £5,000.00 for "
        "one purchase, a senior manager above it. A request holds no money; what has gone is recorded at once and waits "
        "for that role.",
        firsts=(Role.PRACTITIONER,),
    ),
    SecondHands(
        Outcome.LIMIT,
        "A family's limit, set for one family or for a cohort in one decision",
        "",
        "A manager or senior manager of the family's team, who neither proposed it nor leads the family; above the cap a "
        "senior manager with a written reason. Who opened the family may approve if neither proposer nor lead is that "
        "person. Nobody approves a limit that a purchase of their own needs.",
    ),
    SecondHands(
        Outcome.OPENING_BALANCE,
        "A limit that was imported before the authority was live holds, with what had been spent of it by then",
        "",
        "A senior manager, who neither imported it nor leads the family, confirms it with its sums, or proposes the right "
        "figure. Until then nothing new is bought from it.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="No senior manager can confirm this. Ask an administrator for one, or for cover of the one who is away.",
    ),
    SecondHands(
        Outcome.MISTAKE,
        "A purchase recorded by mistake is taken out of the sums, or corrected in amount, day, family or money",
        f"Whoever recorded it, where it was within their band: for {MENDING_DAYS} days from recording or until a manager "
        "marked the receipt as seen, whichever is earlier, and never while somebody is to decide about it. It counts in "
        "the running total until a manager has ticked it.",
        "A manager who neither recorded nor proposed it; while it waits for a decision, the role that the amount needs. "
        "Until then neither room nor cost moves.",
        firsts=(Role.PRACTITIONER,),
    ),
    SecondHands(
        Outcome.NO_RECEIPT,
        "A purchase goes without a receipt, though its scheme asks for one",
        "",
        "Anyone who could decide a purchase of that price, who neither recorded nor bought it, with a written reason.",
    ),
    SecondHands(
        Outcome.REFUND,
        "Money comes back for a purchase",
        "With a document (the shop's refund slip): whoever records it. It counts in the running total until a manager has "
        "ticked it.",
        "Without a document a manager who neither recorded the purchase nor the refund, before there is room again.",
        firsts=(Role.PRACTITIONER,),
    ),
    SecondHands(
        Outcome.IN_TEAM,
        "A practitioner is added to a team",
        _BEFORE,
        "A manager of the team, who did not ask for it; a senior manager where the team has none.",
        nobody=f"No manager of the team can confirm this. {_ROLE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.TEAM_LINK,
        "A practitioner of a team gets a link to set a password: an invitation, or a reset",
        _BEFORE,
        "A manager of the team, who did not ask for it; a senior manager where the team has none.",
        nobody=f"No manager of the team can confirm this. {_LINK_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.OTHER_ROLE,
        "Somebody gets any other role, or a place in a team with it",
        _BEFORE,
        "A second administrator; a senior manager where there is no second one.",
        seconds=(Role.ADMINISTRATOR, Role.SENIOR_MANAGER),
        nobody=f"There is no second administrator and no senior manager who can confirm this. {_ROLE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.OTHER_LINK,
        "Anybody else gets a link to set a password",
        _BEFORE,
        "A second administrator; a senior manager where there is no second one. Where that senior manager is missing, or "
        "is the person concerned, a manager who did not ask for it.",
        seconds=(Role.ADMINISTRATOR, Role.SENIOR_MANAGER),
        fallback=(Role.MANAGER,),
        nobody=f"There is nobody in the authority who can confirm this. {_LINK_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.COVER,
        "Somebody covers for a manager or senior manager who is away, from a day to a day",
        "Who is away gives it, to the same level or above; to a manager only where there is no other senior manager. "
        f"{_BEFORE}",
        "Where they are away already an administrator asks for it, and a second administrator confirms; a senior manager "
        "who is not concerned where there is no second one.",
        seconds=(Role.ADMINISTRATOR, Role.SENIOR_MANAGER),
        nobody="There is nobody left who can confirm this. Ask whoever runs the tracker: budgettracker give-cover.",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.REOPENED,
        "A closed family is opened again; a limit does not come back by itself",
        "",
        "A manager of the family's team, or a senior manager, who did not ask for it.",
        nobody="Nobody but who asked can confirm this. Ask an administrator for cover, or for another manager.",
    ),
    SecondHands(
        Outcome.RESTRICTION,
        "A restricted family is opened: to one more person, or again to everybody who sees its team",
        "Restricting it, naming who reads it with that, and taking a name off. Whoever else sees its team, and an auditor, "
        "reads it for a day by giving a reason, which the managers named for it are told.",
        "A manager or senior manager named for the family, who did not ask; where none is left a senior manager.",
        nobody="Nobody but who asked can confirm this. Ask an administrator for another senior manager.",
    ),
    SecondHands(
        Outcome.BANDS_LOOSENED,
        "A band, a price margin or a cap is loosened, a scheme is added, or deciding time gets another source",
        "A change by which nobody may decide more than before. Before the authority is live, any change.",
        "An administrator asks (for the source of deciding time finance may too), a senior manager confirms.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="No senior manager can confirm this. Ask an administrator for one, or for cover of the one who is away.",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.STUDY,
        "An evaluator is named to a study, or an authority joins one",
        "The study's maker is named in it. Before anybody has agreed, nothing of an authority is seen.",
        "A senior manager of each authority, who agrees for its own families: to the study with the evaluators named in it, "
        "and to each further evaluator.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="Ask an administrator for a senior manager, or for cover of the one who is away.",
    ),
    SecondHands(
        Outcome.TAKEN_AWAY,
        "Words about a family or of a purchase, or a receipt, are taken away",
        "Whoever sees it hides it at once. Those who decide for the family, and auditors, see it meanwhile.",
        "A manager of the family's team, who did not hide it, brings it back or removes it.",
        firsts=(Role.PRACTITIONER, *DECIDERS),
    ),
    SecondHands(
        Outcome.IMPORT,
        "An import brings in limits, money that was decided, refunded or other help, or agreements to studies",
        _NOT_LIVE_YET,
        "A second person of finance, or an administrator, who did not make the import. It waits for 14 days at most.",
        seconds=(Role.FINANCE, Role.ADMINISTRATOR),
        nobody=f"Nobody but who made it can release this. {_RELEASE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.IMPORT_OF_ROLES,
        "An import brings in people, who have roles",
        _NOT_LIVE_YET,
        "An administrator, who did not make the import.",
        seconds=(Role.ADMINISTRATOR,),
        nobody=f"There is no administrator who can release this. {_RELEASE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.IMPORT_OF_SCHEMES,
        "An import brings in a scheme, with its cap and bands",
        _NOT_LIVE_YET,
        "A senior manager. A scheme comes in an import of its own.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody=f"There is no senior manager who can release this. {_RELEASE_BY_COMMAND}",
        alone_before_live=True,
    ),
)
"""The table of second hands."""

ROWS: Mapping[Outcome, SecondHands] = {row.outcome: row for row in TABLE}

OUTCOME, AS_ROLE, WAITS_FOR = "outcome", "as_role", "waits_for"
"""Under these names an audit line says which row of the table a deed fell under, by which role, and who is to decide."""


def judged(outcome: Outcome, role: Role | None, waits_for: Role | None = None) -> dict[str, object]:
    """What a deed about money writes into its audit line: its row of the table and the role it was done by.

    `waits_for` is the lowest role that is still to decide; a deed that settles the matter leaves it out.
    """
    written: dict[str, object] = {OUTCOME: outcome, AS_ROLE: role}
    return {**written, WAITS_FOR: waits_for} if waits_for else written


def waiting(outcome: Outcome, waits_for: Role) -> dict[str, object]:
    """What a deed writes down that nobody does alone: its row of the table, and the lowest role that is to decide."""
    return {OUTCOME: outcome, WAITS_FOR: waits_for}
