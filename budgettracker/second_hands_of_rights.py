"""The rows of the table of second hands that are about who may see, decide and bring in what."""

from budgettracker.access import DECIDERS, Role
from budgettracker.second_hand_rows import Outcome, SecondHands

_BEFORE = "Before the authority is live: one administrator."
_NOT_LIVE_YET = "Before the authority is live, and what brings in nothing of this."
_LINK_BY_COMMAND = "Ask whoever runs the tracker to make the link: budgettracker invite."
_RELEASE_BY_COMMAND = "Ask whoever runs the tracker to release it: budgettracker release-import."
_ROLE_BY_COMMAND = "Ask whoever runs the tracker to give the roles: budgettracker change-roles."

OF_RIGHTS: tuple[SecondHands, ...] = (
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
        Outcome.DATA_OFFICER,
        "Somebody is named as the authority's data protection officer, who reads all incidents",
        "Ending it.",
        "An administrator asks, a senior manager who is not named by it confirms.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="No senior manager can confirm this. Ask an administrator for one, or for cover of the one who is away.",
    ),
    SecondHands(
        Outcome.REOPENED,
        "A closed family is opened again; a limit does not come back by itself",
        "",
        "A manager of the family's team, or a senior manager, who did not ask for it.",
        nobody="Nobody but who asked can confirm this. Ask an administrator for cover, or for another manager.",
    ),
    SecondHands(
        Outcome.CROSSOVER,
        "A comparison family may have a budget from a day on; it is counted in the arm it was allocated to all the same",
        "",
        "A senior manager, who did not ask for it, with a written reason.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="No senior manager can confirm this. Ask an administrator for one, or for cover of the one who is away.",
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
        Outcome.SEALING,
        "A family's record is sealed: nobody reads it any more, its money stays in totals, and nothing leads to it",
        "",
        "A manager of the family's team, or a senior manager, who did not ask for it; of a restricted family one named for it.",
        nobody="Nobody but who asked can confirm this. Ask an administrator for cover, or for another manager.",
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
"""What can come about with people's rights, with what is kept, and with what is brought in."""
