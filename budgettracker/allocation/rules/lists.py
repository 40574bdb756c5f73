"""The list of a draw: made from a seed in blocks of random sizes, or read from a statistician's file; and its digest.

In each stratum (authority and age band) arms come in blocks of 2, 4 or 6 places, half of them each arm, so that after any
number of families the arms differ by at most 3. Which sizes follow each other nobody sees. The numbers come from SHA-256
(RFC 6234) over the seed, the stratum and a counter, so that whoever has the seed makes the same list again.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from budgettracker.allocation.kinds import AgeBand
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm

BLOCKS = (2, 4, 6)
"""The sizes of blocks; each is as likely as the others."""
WORD = 2**32
SEED = "seed"
MOST_LINES = 50_000

Item = TypeVar("Item")


class Place(NamedTuple):
    """One line of a list: the authority by name, the age band, and the arm."""

    authority: str
    band: AgeBand
    arm: Arm


def digest_of(list_text: str) -> str:
    """The SHA-256 of a list's text, as `sha256sum` prints it: any changed letter gives another."""
    return hashlib.sha256(list_text.encode("utf-8")).hexdigest()


def list_made_here(seed: str, authorities: Sequence[str], number: int) -> str:
    """The text of a list with at least `number` places in each stratum: the seed in its first line, then the places."""
    lines = [f"{SEED},{seed},"]
    for authority in sorted(authorities):
        for band in AgeBand:
            chance = _words(f"{seed}|{authority}|{band}")
            lines += [f"{authority},{band},{arm}" for arm in _arms(chance, number)]
    return "\n".join(lines) + "\n"


def _arms(chance: Iterator[int], number: int) -> list[Arm]:
    arms: list[Arm] = []
    while len(arms) < number:
        size = BLOCKS[_below(chance, len(BLOCKS))]
        arms += _shuffled(chance, [Arm.BUDGET, Arm.COMPARISON] * (size // 2))
    return arms


def _words(key: str) -> Iterator[int]:
    """Random whole numbers below 2^32, for ever, from a key."""
    counter = 0
    while True:
        block = hashlib.sha256(f"{key}|{counter}".encode()).digest()
        yield from (int.from_bytes(block[at : at + 4]) for at in range(0, 32, 4))
        counter += 1


def _below(chance: Iterator[int], bound: int) -> int:
    """A random number below a bound, each equally likely: words past the last whole multiple are thrown away."""
    fair = WORD - WORD % bound
    return next(word for word in chance if word < fair) % bound


def _shuffled(chance: Iterator[int], items: list[Item]) -> list[Item]:
    """The same items in a random order (Fisher and Yates)."""
    for last in range(len(items) - 1, 0, -1):
        other = _below(chance, last + 1)
        items[last], items[other] = items[other], items[last]
    return items


def places_in(list_text: str, authorities: Iterable[str]) -> list[Place]:
    """The places of a list's text, in order. Raises Refusal on `file`, naming the line that cannot be read.

    >>> places_in("seed,1,\\nWestmoor,0-4,budget\\n", ["Westmoor"])
    [Place(authority='Westmoor', band=<AgeBand.TO_4: '0-4'>, arm=<Arm.BUDGET: 'budget'>)]
    """
    known = {name.casefold(): name for name in authorities}
    places = []
    for number, line in enumerate(list_text.splitlines(), 1):
        cells = [cell.strip() for cell in line.split(",")]
        if number == 1 and (cells[0] == SEED or cells[0].casefold() == "authority"):
            continue
        if not line.strip():
            continue
        places.append(_place(cells, number, known))
    if not places:
        raise Refusal("file", "The list has no places. Each line is an authority, an age band and an arm.")
    if len(places) > MOST_LINES:
        raise Refusal("file", f"The list has more than {MOST_LINES:,} places.")
    return places


def _place(cells: list[str], number: int, known: dict[str, str]) -> Place:
    if len(cells) != 3:
        raise Refusal("file", f"Line {number} is not an authority, an age band and an arm.")
    authority, band, arm = (
        cells[0].casefold(),
        re.sub(r"\s|–", lambda sign: "-" if sign[0] == "–" else "", cells[1]),
        cells[2],
    )
    if authority not in known:
        raise Refusal("file", f"Line {number} names {cells[0] or 'no authority'}, which is not in the study.")
    if band not in set(AgeBand):
        raise Refusal(
            "file", f"Line {number} has the age band {cells[1] or '(none)'}. Write one of: {', '.join(AgeBand)}."
        )
    if arm.casefold() not in set(Arm):
        raise Refusal("file", f"Line {number} has the arm {arm or '(none)'}. Write one of: {', '.join(Arm)}.")
    return Place(known[authority], AgeBand(band), Arm(arm.casefold()))
