"""Folders of West, an invented council whose files were misread once: its usual files, and those of one case."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from budgettracker.database import db, transaction
from budgettracker.imports.actions import Outcome, import_folder
from budgettracker.imports.tables.answers import Answers
from budgettracker.imports.tables.read_folder import read_folder
from tests.factories.folders import DATA
from tests.factories.imports import NOW, TODAY

CASES = DATA / "cases"
SPEND = "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,supplier\n"
WORK = "entry_ref,email,worked_on,activity,contact_minutes,preparation_minutes,travel_minutes,family_refs\n"
POSTS = "post,from,price_year,salary,oncosts,overhead_direct,overhead_indirect,hours_per_year,ratio,ratio_kind\n"
SOCIAL_WORKER = "Social worker,2025-04-01,2025/26,41771,12000,29%,16%,1608,0.38,client_related\n"
FAMILIES = "family_ref,name,team,lead_email,opened_on,closed_on,end_reason,scheme,arm\n"
PEOPLE = "email,name,roles,team,post,weekly_hours,active_from,active_to\n"


def spend(*rows: str) -> str:
    """A table of purchases."""
    return SPEND + "".join(f"{row}\n" for row in rows)


def bought(reference: str, day: str = "2026-01-05", amount: str = "10", family: str = "F1") -> str:
    """The row of a purchase."""
    return f"{reference},{family},{day},{amount},Bedding,x,ana@w.example,"


def work(*minutes: str, email: str = "ana@w.example", column: int = 0) -> str:
    """Entries of these minutes in one of the three columns, on days of their own."""
    rows = []
    for number, text in enumerate(minutes, start=1):
        three = ["", "", ""]
        three[column] = text
        rows.append(f"W{number},{email},2025-12-{number:02d},Home visit,{','.join(three)},F1\n")
    return WORK + "".join(rows)


def people(*hours: str) -> str:
    """West's people, and one more for each of these weekly hours."""
    rows = [
        f"p{at}@w.example,P {at},practitioner,Edge,Social worker,{text},2025-09-01," for at, text in enumerate(hours)
    ]
    usual = ["ana@w.example,Ana Bell,practitioner,Edge,Social worker,37,2025-09-01,"]
    usual += ["ben@w.example,Ben Cole,practitioner,Edge,,18.5,2025-09-01,"]
    usual += ["meg@w.example,Meg Dunn,manager,Edge,,37,2025-09-01,"]
    return PEOPLE + "\n".join([*usual, *rows]) + "\n"


def west(folder: Path, case: str = "", /, **files: str | bytes) -> Path:
    """West's files in a folder, those of a case over them, and then these: text is a CSV table, an empty one leaves it out.

    A file name may be given whole, like `**{"spend.xlsx": raw}`. Cases not of West (`in-*`) bring all their files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole = bool(case) and not str(case).startswith("in-")
    for source in ([] if whole else [CASES / "west"]) + ([CASES / case] if case else []):
        for file in source.iterdir():
            if file.is_file():
                _only(folder, file.stem)
                shutil.copy(file, folder / file.name)
    for name, content in files.items():
        file_name = name if "." in name else f"{name}.csv"
        _only(folder, file_name.partition(".")[0])
        if content:
            (folder / file_name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def _only(folder: Path, stem: str) -> None:
    """Take away the table of another ending."""
    for other in folder.glob(f"{stem}.*"):
        other.unlink()


def bring_in(
    folder: Path,
    authority: str = "West",
    *,
    keep_good: bool = False,
    answers: Mapping[str, tuple[str, ...]] | None = None,
) -> Outcome:
    """Import a folder through the real deed, committed when it is good."""
    db.session.rollback()
    read = read_folder(folder, answers=Answers(answers or {}))
    with transaction():
        return import_folder(None, read, authority, "0" * 64, keep_good=keep_good, on=TODAY, at=NOW)
