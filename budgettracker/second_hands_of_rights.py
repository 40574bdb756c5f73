"""The rows of the table of second hands that are about who may see, decide and bring in what."""

from budgettracker.access import WORK_WITH_FAMILIES, Role
from budgettracker.second_hand_rows import Outcome, SecondHands

_BEFORE = "Before it is live: one administrator."
_NOT_LIVE_YET = "Before it is live."
_LINK_BY_COMMAND = "Ask whoever runs the tracker to make the link: budgettracker invite."
_IN_BY_COMMAND = (
    "Ask whoever runs the tracker: budgettracker invite makes a link, budgettracker suspend --lift lets in again."
)
_RELEASE_BY_COMMAND = "Ask whoever runs the tracker to release it: budgettracker release-import."
_ROLE_BY_COMMAND = "Ask whoever runs the tracker to give the roles: budgettracker change-roles."

OF_RIGHTS: tuple[SecondHands, ...] = (
    SecondHands(
        Outcome.IN_TEAM,
        "A practitioner is added to a team",
        _BEFORE,
        "A manager of the team who did not ask; a senior manager where it has none.",
        nobody=f"No manager of the team can confirm this. {_ROLE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.TEAM_LINK,
        "A practitioner gets a link to set a password",
        _BEFORE,
        "A manager of the team who did not ask; a senior manager where it has none.",
        nobody=f"No manager of the team can confirm this. {_LINK_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.OTHER_ROLE,
        "Any other role, or a place in a team with it",
        _BEFORE,
        "A second administrator, else a senior manager.",
        seconds=(Role.ADMINISTRATOR, Role.SENIOR_MANAGER),
        nobody=f"There is no second administrator and no senior manager who can confirm this. {_ROLE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.OTHER_LINK,
        "Anybody else gets a link to set a password, or is let in again after a suspension or last day",
        f"{_BEFORE} Whoever suspended them, that day.",
        "A second administrator, else a senior manager; where that one is missing or concerned, a manager who did not ask.",
        seconds=(Role.ADMINISTRATOR, Role.SENIOR_MANAGER),
        fallback=(Role.MANAGER,),
        nobody=f"There is nobody in the authority who can confirm this. {_IN_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.COVER,
        "Somebody covers for a manager who is away, from a day to a day",
        "Who is away gives it, to the same level or above; to a manager only where there is no other senior manager. "
        f"{_BEFORE}",
        "Where they are away already an administrator asks, and a second one confirms, else a senior manager not concerned.",
        seconds=(Role.ADMINISTRATOR, Role.SENIOR_MANAGER),
        nobody="There is nobody left who can confirm this. Ask whoever runs the tracker: budgettracker give-cover.",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.DATA_OFFICER,
        "A data protection officer is named, who reads all incidents",
        "Ending it.",
        "An administrator asks, a senior manager who is not named confirms.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="No senior manager can confirm this. Ask an administrator for one, or for cover of the one who is away.",
    ),
    SecondHands(
        Outcome.REOPENED,
        "A closed family is opened again; a limit does not come back by itself",
        "",
        "A manager of the team who did not ask.",
        nobody="Nobody but who asked can confirm this. Ask an administrator for cover, or for another manager.",
    ),
    SecondHands(
        Outcome.CROSSOVER,
        "A comparison family may have a budget from a day on",
        "",
        "A senior manager who did not ask, with a written reason.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="No senior manager can confirm this. Ask an administrator for one, or for cover of the one who is away.",
    ),
    SecondHands(
        Outcome.RESTRICTION,
        "A restricted family is opened to one more person, or to all again",
        "Restricting, and taking a name off. Others read it for a day with a reason; its managers are told.",
        "A manager named for the family who did not ask; where none is left a senior manager.",
        nobody="Nobody but who asked can confirm this. Ask an administrator for another senior manager.",
    ),
    SecondHands(
        Outcome.SEALING,
        "A family's record is sealed to everybody",
        "",
        "A manager of the team who did not ask; of a restricted family one named for it.",
        nobody="Nobody but who asked can confirm this. Ask an administrator for cover, or for another manager.",
    ),
    SecondHands(
        Outcome.BANDS_LOOSENED,
        "A band, margin or cap is loosened, a scheme added, or the source of deciding time changed",
        "What gives nobody more. Before it is live, any change.",
        "An administrator asks (for deciding time finance may too), a senior manager confirms.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="No senior manager can confirm this. Ask an administrator for one, or for cover of the one who is away.",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.SCHEME_CLOSED,
        "A scheme is closed: nothing new is bought from it",
        "",
        "Finance asks, a senior manager confirms; what is open is named to both.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="No senior manager can confirm this. Ask an administrator for one, or for cover of the one who is away.",
    ),
    SecondHands(
        Outcome.PUBLISHED,
        "A supplier kept out of what is published may be named again",
        "Keeping it back.",
        "A manager of the family's team who did not ask.",
        nobody="Nobody but who asked can confirm this. Ask an administrator for cover, or for another manager.",
    ),
    SecondHands(
        Outcome.STUDY,
        "An evaluator is named to a study, or an authority joins one",
        "The study's maker is named in it; nothing is seen before it is agreed to.",
        "A senior manager of each authority agrees for its own families, and to each further evaluator.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="Ask an administrator for a senior manager, or for cover of the one who is away.",
    ),
    SecondHands(
        Outcome.TAKEN_AWAY,
        "Words, or a receipt, are taken away",
        "Whoever sees it hides it at once; deciders and auditors see it meanwhile.",
        "A manager of the team who did not hide it brings it back or removes it.",
        firsts=WORK_WITH_FAMILIES,
    ),
    SecondHands(
        Outcome.IMPORT,
        "An import brings in limits, decided, refunded or other-help money, dear expenses, or agreements to studies",
        _NOT_LIVE_YET,
        "A second person of finance, or an administrator, within 14 days.",
        seconds=(Role.FINANCE, Role.ADMINISTRATOR),
        nobody=f"Nobody but who made it can release this. {_RELEASE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.IMPORT_OF_ROLES,
        "An import brings in people with roles",
        _NOT_LIVE_YET,
        "An administrator who did not make it.",
        seconds=(Role.ADMINISTRATOR,),
        nobody=f"There is no administrator who can release this. {_RELEASE_BY_COMMAND}",
        alone_before_live=True,
    ),
    SecondHands(
        Outcome.IMPORT_OF_SCHEMES,
        "An import brings in a scheme",
        _NOT_LIVE_YET,
        "A senior manager; in an import of its own.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody=f"There is no senior manager who can release this. {_RELEASE_BY_COMMAND}",
        alone_before_live=True,
    ),
)
"""What can come about with people's rights, with what is kept, and with what is brought in."""
