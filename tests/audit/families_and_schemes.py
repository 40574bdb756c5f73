"""What deeds on families, children and schemes record: references, days, codes and pence, never names or words."""

from collections.abc import Callable
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import change_cap
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db
from budgettracker.families.actions import (
    add_child,
    add_family,
    ask_to_cross,
    ask_to_lift,
    ask_to_name,
    ask_to_seal,
    close_family,
    correct_child,
    correct_family,
    cross_over,
    hand_over,
    lift_restriction,
    name_reader,
    open_by_reason,
    remove_reader,
    reopen_family,
    restrict_family,
    seal_family,
    see_openings,
)
from budgettracker.families.actions.record_past_lead import record_past_lead
from budgettracker.families.actions.record_past_period import record_past_period
from budgettracker.families.kinds import Arm, EndReason, SealedBecause
from budgettracker.families.models import Child
from budgettracker.families.queries import named_for
from budgettracker.ledger.actions import ask_to_close_scheme
from budgettracker.margins import Margin
from budgettracker.outcomes.actions import record_outcome, withdraw_outcome
from budgettracker.outcomes.kinds import Outcome
from budgettracker.people.models import Person
from budgettracker.schemes.actions import add_scheme, change_bands, change_margin, change_other_help
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import Bounds
from budgettracker.spend.actions import close_settled_family, restrict_parted_family, seal_parted_family
from budgettracker.statements.actions import make_statement, tick_items
from budgettracker.statements.kinds import Audience
from budgettracker.voice.actions import (
    change_scheme_voice,
    read_child_view,
    record_child_view,
    record_language,
    record_unused,
    record_we_did,
    record_wishes,
    retire_example,
    write_example,
)
from budgettracker.voice.kinds import ExampleKind, Interpreter, Language, UnusedReason, Wishes
from budgettracker.worktime.actions import seal_settled_family
from tests.audit.told import Line, Rows, Stage
from tests.factories import world as make
from tests.factories.full_budget import TODAY
from tests.factories.statements import ticks
from tests.factories.voice import child_talked
from tests.factories.world import NOON

FAMILIES = Rows()
OPENED, CLOSED = date(2026, 5, 4), date(2026, 6, 12)


@FAMILIES.row(Deed.SCHEME_ADDED, add_scheme)
def a_scheme(on: Stage) -> Line:
    made = add_scheme(
        on.world.adam,
        on.world.authority,
        "Pilot",
        cap_pence=5_000_00,
        cap_period=CapPeriod.FINANCIAL_YEAR,
        starts_on=date(2026, 4, 1),
        ends_on=date(2027, 3, 31),
        bands=[Bounds(Role.PRACTITIONER, 300_00, 600_00, 28), Bounds(Role.MANAGER, None, None, None)],
        regular_needs=Role.SENIOR_MANAGER,
        at=NOON,
    )
    changes = {
        "cap_pence": [None, 5_000_00],
        "cap_period": [None, "financial_year"],
        "starts_on": [None, "2026-04-01"],
        "ends_on": [None, "2027-03-31"],
        "regular_needs": [None, "senior_manager"],
        "bands": [None, [["practitioner", 300_00, 600_00, 28], ["manager", None, None, None]]],
    }
    return Line(on.world.adam, on.world.authority, made, changes)


@FAMILIES.row(Deed.SCHEME_BANDS_CHANGED, change_bands)
def other_bands(on: Stage) -> Line:
    bands = [Bounds(Role.PRACTITIONER, 250_00, None, None), Bounds(Role.MANAGER, None, None, None)]
    change_bands(None, on.world.scheme, bands, date(2026, 7, 1), on=TODAY, at=NOON)
    before = [
        ["manager", 2_000_00, None, None],
        ["practitioner", 500_00, 1_000_00, 30],
        ["senior_manager", None, None, None],
    ]
    after = [["practitioner", 250_00, None, None], ["manager", None, None, None]]
    return Line(None, on.world.authority, on.world.scheme, {"starts_on": "2026-07-01", "bands": [before, after]})


