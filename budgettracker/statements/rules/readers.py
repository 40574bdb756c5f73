"""Who a statement is for, and what must be answered before something is ticked or a statement made."""

import uuid
from collections.abc import Collection, Iterable, Mapping

from budgettracker.errors import Refusal
from budgettracker.folding import folded_name
from budgettracker.people.kinds import Nation
from budgettracker.statements.kinds import Audience

LONGEST_WORDS = 100
LONGEST_NAME = 100


def require_ticked(
    spend_id: uuid.UUID, words: str, words_welsh: str, ticked: Collection[Audience], nation: str
) -> None:
    """What is ticked for anybody has plain words, in Wales in Welsh too; raises Refusal on the field of the item."""
    for name, text in (("words", words), ("welsh", words_welsh)):
        if len(text) > LONGEST_WORDS:
            raise Refusal(f"{name}_{spend_id.hex}", f"Use {LONGEST_WORDS} characters or fewer.")
    if not ticked:
        return
    if not words:
        raise Refusal(f"words_{spend_id.hex}", "Say in plain words what it is, for those who will read it.")
    if nation == Nation.WALES and not words_welsh:
        raise Refusal(f"welsh_{spend_id.hex}", "Say it in Welsh too: in Wales a statement is in both languages.")


def require_reader(reader: str, audience: Audience, before: Mapping[Audience, Iterable[str]]) -> None:
    """One adult is one person for ever; raises Refusal on `reader`.

    `before` are the names on this family's earlier statements. What is ticked for adult A was ticked for one person, and
    must not reach another because a letter was mixed up. A family may have several children.
    """
    if not reader:
        raise Refusal("reader", "Enter the name of the person who will read it.")
    if len(reader) > LONGEST_NAME:
        raise Refusal("reader", f"Use {LONGEST_NAME} characters or fewer.")
    name = folded_name(reader)
    for other, names in before.items():
        known = {folded_name(each): each for each in names}
        if other is audience and audience is not Audience.CHILD and known and name not in known:
            raise Refusal(
                "reader",
                f"{audience.words} has been {', '.join(sorted(known.values()))} so far. Write the name as before, or "
                "choose another reader.",
            )
        if other is not audience and name in known:
            raise Refusal("reader", f"{known[name]} has been {other.words} so far. Choose that reader.")
