"""The elements that a report of time-driven activity-based costing answers, each with where: a setting of the study.

The consensus statement (da Silva Etges and others, BMC Health Services Research 2020, 20:1107; PMC7706254) lists 32 elements,
21 of them required. Its list is not copied here: an evaluator enters it, and until then elements after the steps of the method
stand in.
"""

from collections.abc import Iterable
from typing import NamedTuple

from budgettracker.errors import Refusal

AUTHOR = "author to write"
MOST_ELEMENTS = 60
LONGEST_ELEMENT = 300


class Element(NamedTuple):
    """What is to be reported, and the sheet (with a cell, perhaps) where it is answered, or that an author writes it."""

    name: str
    where: str


ELEMENTS = tuple(
    Element(name, where)
    for name, where in (
        ("What is studied and why", AUTHOR),
        ("The service and its families", "Families"),
        ("Perspective", "Cover"),
        ("Period of the data", "Cover"),
        ("The activities, from first contact to closing", "Activities"),
        ("Who does each activity", "Work_time"),
        ("How time was measured", "Work_time"),
        ("Minutes of each activity", "Work_time"),
        ("Resources and their yearly cost", "Posts"),
        ("Practical capacity of each resource", "Posts"),
        ("Cost of a unit of capacity", "Posts"),
        ("Overheads and how they are shared", "Posts"),
        ("Indirect time and how it is shared", "Pool"),
        ("Cost of each family", "Family_costs"),
        ("Cost by activity", "By_site"),
        ("Variation between families", "Distribution"),
        ("Missing time and how it is treated", "Missing"),
        ("Validation against what was paid", "Reconciliation"),
        ("What should change in the service", AUTHOR),
    )
)
ELEMENTS_SOURCE = (
    "the steps of the method, worded by this program; the consensus statement (da Silva Etges and others, BMC Health Services "
    "Research 2020, 20:1107) has 32 of its own, 21 of them required, which can be entered in the settings"
)


def parse_elements(text: str) -> tuple[Element, ...]:
    """Elements one a line with where each is answered, `Perspective = Cover`; without that an author writes it.

    Raises Refusal for no element, too many, a name that is missing or too long, and a name that stands twice.
    """
    elements: list[Element] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, where = (part.strip() for part in line.partition("="))
        if not name or len(line) > LONGEST_ELEMENT:
            raise Refusal("elements", f"Write an element like “Perspective = Cover”, not “{line[:60]}”.")
        if name.casefold() in {each.name.casefold() for each in elements}:
            raise Refusal("elements", f"The element “{name}” stands twice. Keep one.")
        elements.append(Element(name, where or AUTHOR))
    if not 0 < len(elements) <= MOST_ELEMENTS:
        raise Refusal("elements", f"Enter from 1 to {MOST_ELEMENTS} elements.")
    return tuple(elements)


def elements_in_words(elements: Iterable[Element]) -> str:
    """Elements as a form shows them: one a line."""
    return "\n".join(name if where == AUTHOR else f"{name} = {where}" for name, where in elements)
