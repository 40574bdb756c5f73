"""My week at a desk and on a phone: keyboard, totals while typing, only changed cells sent, and without JavaScript."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Locator, Page, Request, expect

from budgettracker.database import transaction
from budgettracker.delivery import fingerprint
from budgettracker.periods import week
from budgettracker.web import now, today
from budgettracker.worktime.actions import Part, Work, add_default_activities, close_month, log_time
from budgettracker.worktime.rules import NotTime, parse_time
from tests.browser.conftest import Open, look
from tests.factories.worktime import VISIT, activity
from tests.factories.world import World, family

pytestmark = pytest.mark.browser
ALICE, MARY = "alice.archer@example.org", "mary.moss@example.org"


def log(world: World, on: date, kind: str, minutes: int, *parts: Part, travel: int = 0, note: str = "") -> None:
    """Log alice's time."""
    work = Work(
        worked_on=on,
        activity_id=activity(world.authority, kind).id,
        parts=parts,
        contact_minutes=minutes,
        travel_minutes=travel,
        note=note,
    )
    log_time(world.alice, world.alice, work, on=today(), at=now())


def box(page: Page, family: str, kind: str, day: int) -> Locator:
    """The box of a family's row on a day, Monday being 0; the kind's letter begins its name."""
    row = page.locator("tr").filter(has_text=family).filter(has_text="Visit to the family").first
    return row.locator("td").nth(day).locator(f'input[name^="{kind[0].lower()}"]')


def open_kinds(page: Page, family: str) -> None:
    """Open the other kinds of a family's row."""
    row = page.locator("tr").filter(has_text=family).filter(has_text="Visit to the family").first
    row.get_by_label("All kinds").check()


@pytest.fixture
def monday(app: Flask) -> date:
    """The Monday of last week, whose days have all come."""
    return week(today()).start - timedelta(days=7)


@pytest.fixture(autouse=True)
def weeks(world: World, monday: date) -> None:
    """Two weeks of alice's work, as somebody has them."""
    with transaction():
        add_default_activities(None, world.authority, at=now())
        for start in (monday, monday - timedelta(days=7)):
            log(world, start, VISIT, 90, Part(world.family_id), travel=25)
            log(world, start + timedelta(days=3), VISIT, 60, Part(world.comparison.id), travel=20)
            log(world, start + timedelta(days=1), "Team meeting", 120)
            log(world, start + timedelta(days=2), "Recording and reports", 45, Part(None))
        log(world, monday + timedelta(days=4), VISIT, 75, Part(world.family_id), note="Kitchen")
        log(world, monday + timedelta(days=4), VISIT, 80, Part(world.family_id), Part(world.comparison.id))


def test_a_week_is_typed_with_the_keyboard_and_added_up_at_once(open_page: Open, monday: date) -> None:
    page = open_page(ALICE)
    page.goto(f"/time/week/{monday}")
    look(page, "week")
    first = box(page, "Okafor", "Contact", 1)
    total = page.locator("tfoot td")
    expect(total.nth(7)).to_have_text("8h35")
    first.focus()
    page.keyboard.type("1:30")
    expect(total.nth(1)).to_have_text("3h30")
    expect(total.nth(7)).to_have_text("10h05")
    open_kinds(page, "Okafor")
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("20m")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("90")
    expect(total.nth(7)).to_have_text("11h55")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("2")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your week is saved.")).to_be_visible()
    typed = parse_qs(sent[0].post_data or "", keep_blank_values=True)
    cells = {name: value for name, value in typed.items() if re.fullmatch(r"[cptu]n?[0-9]+_[0-6]", name)}
    assert sorted(value[0] for value in cells.values() if value[0]) == ["1:30", "2", "20m", "90"]
    assert len(cells) == 4, "changed cells alone are sent"
    expect(page.locator("tfoot td").nth(7)).to_have_text("13h55")
    look(page, "week-saved")


def test_five_families_are_one_screen_of_a_phone(open_page: Open, world: World, monday: date) -> None:
    with transaction():
        for name in ("Achebe", "Bellamy", "Castellanos"):
            each = family(world.team, f"WM-1{len(name):02}", name, world.alice)
            for day in range(3):
                log(world, monday + timedelta(days=day), VISIT, 50, Part(each.id), travel=15)
    page = open_page(ALICE)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/time/week/{monday}")
    heads = page.locator("tbody tr:has(input[name=row])").filter(has_text="WM-")
    expect(heads).to_have_count(5)
    boxes = [head.bounding_box() for head in heads.all()]
    top, last = boxes[0], boxes[-1]
    assert top
    assert last
    assert last["y"] + last["height"] - top["y"] <= 740 - 60, "five families stand on one screen"
    expect(heads.first.locator("small").first).to_have_text("+25m")
    look(page, "week-five-families")


