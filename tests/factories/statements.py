"""Statements as workers make them, and how old a child must be to read them."""

import re
from collections.abc import Collection

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.schemes.models import Scheme
from budgettracker.spend.models import Spend
from budgettracker.statements.actions import Ticked, make_statement, tick_items
from budgettracker.statements.kinds import Audience
from budgettracker.statements.models import Statement
from budgettracker.voice.actions import change_scheme_voice
from tests.factories.world import NOON, World
from tests.page import Element, tree_of

EVERYBODY = frozenset(Audience)
ANY_ID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|nonce(=\"|-)[\w-]+|[\w.-]{60,}")
"""What differs between two answers that say the same: ids, keys and secrets of the one answer."""


def turned_on(world: World) -> None:
    """Statements are made for the families of Westmoor's scheme."""
    change_scheme_voice(world.adam, world.scheme, statements=True, at=NOON)


def ticks(spend: Spend, audiences: Collection[Audience], words: str = "A thing", welsh: str = "") -> Ticked:
    """What a worker answers about a purchase that tells nobody anything."""
    return Ticked(spend.id, frozenset(audiences), words, welsh, think_twice=False)


def statement_made(world: World, family: Family, spends: Collection[Spend], words: str = "A thing") -> Statement:
    """Alice makes a statement of these purchases for adult A."""
    change_scheme_voice(world.adam, db.session.get_one(Scheme, family.scheme_id), statements=True, at=NOON)
    tick_items(world.alice, family, [ticks(spend, {Audience.ADULT_A}, words) for spend in spends], sure=True, at=NOON)
    made = make_statement(world.alice, family, Audience.ADULT_A, "Ada", at=NOON)
    db.session.flush()
    return made


HIDDEN = "govuk-!-display-none-print"
BESIDE = {"script", "style", "head", "svg", "textarea", "select"}


def printed(html: str) -> list[str]:
    """The texts of a page that stand on its paper, each where a reader begins anew; its title among them."""
    tree = tree_of(html)
    title = tree.find("head/title")
    lines = [title.text or ""] if title is not None else []

    def read(part: Element) -> None:
        if part.tag in BESIDE or HIDDEN in part.get("class", "") or "skip-link" in part.get("class", ""):
            return
        lines.append(part.text or "")
        for inner in part:
            read(inner)
            lines.append(inner.tail or "")

    body = tree.find("body")
    assert body is not None
    read(body)
    return [line for line in (" ".join(each.split()) for each in lines) if line]


def reading_age(text: str) -> float:
    """The age at which a text is read: the Flesch-Kincaid grade (Kincaid and others 1975) and five.

    grade = 0.39 x words / sentences + 11.8 x syllables / words - 15.59; a child of grade 4 in the United States is nine.
    Syllables are counted as groups of vowels, less an e at the end that is not spoken.
    """
    sentences = [each for each in re.split(r"[.!?:]+(?:\s|$)|\n", text) if re.search("[a-z]", each, re.IGNORECASE)]
    words = [word for each in sentences for word in re.findall(r"[A-Za-z']+", each)]
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 + 5


def _syllables(word: str) -> int:
    bare = re.sub(r"(?<=[^aeiouy])(es|ed|e)$", "", word.lower()) or word.lower()
    spoken = word.lower() if re.search(r"([td]ed|[sxz]es|ches|shes|[^aeiouy]le)$", word.lower()) else bare
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))
