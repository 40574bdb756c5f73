"""A preview says what an import would write and what it comes to, and writes nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from budgettracker.commands import main
from budgettracker.database import db
from tests.factories.cases import west
from tests.factories.imports import counts

SUMS = (
    "4 people: 2 as practitioner, 1 as manager, 1 as finance",
    "2 families, opened 1 October 2025",
    "2 limits, which leave 2 budgets of £6,000.00 together, 2 October 2025; made out as approved by Meg Dunn (2)",
    "3 purchases, £190.50, 3 to 5 November 2025; made out as decided by Meg Dunn: 1, £25.00; "
    "with no decider named: 2, £165.50",
    "1 refund, £5.00, 6 November 2025",
    "3 work entries, 4 hours, 3 to 4 November 2025, of Ana Bell, Ben Cole",
    "new: 2 teams: Edge, Finance; 1 activity: Home visit",
)
SPEND = """spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,decided_by,refund_of
S1,F1,2025-11-03,120.00,Bedding,Two beds,ana@w.example,,
S2,F2,2025-11-04,45.50,Travel,Bus,ana@w.example,,
S3,F1,2025-11-05,25,Travel,Bus,ana@w.example,meg@w.example,
S4,F1,2025-11-06,5,Travel,Bus,ana@w.example,,S3
"""


@pytest.fixture
def command(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database that the command is told of."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("INSTANCE_FOLDER", str(tmp_path / "instance"))
    monkeypatch.setenv("APP_ENV", "development")


def run(*words: str) -> tuple[int, str]:
    db.session.rollback()
    done = CliRunner().invoke(main, ["import", *words, "--authority", "West"])
    return done.exit_code, done.stdout


def test_a_preview_has_the_sums_and_writes_nothing(command: None, tmp_path: Path) -> None:
    folder = str(west(tmp_path / "in", spend=SPEND))
    before = counts()
    status, answer = run(folder, "--preview")
    assert (status, counts()) == (0, before)
    assert [line.strip() for line in answer.splitlines() if line.strip() in SUMS] == list(SUMS)
    assert answer.rstrip().endswith("Nothing was written for West: this was a preview.")
    status, answer = run(folder)
    assert [line.strip() for line in answer.splitlines() if line.strip() in SUMS] == list(SUMS)
    assert (status, counts()["spend"]) == (0, before["spend"] + 3)


def test_a_preview_of_the_good_rows_leaves_no_files(command: None, tmp_path: Path) -> None:
    folder = west(tmp_path / "in", spend=SPEND.replace("2025-11-03", "31/02/2025"))
    status, answer = run(str(folder), "--preview")
    assert (status, "What would be written" in answer) == (1, False)
    status, answer = run(str(folder), "--preview", "--keep-good")
    assert (status, "2 purchases, £70.50, 4 to 5 November 2025" in answer) == (0, True)
    assert not (folder / "rejected").exists()


def test_a_mapping_that_cannot_be_read_is_refused_in_words(command: None, tmp_path: Path) -> None:
    folder, mapping = str(west(tmp_path / "in")), tmp_path / "mapping.json"
    for text, words in (
        ("{", "The mapping is not JSON"),
        ("[]", "The mapping is not of the form"),
        ('{"spend.amount.colour": "red"}', "“spend.amount.colour”, which no question asks"),
        ('{"spend.bought_on.order": "year_first"}', "Say one of day_first, month_first"),
        ('{"spend.bought_on.year": "soon"}', "Say a year, like 2026"),
    ):
        mapping.write_text(text)
        done = CliRunner().invoke(main, ["import", folder, "--authority", "West", "--mapping", str(mapping)])
        assert (done.exit_code, words in done.output) == (1, True), done.output
