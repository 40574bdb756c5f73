"""Reading what children and families say."""

from budgettracker.voice.queries.child_views import answers_of, child_view_for, child_views_of
from budgettracker.voice.queries.dated_lines import language_line, languages_of, wishes_line, wishes_of
from budgettracker.voice.queries.examples import example_for, examples_of, family_named
from budgettracker.voice.queries.settings import questions_of, statements_on, voice_of

__all__ = [
    "answers_of",
    "child_view_for",
    "child_views_of",
    "example_for",
    "examples_of",
    "family_named",
    "language_line",
    "languages_of",
    "questions_of",
    "statements_on",
    "voice_of",
    "wishes_line",
    "wishes_of",
]
