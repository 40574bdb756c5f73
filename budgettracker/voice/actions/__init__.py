"""Write down what children and families say, and settle what they are asked."""

from budgettracker.voice.actions.change_scheme import change_scheme_voice
from budgettracker.voice.actions.record_language import record_language
from budgettracker.voice.actions.record_wishes import record_wishes

__all__ = ["change_scheme_voice", "record_language", "record_wishes"]
