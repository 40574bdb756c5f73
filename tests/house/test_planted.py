"""The list of planted faults stays alive: each names text that stands once in the program, and tests that exist."""

from tests.house.plant import LIST, ROOT, faults


def test_every_fault_of_the_list_is_read() -> None:
    titles = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert len(titles) >= 15
    assert len(faults()) == len(titles), "each entry has its file, its tests, the text and what it becomes"


def test_every_fault_can_be_planted() -> None:
    assert {fault.title: fault.stands for fault in faults() if fault.stands != 1} == {}
    assert [fault.title for fault in faults() if fault.before == fault.after] == []


def test_the_tests_that_must_notice_exist() -> None:
    named = {part.split("::")[0] for fault in faults() for part in fault.tests if part.startswith("tests/")}
    assert {name for name in named if not (ROOT / name).exists()} == set()
