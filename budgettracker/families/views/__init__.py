"""The pages of families, one module a deed. Closing asks after money: that page is spend's."""

from budgettracker.families.views import (
    add_child,
    add_family,
    correct_child,
    correct_family,
    cross_over,
    data_protection,
    hand_over,
    incidents,
    reopen_family,
    restrict_family,
    seal_family,
    search_families,
)
from budgettracker.families.views.blueprint import bp

__all__ = [
    "add_child",
    "add_family",
    "bp",
    "correct_child",
    "correct_family",
    "cross_over",
    "data_protection",
    "hand_over",
    "incidents",
    "reopen_family",
    "restrict_family",
    "seal_family",
    "search_families",
]
