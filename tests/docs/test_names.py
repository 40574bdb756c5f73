"""Files, folders, features and functions that the documents name exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from budgettracker import FEATURES
from tests.docs.house import PACKAGE, ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", "docs/operating.md")
ENDINGS = r"\.(?:py|md|html|toml|svg|lock|js|scss|yaml)"


def quoted(document: str) -> Iterator[str]:
    """Everything a document writes in backticks within a line, blocks of commands left out."""
    text = re.sub(r"^```.*?^```", "", (ROOT / document).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", text)


def paths(document: str) -> list[str]:
    """What of it looks like a file or folder of this repository."""
    # What the program writes where it runs is none of the repository's.
    folders = {path.name for top in (ROOT, PACKAGE) for path in top.iterdir() if path.is_dir()} - {"instance"}
    return [
        word
        for word in quoted(document)
        if re.fullmatch(r"[\w.-]+(?:/[\w.-]+)*/?", word)
        and (re.search(ENDINGS + "$", word) or ("/" in word and word.split("/")[0] in folders))
    ]


def exists(path: str) -> bool:
    """Is there such a file or folder: from the top, from the package, or, without a folder, anywhere in it?"""
    if (ROOT / path).exists() or (PACKAGE / path).exists():
        return True
    return "/" not in path and any(PACKAGE.rglob(path))


def sources() -> str:
    """All of the program's own text, in which a name must occur to be one."""
    folders = (PACKAGE, ROOT / "tests", ROOT / "templates", ROOT / "migrations")
    files = [path for folder in folders for ending in ("*.py", "*.html") for path in folder.rglob(ending)]
    top = [ROOT / name for name in ("config.py", "pyproject.toml", "Makefile")]
    return "\n".join(path.read_text(encoding="utf-8") for path in (*files, *top) if path != Path(__file__))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_a_document_names_exists(document: str) -> None:
    assert [path for path in paths(document) if not exists(path)] == []


def test_paths_are_seen() -> None:
    assert len(paths("README.md")) >= 8
    assert len(paths("CONTRIBUTING.md")) >= 15
    assert not exists("budgettracker/nothing.py")
    assert not exists("nothing.py")


def test_every_name_of_code_that_a_document_gives_occurs_in_the_code() -> None:
    text = sources()
    missing = {
        f"{document}: {name}"
        for document in DOCUMENTS
        for word in set(quoted(document)) - set(paths(document))
        for name in re.findall(r"[A-Za-z]+(?:_[A-Za-z]+)+", word)
        if re.search(rf"\b{name}\b", text) is None
    }
    assert missing == set()


@pytest.mark.parametrize("document", [*DOCUMENTS, "CHANGELOG.md"])
def test_every_link_within_the_repository_leads_somewhere(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not ((ROOT / document).parent / link).exists()] == []


def test_the_features_of_the_text_are_those_of_the_code_in_their_order() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\d+\. `(\w+)`: ", text, re.MULTILINE)) == FEATURES
