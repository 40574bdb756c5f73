"""Log spend: one page, the answer in place, everything typed kept, one form one record."""

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.budgets.rules import Position
from budgettracker.database import transaction
from budgettracker.ledger.queries.second_hands import faults
from budgettracker.spend import actions as spending
from budgettracker.spend.kinds import Review, SpendState
from tests.client import PageClient
from tests.factories import world as make
from tests.factories.second_hands import browser
from tests.factories.spend import TODAY, bought, file, filled, limit, log, picture, position, spends
from tests.factories.world import NOON, World

pytestmark = pytest.mark.pages


def test_the_ordinary_form_has_seven_questions_and_today_filled_in(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    seen = alice.get(f"/families/{world.family_id}/spend/new")
    form = next(form for form in seen.page.iter("form") if form.get("enctype"))
    more = next(form.iter("details"))
    inside = {id(each) for each in more.iter()}
    names = {
        (each.get("name") or "").split("-")[0]
        for each in form.iter()
        if each.tag in ("input", "select", "textarea") and each.get("type") != "hidden" and id(each) not in inside
    }
    assert names == {"amount", "bought_what", "category", "purpose", "payment_method", "bought_on", "receipt"}
    assert {"bought_on-day": "15", "bought_on-month": "6", "bought_on-year": "2026"}.items() <= seen.form().items()
    assert "£1,000.00 left" in seen.text
    assert "open" not in more.attrib


def test_a_purchase_within_the_band_is_recorded_and_the_page_says_what_is_left(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    sent = log(alice, world)
    assert sent.status == 303
    spend = spends()[0]
    assert (spend.state, spend.paid_pence) == (SpendState.BOUGHT, 45_00)
    assert spend.category_id == world.scheme.categories[0].id
    seen = alice.get(sent.location)
    for words in ("Recorded £45.00", "£955.00 is left", "Add the receipt", "Log another for this family"):
        assert words in seen.text
    assert position(world) == Position(1_000_00, 0, 45_00)


def test_the_same_day_and_amount_again_is_a_hint_and_no_wall(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    seen = alice.get(log(alice, world).location)
    assert "another purchase of this day and amount" not in seen.text
    assert "Planned" not in seen.text, "it is what was paid"
    log(alice, world, "45,01")
    twice = log(alice, world)
    assert twice.status == 303
    assert "another purchase of this day and amount" in alice.get(twice.location).text
    assert len(spends()) == 3


def test_a_purchase_above_the_band_becomes_a_request_and_the_page_says_who_has_it(
    alice: PageClient, world: World
) -> None:
    limit(world, 5_000_00)
    seen = alice.get(log(alice, world, "800").location)
    assert spends()[0].state == SpendState.REQUESTED
    for words in (
        "Asked for £800.00",
        "Over £500.00, so it needs a decision",
        "Mary Moss (manager) or Sam Stone (senior manager) can decide",
        "15 June 2026",
    ):
        assert words in seen.text


def test_more_than_is_left_is_refused_in_words_with_everything_typed_kept(alice: PageClient, world: World) -> None:
    limit(world, 100_00)
    sent = log(alice, world, "150.00", supplier="Curry & Co", note="Ask again")
    assert sent.status == 422
    assert "This is £50.00 more than is left (£100.00)" in sent.text
    kept = sent.form()
    assert (kept["amount"], kept["supplier"], kept["note"]) == ("150.00", "Curry & Co", "Ask again")
    assert kept["category"] == str(world.scheme.categories[0].id)
    assert spends() == []
    answer = alice.post(f"/families/{world.family_id}/spend/new", {**kept, "ask_for_limit": "1"})
    request = alice.get(answer.location)
    assert request.form()["limit"] == "150.00"
    proposed = alice.get(alice.post(answer.location, {**request.form(), "reason": "A machine"}).location)
    back = next(a.get("href") or "" for a in proposed.page.iter("a") if a.text == "Back to the purchase")
    again = alice.get(back)
    assert "This is not recorded yet" in again.text
    filled_in = again.form()
    assert {**filled_in, "form_key": "", "csrf_token": ""} == {**kept, "form_key": "", "csrf_token": ""}
    assert filled_in["form_key"] != kept["form_key"], "another content, another key"
    assert spends() == []


def test_a_purchase_is_logged_again_today_and_for_another_family(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    with transaction():
        second = make.family(world.team, "WM-050", "Hale", world.alice, world.scheme)
        one = make.child(world.family)
    limit(world, 500_00, second)
    log(alice, world, "12.50", supplier="Big Al's", note="Weekly", child=str(one.id), **{"bought_on-day": "1"})
    (first,) = spends()
    page = alice.get(f"/spend/{first.id}")
    links = {a.text: a.get("href") or "" for a in page.page.iter("a")}
    again = alice.get(links["Log it again"]).form()
    kept = ("amount", "bought_what", "purpose", "category", "payment_method", "supplier", "note", "child")
    assert {name: again[name] for name in kept} == {
        "amount": "12.50",
        "bought_what": "A washing machine",
        "purpose": "Clean clothes for school",
        "category": str(world.scheme.categories[0].id),
        "payment_method": "purchase_card",
        "supplier": "Big Al's",
        "note": "Weekly",
        "child": str(one.id),
    }
    assert (again["bought_on-day"], again["bought_on-month"]) == ("15", "6"), "today"
    assert alice.post(links["Log it again"], again).status == 303
    choose = alice.get(links["Same for another family"])
    assert "WM-001" not in [option.text for option in choose.page.iter("option")]
    led = alice.get(f"{links['Same for another family']}?family={second.id}")
    assert led.status == 303
    other = alice.get(led.location).form()
    assert (other["amount"], other["category"], other.get("child")) == ("12.50", again["category"], None)
    assert alice.post(led.location, other).status == 303
    assert sorted((each.family_id == second.id, each.paid_pence, str(each.bought_on)[-2:]) for each in spends()) == [
        (False, 12_50, "01"),
        (False, 12_50, "15"),
        (True, 12_50, "15"),
    ]
    assert "amount" in alice.get(f"/families/{world.family_id}/spend/new?again=nothing").form()


def test_the_key_of_a_refused_page_stays_valid(alice: PageClient, world: World) -> None:
    limit(world, 100_00)
    refused = log(alice, world, "150.00").form()
    assert alice.post(f"/families/{world.family_id}/spend/new", {**refused, "amount": "50"}).status == 303
    assert [spend.paid_pence for spend in spends()] == [50_00]


AMOUNTS = {
    "0": "more than £0.00",
    "-1": "without a minus sign",
    "0.001": "at most two figures",
    "1e3": "figures 0 to 9",
    "NaN": "figures 0 to 9",
    "Infinity": "figures 0 to 9",
    "１０": "figures 0 to 9",
    "10.005": "at most two figures",
    "99999999999": "too large",
    "+5": "figures 0 to 9",
    " ": "Enter the amount",
    "": "Enter the amount",
    "9223372036854775808": "too large",
    "0x10": "figures 0 to 9",
    "1\x00": "figures 0 to 9",
    "9" * 300: "one amount",
}


@pytest.mark.parametrize("typed", AMOUNTS, ids=[repr(each)[:20] for each in AMOUNTS])
def test_a_wrong_amount_gets_a_worded_answer_and_writes_nothing(alice: PageClient, world: World, typed: str) -> None:
    limit(world, 1_000_00)
    sent = log(alice, world, typed, supplier="Kept")
    assert sent.status == 422
    assert AMOUNTS[typed] in sent.text
    assert sent.form()["supplier"] == "Kept"
    assert (spends(), position(world)) == ([], Position(1_000_00, 0, 0))


@pytest.mark.parametrize("typed, pence", [("1,000.00", 1_000_00), ("£10", 10_00), ("7.5", 7_50), (" 12 ", 12_00)])
def test_amounts_as_people_type_them_are_read_exactly(alice: PageClient, world: World, typed: str, pence: int) -> None:
    limit(world, 5_000_00)
    assert log(alice, world, typed).status == 303
    assert [spend.planned_pence for spend in spends()] == [pence]


def test_an_amount_sent_twice_is_refused(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    sent = log(alice, world, amount=["5", "6"])  # type: ignore[arg-type]
    assert (sent.status, spends()) == (422, [])
    assert "sent twice" in sent.text


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"bought_what": ""}, "Say what was bought"),
        ({"bought_what": "x" * 201}, "Use 200 characters or fewer"),
        ({"purpose": " "}, "what it should help with"),
        ({"category": ""}, "Choose a category"),
        ({"category": "nonsense"}, "Choose from the list"),
        ({"payment_method": ""}, "Choose how it is paid"),
        ({"bought_on-day": "16"}, "in the future"),
        ({"bought_on-day": "31"}, "There is no 31 June 2026"),
        ({"bought_on-year": ""}, "must include a year"),
        ({"bought_on-year": "2019"}, "Work with this family began on 1 January 2020"),
        ({"vat": "50"}, "cannot be more than the amount"),
        ({"vat": "abc"}, "figures 0 to 9"),
        ({"supplier": "x" * 201}, "Use 200 characters or fewer"),
        ({"note": "x" * 2001}, "Use 2,000 characters or fewer"),
        ({"needed_by-day": "1", "needed_by-month": "1", "needed_by-year": "2026"}, "in the past"),
        ({"child": "00000000-0000-0000-0000-000000000000"}, "Choose from the list"),
    ],
    ids=str,
)
def test_every_wrong_field_gets_a_worded_answer(
    alice: PageClient, world: World, changes: dict[str, str], words: str
) -> None:
    from budgettracker.database import transaction
    from tests.factories.world import child

    limit(world, 1_000_00)
    with transaction():
        child(world.family)
    sent = log(alice, world, **changes)
    assert sent.status == 422
    assert words in sent.text
    assert spends() == []
    for name, value in changes.items():
        if name not in ("category", "child", "purpose"):
            assert sent.form().get(name, "") == value


def test_an_emergency_already_paid_is_recorded_and_flagged(alice: PageClient, world: World) -> None:
    limit(world, 100_00)
    seen = alice.get(log(alice, world, "150", already_paid="y").location)
    spend = spends()[0]
    assert (spend.state, spend.over_pence, spend.review) == (SpendState.BOUGHT, 50_00, Review.OPEN)
    assert "£50.00 of this is over the limit" in seen.text
    assert "Mary Moss (manager) or Sam Stone (senior manager) can decide" in seen.text
    assert "more than is left" in log(alice, world, "1").text, "nothing is left: that alone stops the next purchase"


def test_a_manager_is_asked_about_what_the_worker_could_decide(app: Flask, alice: PageClient, world: World) -> None:
    limit(world, 100_00)
    answer = alice.get(log(alice, world, "15", ask_manager="y").location)
    assert "It was asked for before it was bought" in answer.text
    assert "Mary Moss (manager) or Sam Stone (senior manager) can decide" in answer.text
    gone = alice.get(log(alice, world, "16", ask_manager="y", already_paid="y").location)
    assert "Within the band, and a manager was asked" in gone.text
    log(alice, world, "17", ask_manager="y", paid_from="other_help")
    states = [(spend.state, spend.review, spend.decided_as) for spend in spends()]
    assert states == [
        (SpendState.REQUESTED, Review.NONE, None),
        (SpendState.BOUGHT, Review.OPEN, None),
        (SpendState.REQUESTED, Review.NONE, None),
    ]
    waiting = browser(app, world.mary).get("/decisions").text
    assert waiting.count("It was asked for before it was bought") == 2
    assert "Within the band, and a manager was asked: the money has left already" in waiting
    with transaction():
        spending.approve_spend(world.mary, spends()[0], on=TODAY, at=NOON)
    assert (faults(), spends()[0].decided_as) == ([], Role.MANAGER)


def test_other_help_is_recorded_outside_the_limit(alice: PageClient, world: World) -> None:
    seen = alice.get(f"/families/{world.family_id}/spend/new")
    assert "no limit yet" in seen.text
    assert seen.form()["paid_from"] == "other_help"
    sent = log(alice, world, "20")
    assert sent.status == 303
    assert (spends()[0].kind, position(world)) == ("other_help", Position(0, 0, 0))
    assert "Other help" in alice.get(sent.location).text


def test_a_comparison_family_only_logs_other_help_and_the_page_is_silent_about_the_arm(
    alice: PageClient, world: World
) -> None:
    url = f"/families/{world.comparison.id}/spend/new"
    seen = alice.get(url)
    assert "paid_from" not in seen.form()
    assert "comparison" not in seen.html.lower()
    assert "limit" not in seen.text.lower()
    category = str(world.scheme.categories[1].id)
    sent = alice.post(url, filled(seen.form(), "20", category=category, paid_from="devolved", already_paid="y"))
    assert sent.status == 303
    assert [(spend.kind, spend.paid_pence) for spend in spends()] == [("other_help", 20_00)]
    room = alice.get(f"/families/{world.comparison.id}/spend/room?amount=20").response.json
    assert room == {"text": "You can decide this yourself. It is paid from other money.", "kind": "ok"}


@pytest.mark.parametrize(
    "question, kind, words",
    [
        ("amount=45", "ok", "You can decide this yourself. £4,955.00 will be left."),
        ("amount=500.01&bought_on=2026-06-15", "decide", "Over £500.00: your manager decides; nothing is spent"),
        ("amount=5000.01&bought_on=nonsense", "over", "This is £0.01 more than is left (£5,000.00)"),
        ("amount=abc", "", ""),
        ("amount=0", "", ""),
        ("", "", ""),
        ("amount=45&bought_on=9999-12-31", "ok", "yourself"),
        ("amount=45&already_paid=y", "ok", "You can decide this yourself. £4,955.00 will be left."),
        ("amount=45&ask_manager=y", "decide", "As you ask: your manager decides; nothing is spent until then."),
        ("amount=45&ask_manager=y&paid_from=other_help", "decide", "As you ask: your manager decides"),
        (
            "amount=600&already_paid=y",
            "decide",
            "Over £500.00: it is recorded, and a manager decides about it afterwards",
        ),
        (
            "amount=5000.01&already_paid=y",
            "over",
            "It is recorded, £0.01 of it over the limit. A senior manager decides",
        ),
    ],
)
def test_the_answer_in_place(alice: PageClient, world: World, question: str, kind: str, words: str) -> None:
    limit(world, 5_000_00)
    content = alice.get(f"/families/{world.family_id}/spend/room?{question}").response.json
    assert content is not None
    assert content["kind"] == kind
    assert words in content["text"]


def test_the_answer_in_place_counts_the_running_total_and_what_is_left(alice: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    bought(world.bob, world.family, 450_00)
    bought(world.alice, world.family, 450_00)
    url = f"/families/{world.family_id}/spend/room?amount="
    content = alice.get(f"{url}100.01").response.json
    assert content == {
        "text": "More than £1,000.00 in 30 days: your manager decides; nothing is spent until then. "
        "£3,999.99 will be left.",
        "kind": "decide",
    }
    bought(world.bob, world.family, 4_100_01, already_paid=True)
    content = alice.get(f"{url}1").response.json
    nothing = "Nothing is left of this budget, so this is £1.00 more than is left. You can ask for a higher limit."
    assert content == {"text": nothing, "kind": "over"}
    content = alice.get(f"{url}1&already_paid=y").response.json
    assert content is not None
    assert content["text"].startswith("It is recorded, £1.00 of it over the limit.")


def test_what_is_more_than_is_left_says_what_to_do_when_the_money_has_gone(alice: PageClient, world: World) -> None:
    limit(world, 100_00)
    words = "Tick “It is already paid” under Add more detail"
    assert words not in alice.get(f"/families/{world.family_id}/spend/new").text
    assert words in log(alice, world, "150").text


def test_a_child_is_offered_by_reference_and_month_of_birth(alice: PageClient, world: World) -> None:
    limit(world, 100_00)
    with transaction():
        make.child(world.family)
    assert "C1 (born April 2015)" in alice.get(f"/families/{world.family_id}/spend/new").text


def test_the_same_form_sent_again_is_one_record_with_the_same_answer(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    url = f"/families/{world.family_id}/spend/new"
    data = filled(alice.get(url).form(), category=str(world.scheme.categories[0].id))
    answers = {alice.post(url, {**data, "receipt": file(picture())}).location for _ in range(3)}
    assert len(answers) == len(spends()) == 1
    assert len(spends()[0].receipts) == 1
    assert position(world) == Position(1_000_00, 0, 45_00)


def test_the_same_key_with_another_body_is_a_409(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    url = f"/families/{world.family_id}/spend/new"
    data = filled(alice.get(url).form(), category=str(world.scheme.categories[0].id))
    assert alice.post(url, data).status == 303
    for other in ({"amount": "46.00"}, {"receipt": file(picture())}):
        assert alice.post(url, {**data, **other}).status == 409
    assert [spend.paid_pence for spend in spends()] == [45_00]


def test_another_persons_key_neither_clashes_nor_leaks(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    url = f"/families/{world.family_id}/spend/new"
    data = filled(alice.get(url).form(), category=str(world.scheme.categories[0].id))
    first = alice.post(url, data)
    alice.as_(world.bob.email)
    own = alice.get(url).form()
    second = alice.post(url, {**data, "csrf_token": own["csrf_token"]})
    assert second.status == 303
    assert second.location != first.location
    assert len(spends()) == 2


@pytest.mark.parametrize("who, status", [("carol", 404), ("dave", 404), ("audrey", 403), ("fiona", 403), ("adam", 403)])
def test_only_the_familys_team_logs_for_it(alice: PageClient, world: World, who: str, status: int) -> None:
    limit(world, 1_000_00)
    url = f"/families/{world.family_id}/spend/new"
    data = filled(alice.get(url).form(), category=str(world.scheme.categories[0].id))
    alice.as_(getattr(world, who).email)
    token = alice.get("/account").form()["csrf_token"]
    assert alice.get(url).status == status
    assert alice.get(f"/families/{world.family_id}/spend/room?amount=1").status == status
    assert alice.post(url, {**data, "csrf_token": token}).status == status
    assert spends() == []


def test_the_form_begins_with_what_its_worker_chose_last(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    url = f"/families/{world.family_id}/spend/new"
    first = alice.get(url)
    assert "Chosen lately" not in first.html
    assert first.form()["payment_method"] == ""
    log(alice, world, category=str(world.scheme.categories[1].id), payment_method="voucher", supplier="Corner Shop")
    log(alice, world, category=str(world.scheme.categories[2].id), payment_method="invoice")
    again = alice.get(url)
    assert again.form()["payment_method"] == "invoice"
    assert again.form()["category"] == "", "chosen, not guessed"
    assert again.html.index("Family time") < again.html.index("Household goods")
    assert '<option value="Corner Shop">' in again.html
    assert 'data-day="14"' in again.html, "yesterday"
    alice.as_(world.bob.email)
    other = alice.get(url)
    assert "Corner Shop" not in other.html, "another worker's"
