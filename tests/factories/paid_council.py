"""A council whose files hold the eight causes of a difference, one to a post: what comes in as rows, and what each comes to.

Three people hold each post, full time: each month they log 1,608 / 12 hours for one family, and finance pays a twelfth of
the year's salary and on-costs, so that nothing is left to explain but what is planted.
"""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from budgettracker.database import transaction
from budgettracker.imports.actions import import_folder
from budgettracker.imports.tables.read_folder import read_folder
from tests.factories.imports import problems_in, write_tables

MONTHS = (3, 4, 5, 6, 7)
"""Months of 2026 that finance states; the run is of April to June."""
RUN = (date(2026, 4, 1), date(2026, 6, 30))
ON = date(2026, 8, 10)
AT = datetime(2026, 8, 10, 12, tzinfo=UTC)
HOURS = 1_608
YEARS = {
    "Leavers": 51_240_00,
    "Agency": 36_000_00,
    "Accrual": 57_720_00,
    "Twice": 44_400_00,
    "Silent": 48_000_00,
    "Hours": 40_200_00,
    "Rate": 39_600_00,
}
"""Salary and on-costs of each post in pence a year, whole pounds a month; named for what is wrong with it."""
LEFT = date(2026, 4, 30)
ACCRUED, RISE = 2_345_67, 32
"""Pence of July's pay that stand in June; thousandths by which pay rose in May."""
WRONG_HOURS = 1_809
UNRECORDED = 123_45


def monthly(post: str) -> int:
    """What one person of a post is paid a month, in pence."""
    return YEARS[post] // 12


def paid(post: str, number: int) -> int:
    """What finance states for a post's three people in a month, with what is planted in it."""
    pence = 3 * monthly(post)
    if post == "Agency":
        return pence - monthly(post)
    if post == "Accrual":
        return pence + {6: ACCRUED, 7: -ACCRUED}.get(number, 0)
    if post == "Rate" and number >= 5:
        return pence + pence * RISE // 1000
    return pence


def council(folder: Path) -> Path:
    """The council's files."""
    people = [
        "email,name,roles,team,post,weekly_hours,active_from,active_to",
        "fay@fen.example,Fay,finance,North,,,2024-01-01,",
    ]
    people += ["eva@fen.example,Eva,evaluator,,,,2024-01-01,"]
    people += ["max@fen.example,Max,manager;senior_manager,North,,,2024-01-01,"]
    for post in YEARS:
        team = "East" if post == "Silent" else "North"
        people += [
            f"{post.lower()}{number}@fen.example,{post} {number},practitioner,{team},{post},37,2024-01-01,"
            + (str(LEFT) if (post, number) == ("Leavers", 1) else "")
            for number in (1, 2, 3)
        ]
    posts = ["post,from,price_year,salary,oncosts,hours_per_year,source"] + [
        f"{post},2024-01-01,2025/26,{pence // 100 - 8000},8000,{WRONG_HOURS if post == 'Hours' else HOURS},Finance"
        for post, pence in YEARS.items()
    ]
    payroll = ["post,from,to,pay,oncosts"]
    for number in MONTHS:
        last = date(2026, number + 1, 1) - timedelta(days=1)
        for post in YEARS:
            pence = paid(post, number)
            payroll.append(f"{post},2026-{number:02}-01,{last},{pence // 100}.{pence % 100:02},0")
    return write_tables(
        folder,
        people="\n".join(people),
        posts="\n".join(posts),
        payroll="\n".join(payroll),
        schemes="scheme,cap,starts_on,bands,categories\nFund,5000,2026-01-01,practitioner:500::;manager:::,Bedding",
        families="family_ref,name,team,lead_email,opened_on,scheme,arm,allocated_on\n"
        "N-1,Ash,North,twice1@fen.example,2026-01-05,Fund,budget,2026-01-05",
        budgets="family_ref,scheme,limit,requested_by,approved_by,approved_on,reason\n"
        "N-1,Fund,2000,twice1@fen.example,max@fen.example,2026-01-10,Start",
        spend="spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,supplier,vat_status\n"
        + "\n".join(
            f"B-{number},N-1,2026-0{3 + number}-06,{number}1.50,Bedding,A bed,twice1@fen.example,Oak Beds,not recoverable"
            for number in (1, 2, 3)
        ),
        activities="activity,kind\nVisit,direct",
        worktime=_work_time(),
        studies="study,from,to,mode\nFen,2026-04-01,2026-06-30,A",
    )


def _work_time() -> str:
    """Twenty entries of 402 minutes each month of everybody but the silent and who has left; one of May stands twice."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["entry_ref", "email", "worked_on", "activity", "contact_minutes", "family_refs"])
    for post in YEARS:
        for number in (1, 2, 3):
            email = f"{post.lower()}{number}@fen.example"
            for month in () if post == "Silent" else (4, 5, 6):
                if (post, number) == ("Leavers", 1) and month > LEFT.month:
                    continue
                for day in range(1, 21):
                    entry = [email, f"2026-0{month}-{day:02}", "Visit", HOURS * 60 // 12 // 20, "N-1"]
                    writer.writerow([f"{email}-{month}-{day}", *entry])
                    if (email, month, day) == ("twice1@fen.example", 5, 12):
                        writer.writerow([f"{email}-again", *entry])
    return out.getvalue()


def import_council(folder: Path) -> None:
    """Import the files, and the run's dates make a study of them."""
    with transaction():
        outcome = import_folder(None, read_folder(council(folder)), "Fen", "0" * 64, keep_good=False, on=ON, at=AT)
    assert problems_in(outcome) == []


FINANCE_FILE = f"""Payment Date,Document Number,Supplier Name,Amount,Cost Centre Name
16/04/2026,D1,OAK BEDS LTD,11.50,S17 Children in Need
18/05/2026,D2,OAK BEDS LTD,21.50,S17 Children in Need
20/05/2026,D3,ELM TOYS,{UNRECORDED // 100}.{UNRECORDED % 100:02},S17 Children in Need
17/06/2026,D4,OAK BEDS LTD,31.50,S17 Children in Need
"""
"""Finance's own file of the run's months: each purchase, and a payment that nobody recorded."""
