"""Nights on which clocks change, the ends of years, a leap day, week 53: a day is a day in the UK, wherever the server is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NIGHTLY

ROOT = Path(__file__).resolve().parents[2]
ZONES = ("UTC", "America/Los_Angeles", "Pacific/Auckland")


def facts_of(url: str, folder: Path, zone: str) -> dict[str, Any]:
    """What a server in this zone tells about every one of the nights."""
    folder.mkdir(exist_ok=True)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.worktime.nights", url, str(folder)],
        env={**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    result: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return result


@pytest.fixture(scope="module")
def nights(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The nights as a server tells them: by day one far away, at night one in UTC, which others agree with."""
    return on_sqlite(sqlite_template, tmp_path_factory.mktemp("nights"), "UTC" if NIGHTLY else "Pacific/Auckland")


def on_sqlite(template: Path, folder: Path, zone: str) -> dict[str, Any]:
    """The nights on a copy of the empty database."""
    shutil.copy(template, folder / "nights.sqlite")
    return facts_of(f"sqlite:///{folder / 'nights.sqlite'}", folder, zone)


@pytest.mark.nightly
@pytest.mark.parametrize("zone", ZONES[1:])
def test_a_server_anywhere_tells_the_same_days_and_times(
    nights: dict[str, Any], sqlite_template: Path, tmp_path: Path, zone: str
) -> None:
    assert on_sqlite(sqlite_template, tmp_path, zone) == nights


@pytest.mark.nightly
@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_postgresql_tells_the_same_from_a_server_far_away(
    nights: dict[str, Any], database_url: str, tmp_path: Path
) -> None:
    assert facts_of(database_url, tmp_path, "Pacific/Auckland") == nights


DAYS = {
    "spring, before": ("2026-03-29", "29 March 2026 at 00:59"),
    "spring, after": ("2026-03-29", "29 March 2026 at 02:00"),
    "spring, last minute": ("2026-03-29", "29 March 2026 at 23:59"),
    "spring, next day": ("2026-03-30", "30 March 2026 at 00:00"),
    "financial year, last minute": ("2026-03-31", "31 March 2026 at 23:59"),
    "financial year, first minute": ("2026-04-01", "1 April 2026 at 00:00"),
    "autumn, first minute": ("2026-10-25", "25 October 2026 at 00:00"),
    "autumn, half past one": ("2026-10-25", "25 October 2026 at 01:30"),
    "autumn, half past one again": ("2026-10-25", "25 October 2026 at 01:30"),
    "autumn, last minute": ("2026-10-25", "25 October 2026 at 23:59"),
    "week 53, last minute": ("2027-01-03", "3 January 2027 at 23:59"),
    "week 1, first minute": ("2027-01-04", "4 January 2027 at 00:00"),
    "leap day, first minute": ("2028-02-29", "29 February 2028 at 00:00"),
    "leap day, last minute": ("2028-02-29", "29 February 2028 at 23:59"),
    "after the leap day": ("2028-03-01", "1 March 2028 at 00:00"),
}


@pytest.mark.parametrize("night", DAYS)
def test_every_page_and_row_has_the_day_it_is_in_the_uk(nights: dict[str, Any], night: str) -> None:
    day, clock = DAYS[night]
    words = nights[night]
    plain = "-".join(str(int(part)) for part in day.split("-"))
    assert (words["today"], words["bought on"], words["worked on"]) == (day, day, day)
    assert {words["spend form"], words["time form"]} == {plain}
    assert words["clock"] == clock
    assert words["history"] == [f"{clock}: Alice Archer recorded it as bought for £1.00."]
    assert words["limits page"] in ("", True)
    assert words["audit"].startswith(words["kept"][:19])


def test_a_financial_year_begins_at_midnight_in_the_uk_and_a_month_can_be_closed_from_then_on(
    nights: dict[str, Any],
) -> None:
    last, first = nights["financial year, last minute"], nights["financial year, first minute"]
    assert last["cap period"] == ["2025-04-01", "2026-03-31"]
    assert first["cap period"] == ["2026-04-01", "2027-03-31"]
    assert first["limits page"] is True
    assert last["months"] == ["March 2026 is not over yet. Close it from 1 April on.", "February 2026 closed"]
    assert first["months"] == ["April 2026 is not over yet. Close it from 1 May on.", "March 2026 closed"]
    assert nights["leap day, last minute"]["months"][0] == "February 2028 is not over yet. Close it from 1 March on."
    assert nights["after the leap day"]["months"][1] == "February 2028 closed"


def test_week_53_ends_on_its_sunday(nights: dict[str, Any]) -> None:
    assert nights["week 53, last minute"]["week"] == ["2026-12-28", "2027-01-03"]
    assert nights["week 1, first minute"]["week"] == ["2027-01-04", "2027-01-10"]


def test_an_hour_without_a_click_is_an_hour_on_nights_that_have_23_or_25(nights: dict[str, Any]) -> None:
    assert [status for _, _, status in nights["session"]] == [200, 302, 200, 302]


def test_a_workbook_made_at_midnight_has_the_days_of_the_uk(nights: dict[str, Any]) -> None:
    made = nights["workbook"]
    bought = ["2026-03-29 00:00:00"] * 3 + ["2026-03-30 00:00:00", "2026-03-31 00:00:00"]
    assert made["spend"] == [{"bought_on": day[:10], "requested_on": day} for day in bought]
    assert made["page"] is True
