"""Whether the children for whom two families came into a draw are one child."""

from budgettracker.folding import folded_reference

SHORT = 4
"""References as short as C1 are a child's within its family, so that C1 of two families is two children, most often; longer
ones are the authority's own number for a child."""


def number_of(reference: str | None) -> str | None:
    """The authority's number for a child, however it is typed; None where the reference is none.

    >>> number_of("NUMBER-0077") == number_of("number-77")
    True
    >>> number_of("C1") is None
    True
    """
    return folded_reference(reference) if reference is not None and len(reference) > SHORT else None