def test_a_row_is_added_with_all_its_kinds_without_a_script(open_page: Open, world: World, monday: date) -> None:
    page = open_page(ALICE, javascript=False)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/time/week/{monday}")
    second = page.locator(".week__new").nth(1)
    expect(second).to_be_hidden()
    page.get_by_label("Who for, new row 1").select_option(label="Other families")
    expect(second).to_be_visible()
    page.get_by_label("What did you do, new row 1").select_option(label=VISIT)
    page.locator("#un0_1").fill("1")
    page.get_by_label("Who for, new row 2").select_option(label="Nobody in particular")
    page.get_by_label("What did you do, new row 2").select_option(label="Supervision and other office work")
    page.locator("#un1_1").fill("45m")
    expect(page.locator("#tn0_1")).to_be_hidden()
    page.locator("#kn0").check()
    page.locator("#tn0_1").fill("20m")
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_text("Your week is saved.")).to_be_visible()
    expect(page.locator("tr").filter(has_text="Other families").filter(has_text=VISIT).first).to_contain_text("1h20")


def test_a_refused_week_keeps_everything_and_says_where(open_page: Open, monday: date) -> None:
    page = open_page(ALICE)
    page.goto(f"/time/week/{monday}")
    box(page, "Okafor", "Contact", 1).fill("15")
    box(page, "Okafor", "Contact", 2).fill("1.30")
    box(page, "Novak", "Contact", 0).fill("15h")
    page.locator("#un0_0").fill("1")
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_text("15 minutes or 15 hours? Type 15m or 15h.").first).to_be_visible()
    look(page, "week-refused")
    page.locator(".govuk-error-summary a").first.click()
    expect(box(page, "Okafor", "Contact", 1)).to_be_focused()
    box(page, "Okafor", "Contact", 1).fill("15m")
    box(page, "Okafor", "Contact", 2).fill("1:30")
    page.locator("#un0_0").fill("")
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_text("Tick the box if that is right.").first).to_be_visible()
    look(page, "week-long-day")
    page.get_by_label("Yes, Monday").check()
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_text("Your week is saved.")).to_be_visible()


def test_leaving_an_edited_week_warns_and_a_saved_or_untouched_one_does_not(open_page: Open, monday: date) -> None:
    page = open_page(ALICE)
    warned: list[str] = []

    def leave(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(f"/time/week/{monday}")
    first = box(page, "Okafor", "Contact", 0)
    first.click()
    page.goto("/my-families")
    assert warned == []
    page.goto(f"/time/week/{monday}")
    first.click()
    first.fill("2h")
    page.goto("/my-families")
    assert warned == ["beforeunload"]
    page.goto(f"/time/week/{monday}")
    page.get_by_label("Who for, new row 1").select_option(label="Other families")
    page.goto("/my-families")
    assert warned == ["beforeunload"] * 2, "a new row that was begun counts as edited"
    page.goto(f"/time/week/{monday}")
    first.click()
    first.fill("2,5")
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_text("Your week is saved.")).to_be_visible()
    expect(first).to_have_value("2h30")
    assert warned == ["beforeunload"] * 2


@pytest.fixture
def half_locked(world: World) -> date:
    """The Monday of the week in which this month began; the month before is closed."""
    start = week(today().replace(day=1) - timedelta(days=1)).start
    with transaction():
        log(world, start, VISIT, 90, Part(world.family_id))
        close_month(world.mary, world.team, start, on=today(), at=now())
    return start


def test_a_half_locked_week(half_locked: date, open_page: Open) -> None:
    page = open_page(ALICE)
    page.goto(f"/time/week/{half_locked}")
    expect(page.get_by_text("is closed for North team").first).to_be_visible()
    look(page, "week-half-locked")


def test_last_weeks_times_are_copied_without_javascript(open_page: Open) -> None:
    page = open_page(ALICE, javascript=False)
    page.goto(f"/time/week/{today()}")
    page.get_by_role("link", name="Copy last week").click()
    expect(page.get_by_text("Nothing is saved until you choose Save the week.")).to_be_visible()
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_text("Your week is saved.")).to_be_visible()
    expect(page.locator("tfoot td").first).to_have_text("1h55")


