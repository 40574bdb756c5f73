"""What is written down of what families say must be, and how it reads, on plain values."""

from budgettracker.voice.rules.child_views import read_back, require_another, require_done, require_something
from budgettracker.voice.rules.examples import require_example
from budgettracker.voice.rules.wishes import LAW, require_asked_on, require_wishes, wishes_in_words

__all__ = [
    "LAW",
    "read_back",
    "require_another",
    "require_asked_on",
    "require_done",
    "require_example",
    "require_something",
    "require_wishes",
    "wishes_in_words",
]
