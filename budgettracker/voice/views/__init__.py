"""The pages about what children and families say."""

from budgettracker.voice.views import child_views, dated_lines, examples, scheme
from budgettracker.voice.views.blueprint import bp

__all__ = ["bp", "child_views", "dated_lines", "examples", "scheme"]
