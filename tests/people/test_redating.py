"""What somebody holds from a day on: worked examples and worlds made up at random."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from budgettracker.people.rules.redating import Span, redate

FIRST = date(2026, 1, 1)
days = st.integers(0, 20).map(lambda number: FIRST + timedelta(days=number))


def after(held: list[Span[str]], wanted: set[str], day: date) -> list[Span[str]]:
    changes = redate(held, sorted(wanted), day)
    kept = [
        Span(span.key, span.starts_on, changes.end.get(place, span.ends_on))
        for place, span in enumerate(held)
        if place not in changes.remove
    ]
    return kept + [Span(key, day, None) for key in changes.begin]


def on(held: list[Span[str]], day: date) -> list[str]:
    return sorted(s.key for s in held if s.starts_on <= day and (s.ends_on is None or day <= s.ends_on))


@given(st.lists(st.tuples(days, st.sets(st.sampled_from("abc"))), max_size=8))
def test_from_the_day_on_exactly_what_was_wanted_and_before_it_what_was(steps: list[tuple[date, set[str]]]) -> None:
    held: list[Span[str]] = []
    for day, wanted in steps:
        before = held
        held = after(before, wanted, day)
        for number in range(30):
            each = FIRST + timedelta(days=number)
            assert on(held, each) == (sorted(wanted) if each >= day else on(before, each))
        assert all(span.ends_on is None or span.starts_on <= span.ends_on for span in held)
        assert len({(span.key, span.starts_on) for span in held}) == len(held)


def test_wanting_what_is_held_changes_nothing() -> None:
    assert redate([Span("a", FIRST, None)], ["a"], FIRST + timedelta(days=3)).nothing
    assert not redate([Span("a", FIRST, FIRST + timedelta(days=9))], ["a"], FIRST + timedelta(days=3)).nothing
