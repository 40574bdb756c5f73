"""Write down what children and families say, and settle what they are asked."""

from budgettracker.voice.actions.change_scheme import change_scheme_voice
from budgettracker.voice.actions.child_views import read_child_view, record_child_view, record_we_did
from budgettracker.voice.actions.examples import record_unused, retire_example, write_example
from budgettracker.voice.actions.record_language import record_language
from budgettracker.voice.actions.record_wishes import record_wishes

__all__ = [
    "change_scheme_voice",
    "read_child_view",
    "record_child_view",
    "record_language",
    "record_unused",
    "record_we_did",
    "record_wishes",
    "retire_example",
    "write_example",
]
