"""The rows of the table of second hands that are about money."""

from budgettracker.access import DECIDERS, Role
from budgettracker.margins import USUAL_MARGIN
from budgettracker.second_hand_rows import MENDING_DAYS, Outcome, SecondHands

_WHOLE = (
    "The role whose band holds the whole amount, single and with that role's running total. Over the cap a senior "
    "manager with a written reason. What has gone is recorded at once and waits for that role."
)

OF_MONEY: tuple[SecondHands, ...] = (
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
        Outcome.VOUCHERS_BOUGHT,
        "A batch of vouchers or cards is bought for a team's stock; it is no family's cost",
        "",
        "A senior manager, or a second person of finance, who did not record it. Until then none of it can be issued. An "
        "issue to a family is a purchase.",
        seconds=(Role.FINANCE, Role.SENIOR_MANAGER),
        nobody="Nobody but who recorded it can confirm this. Ask an administrator for another person of finance.",
        at_once=True,
    ),
    SecondHands(
        Outcome.VOUCHERS_BACK,
        "Vouchers come back to the stock unused",
        "Whoever takes them back: the numbered voucher is the document, and the next count by two must find it. They count in "
        "the running total until a manager has ticked them.",
        "",
        firsts=(Role.PRACTITIONER,),
        seconds=DECIDERS,
    ),
    SecondHands(
        Outcome.VOUCHERS_COUNTED,
        "A team's vouchers are counted, and all that the record says are there",
        "",
        "A manager of the team, a senior manager, or somebody of finance, who counted with them.",
        seconds=(Role.MANAGER, Role.FINANCE, Role.SENIOR_MANAGER),
        nobody="Nobody but who counted can confirm this. Count again with a manager or with somebody of finance.",
        at_once=True,
    ),
    SecondHands(
        Outcome.VOUCHERS_DIFFER,
        "A count of vouchers differs from the record; it is a finding in words, and no family's cost changes",
        "",
        "A senior manager, or a second person of finance, who did not count.",
        seconds=(Role.FINANCE, Role.SENIOR_MANAGER),
        nobody="Nobody but who counted can confirm this. Ask an administrator for another person of finance.",
        at_once=True,
    ),
)
"""What can come about with a family's money."""
