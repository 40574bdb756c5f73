"""Every deed has its row in the table of what deeds record; the table does each one and compares its lines exactly.

That a function calls `record` somewhere says nothing of what it records, so nothing here looks for the call: whatever
somebody does through a page, a command or an import stands in the table (tests/audit/table.py), or below with the
reason why it leaves no line of its own.
"""

import ast
from types import CodeType, FunctionType

from budgettracker.audit.kinds import Deed
from tests.audit.table import TABLE
from tests.audit.told import Row
from tests.house.sources import PACKAGE, SOURCES, calls, functions_of, kind_of, tree_of

PARTS = {
    "add_answer": "of answering about a limit or a purchase",
    "add_question": "of asking about a limit or a purchase",
    "ask_for_bands": "of asking for what takes a second hand, or of changing bands",
    "ask_for_cap": "of asking for what takes a second hand, or of changing the cap",
    "ask_for_margin": "of asking for what takes a second hand, or of changing the margin",
    "ask_for_other_help": "of asking for what takes a second hand, or of changing the bands",
    "ask_for_scheme": "of asking for what takes a second hand",
    "add_scheme_asked_for": "of confirming a new scheme",
    "ask_for_cover": "of asking for what takes a second hand",
    "confirm_cover": "of confirming cover",
    "ask_to_reopen": "of asking for what takes a second hand",
    "ask_for_expenses": "of asking for what takes a second hand",
    "ask_from_file": "of asking for what takes a second hand",
    "ask_for_imported_expenses": "of asking for what takes a second hand",
    "withdraw_imported_expenses": "of reversing an import",
    "confirm_expenses": "of confirming, which changes no row of the entry",
    "ask_for_data_officer": "of asking for what takes a second hand",
    "open_by_hand": "of opening the record of an incident",
    "ask_to_seal": "of asking for what takes a second hand",
    "ask_to_cross": "of asking for what takes a second hand",
    "ask_to_name": "of asking for what takes a second hand",
    "ask_to_lift": "of asking for what takes a second hand",
    "log_shared": "of logging each family's share",
    "loosen_bands": "of confirming looser bands",
    "loosen_cap": "of confirming a higher cap",
    "ask_to_reverse": "of asking for what takes a second hand",
    "confirm_reversal": "of reversing an import",
    "reverse_imported": "of reversing an import",
    "withdraw_imported": "of reversing an import",
    "ask_for_deciding_source": "of asking for what takes a second hand",
    "confirm_deciding_source": "of setting the source of deciding time",
    "loosen_margin": "of confirming a larger margin",
    "loosen_other_help": "of confirming looser bands for other help",
    "reopen_without_limit": "of confirming that a family is opened again",
    "allow_link": "of confirming a link that was asked for",
    "ask_for_link": "of asking for what takes a second hand",
    "change_access": "of the same, or of changing roles and teams where nothing is given",
    "agree_to_several": "of deciding about each proposal",
    "confirm_openings": "of confirming each opening balance",
    "confirm_own_money": "of deciding whether each is reimbursed",
    "tick_several": "of ticking, one after the other",
    "tick_sample": "of ticking and of looking at a correction, one after the other",
    "confirm_several": "of confirming, one after the other",
    "give_access": "of confirming roles and teams",
    "require_two": "of changing roles and teams",
    "carry_out": "of changing roles, teams or post",
    "propose": "of a refund without a document, or of taking a purchase out",
    "give_back": "of a refund or a reversal",
    "put_right": "of a correction, in place",
    "hide_wrong_family": "of correcting a wrong family",
    "enter_anew": "of a correction of money, alone or agreed to",
    "move": "of every deed on money; the ledger's row explains it",
    "record": "writes the lines",
    "record_change": "of changing roles, teams or post",
    "import_people": "of importing a folder",
    "name_from_file": "of the same; naming an evaluator has its row",
    "settle": "of deciding a limit",
    "buy_approved": "of recording an approved purchase, or a payment of a plan",
    "buy_batch": "of asking for what takes a second hand",
    "confirm_batch": "of confirming, which takes the batch into the stock",
    "count_stock": "of asking for what takes a second hand",
    "ask_to_close_scheme": "of asking for what takes a second hand",
    "ask_to_publish": "of asking for what takes a second hand",
    "publish_supplier": "of confirming that a supplier may be named again",
    "close_scheme": "of confirming that a scheme is closed",
    "confirm_count": "of confirming, after which the count stands",
    "move_vouchers": "of every deed on a stock",
    "refund_vouchers": "of taking vouchers back",
    "release_hold": "of declining, withdrawing, and ending a plan",
}
"""Parts of deeds, and the deeds whose rows they stand in."""
NOT_DEEDS = {
    "count_attempt": "whoever tries to sign in is nobody yet; failures are counted and forgotten",
    "forget_attempts": "the same",
    "keep_form": "what was typed is kept for a day, and nothing of it is done",
    "drop_kept_form": "the same",
    "note_seen": "a session's own clock",
    "read_notices": "what somebody was told is read by them; the deed they were told of has its line",
    "tell": "people are told of a deed that has its own line",
    "tell_authority": "the same",
    "write_notices": "the same, of what waits",
    "differences_kept": "reckons once what two frozen runs differ by; each run has its own line",
    "side_kept": "reckons once what of a frozen run is set beside what was paid; the run has its own line",
    "keep_figure": "puts the lines behind an amount of a frozen run in order once; the run has its own line",
    "results_kept": "reckons once what a run from before comes to; the run has its own line",
    "queue_message": "the same, by e-mail",
    "send_message": "what a deed queued leaves; the deed has its line",
    "drop_files": "the files of an import that has its line are deleted",
    "read_receipt": "reads bytes and writes nothing",
}
"""Public functions of actions that leave no line, and why."""


