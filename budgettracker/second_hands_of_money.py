"""The rows of the table of second hands that are about money."""

from budgettracker.access import DECIDERS, WORK_WITH_FAMILIES, Role
from budgettracker.margins import USUAL_MARGIN
from budgettracker.second_hand_rows import MENDING_DAYS, Outcome, SecondHands

_WHOLE = (
    "The role whose band holds the whole amount, single and running. Over the cap a senior manager with a written reason. "
    "What has gone is recorded at once and waits for that role."
)

OF_MONEY: tuple[SecondHands, ...] = (
    SecondHands(
        Outcome.WITHIN_BAND,
        "Money leaves within the practitioner's band, single and running",
        "Whoever records it; a manager who records has that band too.",
        "",
        firsts=(Role.PRACTITIONER,),
        seconds=(),
    ),
    SecondHands(
        Outcome.ABOVE_BAND,
        "Money leaves above it, asked for first or paid already; any, told after its scheme closed",
        "",
        _WHOLE,
    ),
    SecondHands(
        Outcome.PRICE_ABOVE_APPROVED,
        "The price is above what was approved",
        f"The scheme's margin: {USUAL_MARGIN.words} unless it has set another, within the approver's band and what is left. "
        "Used margins are listed by month.",
        "The whole price, not the extra, is judged like a purchase.",
        firsts=WORK_WITH_FAMILIES,
    ),
    SecondHands(
        Outcome.SHARED,
        "A purchase is shared over families",
        "Whoever records it, where the whole receipt is within the practitioner's band of each family. No margin; never "
        "corrected alone.",
        "As above the band, on the whole receipt.",
        firsts=(Role.PRACTITIONER,),
    ),
    SecondHands(
        Outcome.PLAN,
        "A plan of regular payments",
        "",
        "A manager, or whom the scheme names for them, whose band holds all payments together. The worker records each; "
        "dearer ones share one margin above what was approved.",
    ),
    SecondHands(
        Outcome.OWN_POCKET,
        "Money goes to the recorder's own pocket: own money, or cash drawn",
        "",
        "Anyone who could decide that price and neither recorded nor bought it, before it is reimbursed.",
        nobody="Nobody but who recorded it can confirm this. Ask an administrator for cover, or for another manager.",
    ),
    SecondHands(
        Outcome.EXPENSES,
        "Work costs whoever logs it: a session's materials, parking, fares",
        "Parking and fares up to £25.00 an entry and £100.00 a month. Above £500.00 it is a purchase.",
        "A manager of the worker's team, before it is paid back.",
        firsts=WORK_WITH_FAMILIES,
        nobody="Nobody but who logged it can confirm this. Ask an administrator for cover, or for another manager.",
    ),
    SecondHands(
        Outcome.OTHER_HELP,
        "Other help is paid outside the devolved budget",
        "Whoever records it, within the authority's band: £500.00 a purchase and £1,000.00 in 30 days unless it has set "
        "another. Other help alone is counted.",
        "The role whose band for other help holds it: unless set otherwise a manager up to £5,000.00, a senior manager above it.",
        firsts=(Role.PRACTITIONER,),
    ),
    SecondHands(
        Outcome.LIMIT,
        "A limit, for one family or a cohort",
        "",
        "A manager of the team who neither proposed it nor leads the family, or led it from 30 days before, nor needs it for a "
        "purchase of their own; above the cap a senior manager with a written reason.",
    ),
    SecondHands(
        Outcome.OPENING_BALANCE,
        "A limit imported before the authority was live holds",
        "",
        "A senior manager who neither imported it nor leads the family confirms it with its sums, or proposes the right figure. "
        "Until then nothing new is bought from it.",
        seconds=(Role.SENIOR_MANAGER,),
        nobody="No senior manager can confirm this. Ask an administrator for one, or for cover of the one who is away.",
    ),
    SecondHands(
        Outcome.MISTAKE,
        "A purchase recorded by mistake is reversed, or corrected in amount, day, family or money",
        f"Whoever recorded it, within their band, for {MENDING_DAYS} days or until a manager saw or excused the receipt or its "
        "payback, never while somebody is to decide about it.",
        "A manager who neither recorded nor proposed it; while it waits for a decision, the role that the amount needs. Until "
        "then neither room nor cost moves.",
        firsts=(Role.PRACTITIONER,),
    ),
    SecondHands(
        Outcome.PUT_RIGHT,
        "What a purchase says is put right: words, child, way of paying",
        "Whoever sees it, and who did decides nothing about it. Who decided about it never.",
        "",
        firsts=(Role.PRACTITIONER,),
        seconds=(),
    ),
    SecondHands(
        Outcome.NO_RECEIPT,
        "A receipt that the scheme asks for is excused",
        "",
        "Anyone who could decide that price and neither recorded nor bought it, with a written reason.",
    ),
    SecondHands(
        Outcome.REFUND,
        "Money comes back for a purchase",
        "With the shop's slip whoever records it.",
        "Without one a manager who recorded neither, before there is room again.",
        firsts=(Role.PRACTITIONER,),
    ),
    SecondHands(
        Outcome.VOUCHERS_BOUGHT,
        "A batch of vouchers or cards is bought for a team's stock",
        "",
        "A senior manager, or a second person of finance, who did not record it, before one is issued. An issue is a purchase.",
        seconds=(Role.FINANCE, Role.SENIOR_MANAGER),
        nobody="Nobody but who recorded it can confirm this. Ask an administrator for another person of finance.",
        at_once=True,
    ),
    SecondHands(
        Outcome.VOUCHERS_BACK,
        "Vouchers come back to the stock unused",
        "Whoever takes them back: the next count must find them.",
        "",
        firsts=(Role.PRACTITIONER,),
        seconds=DECIDERS,
    ),
    SecondHands(
        Outcome.VOUCHERS_COUNTED,
        "A team's vouchers are counted, and all are there",
        "",
        "A manager of the team, or somebody of finance, who counted with them.",
        seconds=(Role.MANAGER, Role.FINANCE, Role.SENIOR_MANAGER),
        nobody="Nobody but who counted can confirm this. Count again with a manager or with somebody of finance.",
        at_once=True,
    ),
    SecondHands(
        Outcome.VOUCHERS_DIFFER,
        "A count of vouchers differs from the record; no cost changes",
        "",
        "A senior manager, or a second person of finance, who did not count.",
        seconds=(Role.FINANCE, Role.SENIOR_MANAGER),
        nobody="Nobody but who counted can confirm this. Ask an administrator for another person of finance.",
        at_once=True,
    ),
)
"""What can come about with a family's money."""
