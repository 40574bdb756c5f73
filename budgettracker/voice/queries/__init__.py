"""Reading what children and families say."""

from budgettracker.voice.queries.dated_lines import language_line, languages_of, wishes_line, wishes_of

__all__ = ["language_line", "languages_of", "wishes_line", "wishes_of"]
