"""Which posts stand for themselves: those with few holders are told only as a group, so that nobody's own pay is shown."""

from collections.abc import Mapping

FEWEST = 3
"""Holders below which a post's pay is told only within a group."""
GROUP = "Posts with few holders"


class TooFew(Exception):
    """There are fewer than three people in all the posts together: what they were paid is shown to nobody."""


def units_of(holders: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Each post's own name, or the group's for posts with fewer than three holders.

    Where the group would have fewer than three, the next smallest post joins it. Raises TooFew where all together are
    fewer.

    >>> many = frozenset("abc")
    >>> units_of({"Assistant": frozenset("x"), "Social worker": many, "Therapist": frozenset("yz")})
    {'Assistant': 'Posts with few holders', 'Social worker': 'Social worker', 'Therapist': 'Posts with few holders'}
    """
    by_size = sorted(holders, key=lambda post: (len(holders[post]), post))
    grouped: list[str] = []
    people: set[str] = set()
    for post in by_size:
        if len(holders[post]) < FEWEST or (grouped and len(people) < FEWEST):
            grouped.append(post)
            people |= holders[post]
    if grouped and len(people) < FEWEST:
        raise TooFew
    return {post: GROUP if post in grouped else post for post in holders}