def actions() -> dict[str, ast.FunctionDef]:
    """Every public function of the files of actions."""
    functions = {
        name: node for path in SOURCES if kind_of(path) == "actions" for name, node in functions_of(path).items()
    }
    return {name: node for name, node in functions.items() if not name.startswith("_")}


def somebody_does() -> set[str]:
    """The actions that are done `by` somebody, that record, or that pages, commands and imports call."""
    known = actions()
    outside = set().union(*(calls(tree_of(path)) for path in SOURCES if kind_of(path) != "actions"))
    by = {name for name, node in known.items() if node.args.args and node.args.args[0].arg == "by"}
    return by | {name for name, node in known.items() if name in outside or "record" in calls(node)}


def names_in(row: Row) -> set[str]:
    """The names that a row's function uses, and those its helpers beside it use."""
    assert isinstance(row.perform, FunctionType)
    code: CodeType = row.perform.__code__
    helpers = [row.perform.__globals__.get(name) for name in code.co_names]
    inner = {name for each in helpers if isinstance(each, FunctionType) for name in each.__code__.co_names}
    return set(code.co_names) | inner


def test_every_deed_has_its_row() -> None:
    assert set(Deed) - {row.deed for row in TABLE} == set()


def test_whatever_somebody_does_has_its_row() -> None:
    everything = somebody_does()
    assert len(everything) > 70
    assert everything - {row.through for row in TABLE} - set(PARTS) - set(NOT_DEEDS) == set()
    assert (set(PARTS) | set(NOT_DEEDS)) - set(actions()) == set(), "no reason is kept for what is gone"


def test_each_row_does_what_it_says() -> None:
    done = [row for row in TABLE if "." not in row.through]
    assert {row.title: row.through for row in done if row.through not in names_in(row)} == {}


def test_every_page_that_notes_a_reading_has_its_row() -> None:
    views = {path: functions_of(path) for path in SOURCES if kind_of(path) == "views"}
    pages: dict[str, ast.FunctionDef] = {}
    helpers = {"note_reading"}
    for path, functions in views.items():
        for name, node in functions.items():
            if "route" in calls(ast.Module(node.decorator_list, [])):  # type: ignore[arg-type]
                pages[f"{path.relative_to(PACKAGE).parts[0]}.{name}"] = node
            elif "note_reading" in calls(node):
                helpers.add(name)
    noting = {name for name, node in pages.items() if calls(node) & helpers}
    assert len(noting) > 10
    assert noting - {row.through for row in TABLE} == set()
