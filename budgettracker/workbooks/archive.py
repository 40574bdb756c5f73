"""The parts inside an xlsx file, found by their relationships and never by what their names are guessed to be."""

import posixpath
from dataclasses import dataclass
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BY_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class NotAWorkbook(ValueError):
    """The file is not a workbook as this program understands one."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How one part names another: its id, the last word of its type (`worksheet`, `table`), and the part."""

    id: str
    type: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of a workbook: the name on its tab, its part, whether and how it is hidden, its table's part if any."""

    name: str
    part: str
    state: str
    table: str | None


def relations(book: ZipFile, part: str) -> list[Relation]:
    """What a part (`""` for the whole package) names as related, with targets made absolute."""
    folder, file = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{file}.rels")
    if path not in book.NameToInfo:
        return []
    named = []
    for element in fromstring(book.read(path)).iter(_RELATIONSHIPS):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        named.append(Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external))
    return named


def related(book: ZipFile, part: str, kind: str) -> list[str]:
    """The parts of one kind that a part names."""
    return [relation.target for relation in relations(book, part) if relation.type == kind and not relation.external]


def workbook_part(book: ZipFile) -> str:
    """The part that lists the sheets. Raises NotAWorkbook where there is none."""
    parts = related(book, "", "officeDocument")
    if len(parts) != 1:
        raise NotAWorkbook("the file names no workbook part")
    return parts[0]


def sheet_parts(book: ZipFile) -> list[SheetPart]:
    """The sheets in the order of their tabs."""
    main = workbook_part(book)
    targets = {relation.id: relation.target for relation in relations(book, main)}
    sheets = []
    for element in fromstring(book.read(main)).iter(f"{_MAIN}sheet"):
        part = targets[element.get(_BY_ID, "")]
        tables = related(book, part, "table")
        state = element.get("state", "visible")
        sheets.append(SheetPart(element.get("name", ""), part, state, tables[0] if tables else None))
    return sheets
