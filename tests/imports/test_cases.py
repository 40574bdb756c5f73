"""Files that were misread in silence once, and two more of each kind: refused with its place, or named."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from tests.factories.cases import (
    FAMILIES,
    PEOPLE,
    POSTS,
    SOCIAL_WORKER,
    SPEND,
    WORK,
    bought,
    bring_in,
    people,
    spend,
    west,
    work,
)

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Case:
    """Files, and what the report says of them: each of `refused` in a line of a problem, `named` in a note."""

    name: str
    case: str = ""
    files: dict[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    keep_good: bool = False


WRONG = [
    Case("quotes, three rows in one", "in-01-quotes-swallow-rows", refused=("row 2 closes only in row 4",)),
    Case(
        "quotes, both at the ends of cells",
        files={
            "spend": SPEND + 'A,F1,2026-01-05,10,Bedding,"Bed,ana@w.example,Ikea\nB,F1,2026-01-06,99,Bedding,Cot,'
            'ana@w.example,Ikea\nC,F1,2026-01-07,5,Bedding,Mat 6",ana@w.example,Ikea\n'
        },
        refused=("row 2 closes only in row 4",),
    ),
    Case(
        "quotes, in a note at the end of a row",
        files={
            "worktime": WORK.replace("family_refs", "family_refs,note")
            + "A,ana@w.example,2025-11-03,Home visit,60,0,0,"
            'F1,"said\nB,ana@w.example,2025-11-04,Home visit,60,0,0,F1,so"\n'
        },
        refused=("row 2 closes only in row 3",),
    ),
    Case(
        "quotes, cells in one",
        files={"spend": SPEND + 'A,F1,2026-01-05,10,Bedding,Bed,ana@w.example,"Ikea\n' + bought("B") + "\n"},
        refused=("is never closed",),
    ),
    Case(
        "posts",
        "in-02-posts-implausible",
        refused=(
            "row 6, salary: “41.77”",
            "row 5, hours_per_year: “1.608”",
            "row 4, hours_per_year: “37”",
            "row 4, ratio: “38”",
            "row 3, overhead_direct: “29”",
        ),
    ),
    Case(
        "posts, of a month and of a day",
        files={"posts": POSTS + SOCIAL_WORKER + "B,2025-04-01,2025/26,3480.92,,29%,16%,217,0.38,client_related\n"},
        refused=("row 3, salary: “3480.92”", "row 3, hours_per_year: “217”"),
    ),
    Case(
        "posts, on-costs as a percentage and above the salary",
        files={
            "posts": POSTS
            + SOCIAL_WORKER.replace("12000", "28.7")
            + SOCIAL_WORKER.replace("Social worker", "B").replace("12000", "120000")
            + SOCIAL_WORKER.replace("Social worker", "C").replace("29%", "0.29%")
        },
        refused=("row 2, oncosts: “28.7”", "row 3, oncosts: “120000”", "row 4, overhead_direct: “0.29%”"),
    ),
    Case(
        "weekly hours, a share of full time",
        files={"people": people("1", "0.6")},
        refused=("row 5, weekly_hours: “1”", "row 6, weekly_hours: “0.6”"),
    ),
    Case(
        "weekly hours, of a day",
        files={
            "people": PEOPLE
            + "".join(
                f"{name}@w.example,{name},{role},Edge,,7.4,2025-09-01,\n"
                for name, role in (("ana", "practitioner"), ("ben", "practitioner"), ("meg", "manager"))
            )
        },
        refused=("row 2, weekly_hours: “7.4”", "row 4, weekly_hours: “7.4”"),
    ),
    Case(
        "net",
        "in-16-net-amount-with-vat",
        refused=("row 2, vat: “20.00”", "Write it with VAT, £120.00", "row 3, vat: “99.00”"),
    ),
    Case(
        "net, two pence too much",
        files={
            "spend": spend("A,F1,2026-01-05,60.00,Bedding,x,ana@w.example,,10.02").replace(
                "supplier\n", "supplier,vat\n"
            )
        },
        refused=("row 2, vat: “10.02”",),
    ),
    Case(
        "net, of a refund",
        files={
            "spend": (SPEND + bought("A", amount="120") + "\n").replace("supplier\n", "supplier,vat,refund_of\n")
            + "B,F1,2026-01-06,100,Bedding,x,ana@w.example,,20,A\n"
        },
        refused=("row 3, vat: “20”",),
    ),
    Case(
        "the rate of VAT in place of the VAT",
        files={
            "spend": spend(
                "A,F1,2026-01-05,60.00,Bedding,x,ana@w.example,,0.2", "B,F1,2026-01-05,500,Bedding,x,ana@w.example,,20"
            ).replace("supplier\n", "supplier,vat\n")
        },
        refused=("row 2, vat: “0.2” is a very small part", "row 3, vat: “20”"),
    ),
    Case("a scientific reference", "in-13-sci-reference", refused=("row 2, spend_ref: “1.23E+05”",)),
    Case(
        "references, remade",
        files={
            "spend": spend(
                bought("12-Mar"), bought("1e+17"), bought("123456789012345000"), bought("123.0"), bought("#REF!")
            )
        },
        refused=(
            "row 2, spend_ref: “12-Mar”",
            "row 3, spend_ref: “1e+17”",
            "row 4, spend_ref: “123456789012345000”",
            "row 5, spend_ref: “123.0”",
            "row 6, spend_ref: “#REF!”",
        ),
    ),
    Case(
        "references, in capitals and with another dash",
        files={"spend": spend(bought("S-1"), bought("s-1"), bought("S–1"))},
        refused=("row 3, spend_ref: “s-1” is “S-1” of row 2", "row 4, spend_ref: “S–1”"),
    ),
    Case(
        "a family in other letters",
        files={"spend": spend(bought("S1", family="f1"), bought("S2", family="F01"))},
        refused=("row 2, family_ref: “f1”", "row 3, family_ref: “F01”", "“F1” is there: is it meant?"),
    ),
    Case(
        "month first",
        "in-05-american-order-keep-good",
        keep_good=True,
        refused=(
            "row 2, bought_on: “03/04/2026” may be 3 April 2026 or 4 March 2026",
            "row 3, bought_on",
            "row 4, bought_on",
        ),
    ),
    Case(
        "month first, shown by another column",
        files={
            "families": FAMILIES
            + "F1,A,Edge,ana@w.example,03/04/2026,05/15/2026,Ended,Fund,budget\nF2,B,Edge,ana@w.example,2025-10-01,,,Fund,budget\n"
        },
        keep_good=True,
        refused=("row 2, opened_on: “03/04/2026”", "row 2, closed_on"),
    ),
    Case(
        "month first, with points and times",
        files={"spend": spend(bought("A", "03.04.2026"), bought("B", "03.15.2026"), bought("C", "12.11.2025 10:30"))},
        keep_good=True,
        refused=("row 2, bought_on: “03.04.2026”", "row 4, bought_on: “12.11.2025 10:30”"),
    ),
    Case(
        "month first, shown by another file",
        files={
            "worktime": work("60").replace("2025-12-01", "12/15/2025"),
            "spend": spend(bought("A", "03/04/2026"), bought("B", "05/05/2026")),
        },
        keep_good=True,
        refused=("spend.csv, row 2, bought_on: “03/04/2026”", "worktime.csv, row 2 has “12/15/2025” in worked_on"),
    ),
    Case(
        "a child in small letters, under a family of the records",
        "14-reference-twice",
        files={"children": "family_ref,child_ref\nFM-1,C1\nFM-1,c01\n"},
        refused=("children.csv, row 3, child_ref: “c01” is “C1” of row 2", "spend.csv, row 3"),
    ),
    Case(
        "the year first and the month last",
        files={"spend": spend(bought("A", "2026-15-01"), bought("B", "2026-03-04"))},
        keep_good=True,
        refused=("row 3, bought_on: “2026-03-04”",),
    ),
    Case(
        "no year",
        files={"spend": spend(bought("A", "3rd January"))},
        refused=("row 2, bought_on", "“spend.bought_on.year”"),
    ),
    Case(
        "a team nobody is in",
        "in-06-team-typo",
        named=("“Egde” is a new team; nobody belongs to it", "“Edge” is there too"),
    ),
    Case(
        "a team, of a person",
        files={"people": people("37").replace("P 0,practitioner,Edge", "P 0,practitioner,Edgee")},
        named=("“Edgee” is a new team; 1 of its people", "“Edge” is there too"),
    ),
    Case(
        "an activity and a session",
        files={
            "worktime": WORK.replace("family_refs", "family_refs,session_ref")
            + "A,ana@w.example,2025-11-03,Home visit,60,0,0,F1,G-1\nB,ana@w.example,2025-11-04,Home vist,60,0,0,F1,g-01\n"
        },
        named=(
            "“Home vist” is a new activity",
            "“Home visit” is there too",
            "sessions: “G-1” (1 entry), “g-01” (1 entry)",
            "“g-01” and “G-1” are almost the same",
        ),
    ),
    Case(
        "categories of a scheme that lists none",
        files={
            "schemes": "scheme,cap,starts_on,bands\nFund,10000,2025-09-01,practitioner:500:1000:30;manager:2000::\n",
            "spend": spend(bought("A"), bought("B").replace("Bedding", "Beding")),
        },
        named=("“Bedding” is a new category", "“Beding” is a new category", "“Bedding” is there too"),
    ),
    Case(
        "interventions and sessions that say nothing",
        "in-07-intervention-nan",
        named=(
            "“N/A” was read as nothing",
            "“nan” was read as nothing",
            "“Devolved budgets” is a new intervention",
            "“Devolved budget” is there too",
        ),
    ),
    Case(
        "a needed cell that says nothing",
        files={"spend": spend(bought("n/a"), bought("S2").replace("Bedding", "None"))},
        refused=(
            "row 2, spend_ref: “n/a” says that the cell is empty",
            "row 3, category: “None” says that the cell is empty",
        ),
    ),
    Case(
        "hours as minutes",
        "in-08-hours-in-minutes",
        named=("most entries of ana@w.example are 1 to 7 minutes: are these hours?",),
    ),
    Case(
        "hours as minutes, beside decimals",
        files={"worktime": work("1", "2", "1.5", "3")},
        keep_good=True,
        refused=(
            "row 2, contact_minutes: “1” may be hours",
            "row 4, contact_minutes: “1.5”",
            "row 5, contact_minutes: “3”",
        ),
    ),
    Case(
        "hours as minutes, of travel beside a clock",
        files={"worktime": work("1", "0:45", "2", column=2)},
        keep_good=True,
        refused=("row 2, travel_minutes: “1” may be hours: “0:45”", "row 4, travel_minutes"),
    ),
    Case("seconds", "in-15-kimai-seconds", refused=tuple(f"row {row}, contact_minutes" for row in range(2, 7))),
    Case(
        "seconds, some above a day",
        files={"worktime": work("900", "3600", "1800", "600")},
        keep_good=True,
        refused=(
            "row 2, contact_minutes: “900” may be seconds, which is 15 minutes",
            "row 3, contact_minutes",
            "row 5, contact_minutes",
        ),
    ),
    Case(
        "seconds, of one person only",
        files={
            "worktime": work("60", "45", "30", "50", "20", "30", "40", "60", "20")
            + "".join(
                f"X{at},ben@w.example,2025-12-0{at},Home visit,0,{seconds},0,F1\n"
                for at, seconds in enumerate((900, 1200, 600), start=1)
            )
            + "".join(f"Y{at},ana@w.example,2025-12-1{at},Home visit,0,30,0,F1\n" for at in range(9))
        },
        keep_good=True,
        refused=("row 11, preparation_minutes: “900”", "All of ben@w.example are asked"),
    ),
    Case("hidden rows", "in-12-hidden-rows", named=("spend.xlsx: 1 hidden row (row 3) was read too",)),
    Case(
        "case of references",
        "14-reference-case",
        refused=("worktime.csv, row 2, family_refs: “fm-1”", "spend.csv, row 3, spend_ref: “s-1”"),
    ),
    Case(
        "case of references, twice",
        "14-reference-twice",
        refused=("spend.csv, row 3, spend_ref: “s-1”", "worktime.csv, row 3, entry_ref: “e-1”"),
    ),
    Case(
        "a file that was copied",
        files={"Spend (1).csv": spend(bought("A"))},
        refused=("Spend (1).csv: It looks like spend",),
    ),
    Case(
        "a file of another name",
        files={"January.csv": spend(bought("A"))},
        refused=("January.csv: It looks like spend",),
    ),
    Case(
        "a file misspelled",
        files={"work time final.csv": work("60")},
        refused=("work time final.csv: It looks like worktime",),
    ),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.name)
def test_nothing_is_misread_in_silence(app: Flask, tmp_path: Path, case: Case) -> None:
    outcome = bring_in(west(tmp_path / "in", case.case, **case.files), keep_good=case.keep_good)
    problems = [str(problem) for problem in outcome.folder.problems]
    notes = [str(note) for note in outcome.folder.notes]
    for words in case.refused:
        assert any(words in line for line in problems), (words, problems)
    assert bool(problems) == bool(case.refused), problems
    for words in case.named:
        assert any(words in line for line in notes), (words, notes)
    if case.refused and not case.keep_good:
        assert outcome.words == ""
    for problem in outcome.folder.problems:
        assert problem.row is None or problem.row not in {
            row.where.row for rows in outcome.folder.rows.values() for row in rows if row.where.file == problem.file
        }