@FAMILIES.row(Deed.SCHEME_MARGIN_CHANGED, change_margin)
def a_smaller_margin(on: Stage) -> Line:
    change_margin(on.world.adam, on.world.scheme, Margin(5, 10_00), date(2026, 7, 1), on=TODAY, at=NOON)
    changes = {"starts_on": "2026-07-01", "margin": [[10, 25_00], [5, 10_00]]}
    return Line(on.world.adam, on.world.authority, on.world.scheme, changes)


@FAMILIES.row(Deed.SCHEME_CAP_CHANGED, change_cap)
def a_higher_cap(on: Stage) -> Line:
    adam = on.world.adam
    change_cap(on.world.sam, on.world.scheme, 12_000_00, asked_by=adam.id, on=TODAY, at=NOON)
    changes = {"cap_pence": [10_000_00, 12_000_00], "budgets": 1, "asked_by": adam.id}
    return Line(on.world.sam, on.world.authority, on.world.scheme, changes)


@FAMILIES.row(Deed.SCHEME_CLOSED, confirm)
def a_closed_scheme(on: Stage) -> list[Line]:
    wish = ask_to_close_scheme(on.world.fiona, on.world.scheme, "It ended", on=TODAY, at=NOON)
    on.start()
    confirm(on.world.sam, wish, on=TODAY, at=NOON)
    fiona, subject = on.world.fiona.id, on.world.scheme
    hands = {"outcome": "scheme_closed", "as_role": "senior_manager", "matter": "closing", "asked_by": fiona}
    return [
        Line(
            on.world.sam,
            on.world.authority,
            subject,
            {"closed_on": [None, str(TODAY)], "open": [["receipt", 2]], "asked_by": fiona},
        ),
        Line(
            on.world.sam, on.world.authority, subject, {"confirmation": wish.id, **hands}, Deed.CONFIRMATION_CONFIRMED
        ),
    ]


@FAMILIES.row(Deed.OTHER_HELP_BANDS_CHANGED, change_other_help)
def tighter_bands_for_other_help(on: Stage) -> Line:
    bands = [Bounds(Role.PRACTITIONER, 200_00, 400_00, 30), Bounds(Role.MANAGER, 4_000_00, None, None)]
    bands.append(Bounds(Role.SENIOR_MANAGER, None, None, None))
    change_other_help(on.world.adam, on.world.authority, bands, date(2026, 7, 1), on=TODAY, at=NOON)
    before = [
        ["practitioner", 500_00, 1_000_00, 30],
        ["manager", 5_000_00, None, None],
        ["senior_manager", None, None, None],
    ]
    after = [
        ["practitioner", 200_00, 400_00, 30],
        ["manager", 4_000_00, None, None],
        ["senior_manager", None, None, None],
    ]
    changes = {"starts_on": "2026-07-01", "bands": [before, after]}
    return Line(on.world.adam, on.world.authority, on.world.authority, changes)


@FAMILIES.row(Deed.FAMILY_ADDED, add_family)
def a_family(on: Stage) -> Line:
    made = add_family(
        on.world.alice,
        on.world.team,
        "WM-200",
        "Brook",
        opened_on=OPENED,
        lead_worker=on.world.alice,
        scheme=on.world.scheme,
        arm=Arm.BUDGET,
        allocated_on=OPENED,
        cohort_reason="Reunification",
        on=TODAY,
        at=NOON,
    )
    changes = {
        "reference": [None, "WM-200"],
        "team": [None, on.world.team.id],
        "lead_worker": [None, on.world.alice.id],
        "opened_on": [None, "2026-05-04"],
        "scheme": [None, on.world.scheme.id],
        "arm": [None, "budget"],
        "allocated_on": [None, "2026-05-04"],
    }
    return Line(on.world.alice, on.world.authority, made, changes)


@FAMILIES.row(Deed.FAMILY_CORRECTED, correct_family)
def another_reference_and_name(on: Stage) -> Line:
    corrected = on.world.comparison
    correct_family(
        on.world.alice,
        corrected,
        reference="WM-022",
        name="Nowak",
        opened_on=OPENED,
        scheme=on.world.scheme,
        arm=Arm.COMPARISON,
        allocated_on=OPENED,
        legal_basis="Section 17",
        cohort_reason="Edge of care",
        on=TODAY,
        at=NOON,
    )
    changes = {
        "reference": ["WM-002", "WM-022"],
        "opened_on": ["2020-01-01", "2026-05-04"],
        "allocated_on": ["2020-01-01", "2026-05-04"],
        "legal_basis": "corrected",
        "cohort_reason": "corrected",
        "name": "corrected",
    }
    return Line(on.world.alice, on.world.authority, corrected, changes)