def test_an_entry_tells_what_it_said_before_and_the_list_shows_it(open_page: Open, monday: date) -> None:
    page = open_page(ALICE)
    page.goto(f"/time/week/{monday}")
    open_kinds(page, "Okafor")
    box(page, "Okafor", "Travel", 0).fill("40m")
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_text("Your week is saved.")).to_be_visible()
    page.get_by_role("link", name="This week as a list").click()
    look(page, "time-list")
    page.get_by_role("link", name="Visit to the family").last.click()
    look(page, "entry")
    page.get_by_role("link", name="Withdraw it").click()
    look(page, "entry-withdraw")
    page.get_by_label("It was logged twice").check()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("it was logged twice")).to_be_visible()
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Travel: from 25 minutes to 40 minutes")).to_be_visible()
    look(page, "entry-history")


def test_a_calendar_becomes_time_with_ticks(open_page: Open, monday: date) -> None:
    events = "".join(
        f"BEGIN:VEVENT\nDTSTART:{monday + timedelta(days=day):%Y%m%d}T{9 + day:02}0000Z\nDURATION:PT{45 + day}M\n"
        f"SUMMARY:{subject}\nEND:VEVENT\n"
        for day, subject in enumerate(("Home visit, Okafor", "Team meeting", "Dentist"))
    )
    file = {
        "name": "week.ics",
        "mimeType": "text/calendar",
        "buffer": f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n".encode(),
    }
    page = open_page(ALICE)
    page.goto(f"/time/week/{monday}")
    page.get_by_role("link", name="From your calendar").click()
    page.get_by_label("Your calendar file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Show the week").click()
    expect(page.get_by_text("3 events of your calendar in this week.")).to_be_visible()
    look(page, "calendar-ticks")
    page.get_by_label("Home visit, Okafor").check()
    page.get_by_role("button", name="Log what is ticked").click()
    expect(page.get_by_text("Monday 09:00: Choose who it was for.").first).to_be_visible()
    look(page, "calendar-refused")
    page.get_by_label("Who for").select_option(label="Okafor (WM-001)")
    page.get_by_label("What you did").select_option(label=VISIT)
    page.get_by_role("button", name="Log what is ticked").click()
    expect(page.get_by_text("Your week is saved.")).to_be_visible()


def test_a_manager_closes_a_month_and_opens_it_again(open_page: Open) -> None:
    page = open_page(MARY)
    page.goto("/time/months")
    page.get_by_role("link", name=re.compile("^Close")).first.click()
    expect(page.get_by_role("button", name="Close the month")).to_be_visible()
    look(page, "month-close")
    page.get_by_role("button", name="Close the month").click()
    expect(page.get_by_text("The month is closed.")).to_be_visible()
    look(page, "months")
    page.get_by_role("link", name=re.compile("^Open again")).first.click()
    page.get_by_role("button", name="Open the month again").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "month-reopen-refused")
    page.get_by_label("Why is it opened again?").fill("Two days of visits were written in a notebook")
    page.get_by_role("button", name="Open the month again").click()
    expect(page.get_by_text("The month is open again.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Close")).first.click()
    expect(page.get_by_text("What happened before")).to_be_visible()
    look(page, "month-history")


def test_the_script_reads_times_as_the_server_does(open_page: Open) -> None:
    page = open_page(ALICE)
    page.goto("/time")
    typed = [
        "",
        "0",
        "1",
        "8",
        "9",
        "24",
        "25",
        "90",
        "1441",
        "1.5",
        ".25",
        "1.25",
        "1.30",
        "1.00",
        "1.333",
        "0.1",
        "1.5h",
        "1.30h",
        "1:30",
        ":45",
        "1:5",
        "1:60",
        "24:00",
        "24:01",
        "90m",
        "90 min",
        "1h",
        "1h30",
        "1h5",
        "1h 30m",
        "1h60",
        "1 30m",
        "2 hours",
        "NaN",
        "1e3",
        "-1",
        "+1",
        "1,5",
        "soon",
        "1.",
        " 1 ",
        "1H30",
        "25.5",
        "0x10",
        "9" * 50,
    ]
    read = page.evaluate(
        "async ([script, typed]) => { const { minutesOf } = await import(script); return typed.map(minutesOf) }",
        [f"/static/built/{fingerprint()}/week.js", typed],
    )
    assert dict(zip(typed, read, strict=True)) == {text: read_here(text) for text in typed}


def read_here(text: str) -> int | None:
    """The minutes the server reads, None where it asks."""
    try:
        return parse_time(text) if text.strip() else 0
    except NotTime:
        return None
