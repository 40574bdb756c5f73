"""Reading what children and families say."""

from budgettracker.voice.queries.dated_lines import language_line, languages_of, wishes_line, wishes_of
from budgettracker.voice.queries.settings import statements_on, voice_of

__all__ = ["language_line", "languages_of", "statements_on", "voice_of", "wishes_line", "wishes_of"]