@FAMILIES.row(Deed.FAMILY_HANDED_OVER, hand_over)
def another_team_and_lead_worker(on: Stage) -> Line:
    world = on.world
    to = (world.other_team, world.carol, OPENED)
    hand_over(world.mary, [world.comparison], *to, was_led_by=world.alice.id, on=TODAY, at=NOON)
    changes = {
        "team_id": [on.world.team.id, on.world.other_team.id],
        "lead_worker_id": [on.world.alice.id, on.world.carol.id],
        "handed_over_on": [None, "2026-05-04"],
    }
    return Line(on.world.mary, on.world.authority, on.world.comparison, changes)


@FAMILIES.row(Deed.FAMILY_HANDED_OVER, record_past_lead)
def a_handover_of_the_past(on: Stage) -> Line:
    world = on.world
    record_past_lead(None, world.comparison, world.other_team, world.carol, OPENED, on=TODAY, at=NOON)
    changes = {
        "team_id": [world.team.id, world.other_team.id],
        "lead_worker_id": [world.alice.id, world.carol.id],
        "handed_over_on": [None, "2026-05-04"],
        "imported": True,
    }
    return Line(None, world.authority, world.comparison, changes)


@FAMILIES.row(Deed.FAMILY_CLOSED, close_family)
def a_closing_in_other_words(on: Stage) -> Line:
    close_family(None, on.world.comparison, CLOSED, "They need nothing more", on=TODAY, at=NOON)
    changes = {"closed_on": [None, "2026-06-12"], "end_reason": [None, "other words"]}
    return Line(None, on.world.authority, on.world.comparison, changes)


@FAMILIES.row(Deed.FAMILY_CLOSED, close_settled_family)
def a_closing(on: Stage) -> Line:
    close_settled_family(on.world.alice, on.world.comparison, CLOSED, EndReason.PLAN_ENDED, on=TODAY, at=NOON)
    changes = {"closed_on": [None, "2026-06-12"], "end_reason": [None, "plan ended"]}
    return Line(on.world.alice, on.world.authority, on.world.comparison, changes)


@FAMILIES.row(Deed.FAMILY_REOPENED, reopen_family)
def a_family_opened_again(on: Stage) -> Line:
    close_family(on.world.alice, on.world.comparison, CLOSED, EndReason.PLAN_ENDED, on=TODAY, at=NOON)
    on.start()
    alice = on.world.alice
    reopen_family(on.world.mary, on.world.comparison, "They came back", asked_by=alice.id, on=TODAY, at=NOON)
    changes = {"closed_on": ["2026-06-12", None], "asked_by": alice.id, "reopened_on": [None, "2026-06-15"]}
    return Line(on.world.mary, on.world.authority, on.world.comparison, changes)


@FAMILIES.row(Deed.FAMILY_REOPENED, record_past_period)
def a_family_opened_again_in_the_past(on: Stage) -> Line:
    close_family(None, on.world.comparison, OPENED, EndReason.PLAN_ENDED, on=TODAY, at=NOON)
    on.start()
    record_past_period(on.world.fiona, on.world.comparison, CLOSED, on=TODAY, at=NOON)
    changes = {"closed_on": ["2026-05-04", None], "reopened_on": [None, "2026-06-12"], "imported": True}
    return Line(on.world.fiona, on.world.authority, on.world.comparison, changes)


def child_of(on: Stage) -> Child:
    """A child that has just been added to the comparison family, as the one it was brought in for."""
    return add_child(
        on.world.alice,
        on.world.comparison,
        "C7",
        birth_month="2019-02",
        need_code="N1",
        in_scope=False,
        index_child=True,
        on=TODAY,
        at=NOON,
    )


