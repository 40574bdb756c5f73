"""The command match-ledger: what it writes for the layouts, what it asks, and that it changes nothing in the books."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from budgettracker.commands import main
from budgettracker.database import db
from tests.factories.imports import counts, import_from
from tests.factories.payments import LAYOUTS, MAPPINGS, write_council


@pytest.fixture
def west(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database that the command is told of, with the purchases of the layouts."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("INSTANCE_FOLDER", str(tmp_path / "instance"))
    monkeypatch.setenv("APP_ENV", "development")
    assert import_from(write_council(tmp_path / "in"), "West").folder.problems == []


def run(
    file: Path, tmp_path: Path, mapping: dict[str, object] | None = None, authority: str = "West"
) -> tuple[int, str]:
    db.session.rollback()
    words = [str(file), "--authority", authority, "--out", str(tmp_path / "RESULT.csv")]
    if mapping is not None:
        (tmp_path / "mapping.json").write_text(json.dumps(mapping))
        words += ["--mapping", str(tmp_path / "mapping.json")]
    done = CliRunner().invoke(main, ["match-ledger", *words])
    return done.exit_code, done.output


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_for_each_line_and_nothing_in_the_books(west: None, tmp_path: Path) -> None:
    before = counts()
    status, opened = run(LAYOUTS / "L1_devon_2011_shape.csv", tmp_path, MAPPINGS["L1_devon_2011_shape"])
    assert (status, counts()) == (0, before)
    result = rows(tmp_path / "RESULT.csv")
    assert list(result[0].values())[:8] == ["2", "CYPE0001", "2026-03-11", "960.00", "gross", "certain", "yes", "W-102"]
    assert [(row["answer"], row["ticked"], row["spend_refs"]) for row in result[1:]] == [
        ("offer", "no", "W-103;W-104"),
        ("offer", "no", "W-103;W-104"),
        ("certain", "yes", "W-105"),
        ("certain", "yes", "W-113"),
        ("none", "no", ""),
    ]
    missing = {row["spend_ref"]: row["answer"] for row in rows(tmp_path / "RESULT-missing.csv")}
    assert missing == {
        **dict.fromkeys(("W-109", "W-114", "W-116"), "may_still_come"),
        "W-107": "own_money",
        "W-117": "other_help",
    }
    assert "The file: 6 lines, £5,656.42, gross" in opened


def test_what_is_unclear_is_asked_and_ends_with_1(west: None, tmp_path: Path) -> None:
    status, answer = run(LAYOUTS / "L2_devon_2026_shape.csv", tmp_path)
    assert status == 1
    assert "say “net” or “gross” for “payments.amount.basis”" in answer
    assert "payments.amount.threshold" in answer
    assert not (tmp_path / "RESULT.csv").exists()
    status, answer = run(LAYOUTS / "L2_devon_2026_shape.csv", tmp_path, {"payments.amount.basics": "net"})
    assert (status, "which no question asks" in answer) == (1, True)
    status, answer = run(LAYOUTS / "L8a_lambeth_preamble_shape.csv", tmp_path)
    assert (status, len(rows(tmp_path / "RESULT.csv"))) == (0, 4)


def test_a_file_of_totals_and_an_unknown_authority_are_refused_in_words(west: None, tmp_path: Path) -> None:
    totals = tmp_path / "totals.csv"
    totals.write_text("Supplier Name,Supplier ID,Total\nAsda,12,100.00\nHarbour Lettings,13,2400.00\n")
    status, answer = run(totals, tmp_path)
    assert (status, "totals (by supplier, perhaps)" in answer) == (1, True)
    status, answer = run(LAYOUTS / "L8a_lambeth_preamble_shape.csv", tmp_path, authority="Nowhere")
    assert (status, "There is no authority named Nowhere" in answer) == (1, True)


def test_texts_that_look_like_formulas_stay_texts(west: None, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Payment Date,Ref,Vendor,Net Amount,Purpose\n11/03/2026,=1+1,@SUM(1),800.00,Section 17\n")
    status, _ = run(file, tmp_path, {"payments.amount.threshold": "none"})
    assert (status, rows(tmp_path / "RESULT.csv")[0]["reference"]) == (0, "'=1+1")
