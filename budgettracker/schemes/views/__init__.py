"""An administrator's pages of the authority's schemes, one module a deed; and their rules in words for everybody."""

from budgettracker.schemes.views import (
    add_scheme,
    change_bands,
    change_margin,
    other_help,
    rules_in_words,
    show_schemes,
)
from budgettracker.schemes.views.blueprint import bp

__all__ = ["add_scheme", "bp", "change_bands", "change_margin", "other_help", "rules_in_words", "show_schemes"]