@FAMILIES.row(Deed.CHILD_ADDED, add_child)
def a_child(on: Stage) -> Line:
    made = child_of(on)
    changes = {
        "reference": [None, "C7"],
        "birth_month": [None, "2019-02"],
        "need_code": [None, "N1"],
        "in_scope": [True, False],
        "index_child": [None, "C7"],
    }
    return Line(on.world.alice, on.world.authority, made, changes)


@FAMILIES.row(Deed.OUTCOME_RECORDED, record_outcome)
def an_outcome_of_a_child(on: Stage) -> Line:
    child = child_of(on)
    on.start()
    record_outcome(
        on.world.alice, on.world.comparison, Outcome.PLAN_ENDED, CLOSED, child=child, code="10a", on=TODAY, at=NOON
    )
    changes = {"outcome": "plan_ended", "happened_on": "2026-06-12", "child": child.id, "code": "10A"}
    return Line(on.world.alice, on.world.authority, on.world.comparison, changes)


@FAMILIES.row(Deed.OUTCOME_WITHDRAWN, withdraw_outcome)
def an_outcome_taken_back(on: Stage) -> Line:
    family = on.world.comparison
    row = record_outcome(on.world.alice, family, Outcome.RE_REFERRED, CLOSED, on=TODAY, at=NOON)
    on.start()
    withdraw_outcome(on.world.mary, row, at=NOON)
    changes = {"outcome": "re_referred", "happened_on": "2026-06-12"}
    return Line(on.world.mary, on.world.authority, family, changes)


@FAMILIES.row(Deed.WISHES_RECORDED, record_wishes)
def wishes_heard(on: Stage) -> Line:
    family = on.world.family
    on.start()
    record_wishes(on.world.alice, family, Wishes.HEARD, CLOSED, date(2026, 9, 12), on=TODAY, at=NOON)
    changes = {"wishes": "heard", "happened_on": "2026-06-12", "next_on": "2026-09-12"}
    return Line(on.world.alice, on.world.authority, family, changes)


@FAMILIES.row(Deed.LANGUAGE_RECORDED, record_language)
def a_language(on: Stage) -> Line:
    family = on.world.family
    on.start()
    record_language(on.world.bob, family, Language.POLISH, Interpreter.BY_PHONE, CLOSED, on=TODAY, at=NOON)
    changes = {"language": "polish", "interpreter": "by_phone", "asked_on": "2026-06-12"}
    return Line(on.world.bob, on.world.authority, family, changes)


@FAMILIES.row(Deed.CHILD_VIEW_RECORDED, record_child_view)
def what_a_child_said(on: Stage) -> Line:
    on.start()
    child_talked(on.world, on.full.family)
    changes = {"asked_on": str(TODAY), "whose": "child"}
    return Line(on.world.alice, on.world.authority, on.full.family, changes)


@FAMILIES.row(Deed.CHILD_VIEW_READ, read_child_view)
def what_a_child_said_read(on: Stage) -> Line:
    view = child_talked(on.world, on.full.family)
    on.start()
    read_child_view(on.world.bob, view, at=NOON)
    return Line(on.world.bob, on.world.authority, on.full.family, {"asked_on": str(TODAY)})


@FAMILIES.row(Deed.WE_DID_RECORDED, record_we_did)
def what_was_done(on: Stage) -> Line:
    view = child_talked(on.world, on.full.family)
    on.start()
    record_we_did(on.world.bob, view, "We came back", at=NOON)
    return Line(on.world.bob, on.world.authority, on.full.family, {"asked_on": str(TODAY)})


@FAMILIES.row(Deed.EXAMPLE_WRITTEN, write_example)
def an_example(on: Stage) -> Line:
    on.start()
    write_example(on.world.mary, on.world.scheme, ExampleKind.YOU_SAID, "Too slow", "Cards for all", at=NOON)
    return Line(on.world.mary, on.world.authority, on.world.scheme, {"kind": "you_said"})


@FAMILIES.row(Deed.EXAMPLE_RETIRED, retire_example)
def an_example_taken_off(on: Stage) -> Line:
    row = write_example(on.world.mary, on.world.scheme, ExampleKind.EXAMPLE, "A cot", "Sleep", at=NOON)
    on.start()
    retire_example(on.world.sam, row, at=NOON)
    return Line(on.world.sam, on.world.authority, on.world.scheme, {"kind": "example"})


@FAMILIES.row(Deed.UNUSED_RECORDED, record_unused)
def why_money_stayed_unused(on: Stage) -> Line:
    on.start()
    record_unused(on.world.alice, on.world.family, CLOSED, UnusedReason.CONFIDENCE, at=NOON)
    return Line(on.world.alice, on.world.authority, on.world.family, {"unused": "confidence"})


@FAMILIES.row(Deed.SCHEME_VOICE_CHANGED, change_scheme_voice)
def statements_turned_on(on: Stage) -> Line:
    on.start()
    change_scheme_voice(on.world.adam, on.world.scheme, statements=True, at=NOON)
    return Line(on.world.adam, on.world.authority, on.world.scheme, {"statements": [False, True]})


@FAMILIES.row(Deed.STATEMENT_ITEM_TICKED, tick_items)
def a_purchase_ticked(on: Stage) -> Line:
    spend = on.full.refunded
    on.start()
    tick_items(on.world.bob, on.full.family, [ticks(spend, {Audience.CHILD}, "A cot")], sure=False, at=NOON)
    changes = {"spend": spend.id, "audiences": [[], ["child"]], "words": "corrected"}
    return Line(on.world.bob, on.world.authority, on.full.family, changes)


@FAMILIES.row(Deed.STATEMENT_MADE, make_statement)
def a_statement(on: Stage) -> Line:
    tick_items(on.world.bob, on.full.family, [ticks(on.full.refunded, {Audience.ADULT_A})], sure=False, at=NOON)
    scheme = db.session.get_one(Scheme, on.full.family.scheme_id)
    change_scheme_voice(on.world.adam, scheme, statements=True, at=NOON)
    on.start()
    made = make_statement(on.world.bob, on.full.family, Audience.ADULT_A, "Ada", at=NOON)
    return Line(on.world.bob, on.world.authority, on.full.family, {"audience": "adult_a", "statement": made.id})


@FAMILIES.row(Deed.CHILD_CORRECTED, correct_child)
def a_childs_month(on: Stage) -> Line:
    child = child_of(on)
    on.start()
    correct_child(
        on.world.mary,
        on.world.comparison,
        child,
        reference="C7",
        birth_month="2019-03",
        need_code="N1",
        status_at_start="looked after",
        in_scope=True,
        index_child=False,
        on=TODAY,
        at=NOON,
    )
    changes = {
        "birth_month": ["2019-02", "2019-03"],
        "status_at_start": [None, "looked after"],
        "in_scope": [False, True],
        "index_child": ["C7", None],
    }
    return Line(on.world.mary, on.world.authority, child, changes)


def restricted(on: Stage) -> None:
    restrict_family(on.world.alice, on.world.family, [on.world.mary], "Known here", on=TODAY, at=NOON)
    on.start()


@FAMILIES.row(Deed.FAMILY_RESTRICTED, restrict_family)
def a_family_restricted(on: Stage) -> Line:
    restrict_family(on.world.alice, on.world.family, [on.world.mary], "Known here", on=TODAY, at=NOON)
    readers = sorted([on.world.alice.id, on.world.mary.id])
    changes = {"restricted": [False, True], "readers": readers}
    return Line(on.world.alice, on.world.authority, on.world.family, changes)


@FAMILIES.row(Deed.FAMILY_RESTRICTED, restrict_parted_family)
def a_family_restricted_and_its_receipts_parted(on: Stage) -> Line:
    restrict_parted_family(on.world.alice, on.world.family, [on.world.mary], "Known here", on=TODAY, at=NOON)
    readers = sorted([on.world.alice.id, on.world.mary.id])
    return Line(on.world.alice, on.world.authority, on.world.family, {"restricted": [False, True], "readers": readers})


@FAMILIES.row(Deed.FAMILY_READER_NAMED, name_reader)
def one_more_named(on: Stage) -> Line:
    restricted(on)
    request = ask_to_name(on.world.alice, on.world.family, on.world.bob, "On duty", on=TODAY, at=NOON)
    on.start()
    name_reader(on.world.mary, request, TODAY, NOON)
    changes = {"reader": on.world.bob.id, "asked_by": on.world.alice.id}
    return Line(on.world.mary, on.world.authority, on.world.family, changes)


@FAMILIES.row(Deed.FAMILY_CROSSED_OVER, cross_over)
def a_comparison_family_with_a_budget(on: Stage) -> Line:
    on.world.family.arm, on.world.family.crossed_on = Arm.COMPARISON, None
    request = ask_to_cross(on.world.alice, on.world.family, TODAY, "A child comes home", on=TODAY, at=NOON)
    on.start()
    cross_over(on.world.sam, request, TODAY, NOON)
    changes = {"crossed_on": [None, "2026-06-15"], "asked_by": on.world.alice.id}
    return Line(on.world.sam, on.world.authority, on.world.family, changes)


@FAMILIES.row(Deed.FAMILY_SEALED, seal_family)
def a_record_sealed(on: Stage) -> Line:
    return sealed(on, seal_family)


@FAMILIES.row(Deed.FAMILY_SEALED, seal_parted_family)
def a_record_sealed_and_its_receipts_parted(on: Stage) -> Line:
    return sealed(on, seal_parted_family)


@FAMILIES.row(Deed.FAMILY_SEALED, seal_settled_family)
def a_record_sealed_once_what_work_cost_is_settled(on: Stage) -> Line:
    return sealed(on, seal_settled_family)


def sealed(on: Stage, seal: Callable[[Person, Confirmation, date, datetime], None]) -> Line:
    family = make.family(on.world.team, "WM-070", "Umber")
    make.ended(family, CLOSED)
    request = ask_to_seal(on.world.alice, family, SealedBecause.ADOPTION, on=TODAY, at=NOON)
    on.start()
    seal(on.world.mary, request, TODAY, NOON)
    changes = {"sealed_on": [None, "2026-06-15"], "asked_by": on.world.alice.id}
    return Line(on.world.mary, on.world.authority, family, changes)


@FAMILIES.row(Deed.FAMILY_RESTRICTION_LIFTED, lift_restriction)
def a_restriction_lifted(on: Stage) -> Line:
    restricted(on)
    request = ask_to_lift(on.world.alice, on.world.family, "It is over", on=TODAY, at=NOON)
    on.start()
    lift_restriction(on.world.mary, request, TODAY, NOON)
    changes = {"restricted": [True, False], "asked_by": on.world.alice.id}
    return Line(on.world.mary, on.world.authority, on.world.family, changes)


@FAMILIES.row(Deed.FAMILY_READER_REMOVED, remove_reader)
def a_name_taken_off(on: Stage) -> Line:
    restricted(on)
    alices = next(each for each in named_for(on.world.family.id) if each.person_id == on.world.alice.id)
    remove_reader(on.world.mary, on.world.family, alices.id, on=TODAY, at=NOON)
    return Line(on.world.mary, on.world.authority, on.world.family, {"reader": on.world.alice.id})


@FAMILIES.row(Deed.FAMILY_OPENED_BY_REASON, open_by_reason)
def opened_by_a_reason(on: Stage) -> Line:
    restricted(on)
    open_by_reason(on.world.bob, "WM-001", "A call at night", on=TODAY, at=NOON)
    return Line(on.world.bob, on.world.authority, on.world.family, {"reader": on.world.bob.id})


@FAMILIES.row(Deed.RESTRICTED_SOUGHT, open_by_reason)
def looked_for_in_vain(on: Stage) -> Line:
    open_by_reason(on.world.bob, "WM-001", "A call at night", on=TODAY, at=NOON)
    return Line(on.world.bob, on.world.authority, on.world.bob)


@FAMILIES.row(Deed.FAMILY_OPENINGS_SEEN, see_openings)
def openings_seen(on: Stage) -> Line:
    restricted(on)
    open_by_reason(on.world.bob, "WM-001", "A call at night", on=TODAY, at=NOON)
    on.start()
    see_openings(on.world.mary, on.world.family, at=NOON)
    return Line(on.world.mary, on.world.authority, on.world.family, {"openings": 1})
