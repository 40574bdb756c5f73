"""The XML inside an XLSX workbook, parsed in small pieces by handlers that count what a bomb would multiply."""

import sys
from collections.abc import Iterator
from typing import IO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from budgettracker.imports.files.problems import FileRefused

LONGEST_CELL = 40_000
"""A spreadsheet's own longest cell has 32,767 characters."""
LARGEST_STRINGS = 64 * 1024 * 1024
MOST_STYLES = 100_000
MOST_SHEETS = 500
DAMAGED = "it is damaged. Open it in your spreadsheet program, save it again and try once more."
LOCKED = "it is locked with a password. Save it without one."
YES = frozenset({"1", "true", "on"})
"""What the XML of a workbook writes for yes."""
_DEEPEST = 50
_CHUNK = 1 << 16
_LONGEST_SILENCE = 1 << 20
"""So many bytes without one tag or text are a single giant token, which the parser would have to hold in memory."""


class Handler(ContentHandler):
    """A SAX handler that sees local names and gathers the text of the tags it asks for."""

    collects: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.events = 0
        self._depth = 0
        self._text: list[str] | None = None
        self._length = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """A tag opens; tags nested deeper than any spreadsheet's are refused."""
        self.events += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FileRefused(DAMAGED)
        local = name.rpartition(":")[2]
        if local in self.collects:
            self._text, self._length = [], 0
        self.opened(local, attrs)

    def endElement(self, name: str) -> None:
        """A tag closes."""
        self.events += 1
        self._depth -= 1
        local = name.rpartition(":")[2]
        if self._text is not None and local in self.collects:
            text, self._text = "".join(self._text), None
            self.text(local, text)
        self.closed(local)

    def characters(self, content: str) -> None:
        """Text, kept while a tag that asks for it is open."""
        self.events += 1
        if self._text is not None:
            self._length += len(content)
            if self._length > LONGEST_CELL:
                raise FileRefused(f"it has a cell of more than {LONGEST_CELL:,} characters.")
            self._text.append(content)

    def opened(self, name: str, attrs: AttributesImpl) -> None:
        """What this kind of part does when a tag opens."""

    def text(self, name: str, text: str) -> None:
        """What this kind of part does with the text of a tag it collects."""

    def closed(self, name: str) -> None:
        """What this kind of part does when a tag closes."""


def parse(file: IO[bytes], handler: Handler) -> Iterator[None]:
    """Feed a part to its handler in small pieces, pausing after each so that finished rows can be taken.

    Raises FileRefused for XML that is broken, has a DTD or entities, or is one giant token.
    """
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    silence, seen = 0, 0
    try:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            silence = silence + len(chunk) if handler.events == seen else 0
            seen = handler.events
            if silence > _LONGEST_SILENCE:
                raise FileRefused("it holds a single piece of more than a million characters, which no table has.")
            yield
        parser.close()
    except DefusedXmlException:
        raise FileRefused(
            "it defines entities of its own (a DTD), which no spreadsheet needs. It was not read."
        ) from None
    except (SAXException, LookupError):
        raise FileRefused(DAMAGED) from None
    yield


def is_struck(name: str, attrs: AttributesImpl) -> bool:
    """Does a tag say that letters are struck through?"""
    return name == "strike" and attrs.get("val", "1") in YES


class RelationshipsHandler(Handler):
    """What a part points to: targets and kinds by relationship id."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def opened(self, name: str, attrs: AttributesImpl) -> None:
        """A relationship; what points outside the file is not followed."""
        if name == "Relationship" and attrs.get("TargetMode") != "External":
            self.targets[attrs.get("Id", "")] = attrs.get("Target", "")
            self.kinds[attrs.get("Id", "")] = attrs.get("Type", "")

    def ending(self, kind: str) -> str | None:
        """The target of the first relationship whose kind ends so; the strict and the usual namespace end alike."""
        return next((self.targets[link] for link, full in self.kinds.items() if full.endswith(kind)), None)


class WorkbookHandler(Handler):
    """The sheets' names with their relationship ids, which of them are hidden, and whether days count from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.hidden: list[str] = []
        self.starts_1904 = False

    def opened(self, name: str, attrs: AttributesImpl) -> None:
        """A sheet, or the workbook's settings."""
        if name == "sheet":
            link = next((attrs[key] for key in attrs.getNames() if key.endswith(":id")), "")
            self.sheets.append((attrs.get("name", ""), link))
            if attrs.get("state", "visible") != "visible":
                self.hidden.append(attrs.get("name", ""))
            if len(self.sheets) > MOST_SHEETS:
                raise FileRefused(f"it has more than {MOST_SHEETS} sheets.")
        elif name == "workbookPr":
            self.starts_1904 = attrs.get("date1904") in YES


class StylesHandler(Handler):
    """The number format of each cell style: `formats` has ids by style, `codes` the workbook's own formats by id.

    `struck` are the styles whose text is struck through.
    """

    def __init__(self) -> None:
        super().__init__()
        self.formats: list[str] = []
        self.codes: dict[str, str] = {}
        self.struck: set[int] = set()
        self._in_cell_styles = self._in_fonts = False
        self._fonts: list[bool] = []

    def opened(self, name: str, attrs: AttributesImpl) -> None:
        """A font, a number format, or a style; styles outside cellXfs are templates of styles."""
        if name == "fonts":
            self._in_fonts = True
        elif name == "font" and self._in_fonts:
            self._fonts.append(False)
        elif name == "strike" and self._in_fonts and self._fonts:
            self._fonts[-1] = is_struck(name, attrs)
        elif name == "numFmt":
            self.codes[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cell_styles = True
        elif name == "xf" and self._in_cell_styles:
            font = attrs.get("fontId", "")
            if font.isdecimal() and len(font) < 8 and int(font) < len(self._fonts) and self._fonts[int(font)]:
                self.struck.add(len(self.formats))
            self.formats.append(attrs.get("numFmtId", "0"))
        if len(self.formats) + len(self.codes) + len(self._fonts) > MOST_STYLES:
            raise FileRefused(f"it has more than {MOST_STYLES:,} cell styles. Save the table as CSV.")

    def closed(self, name: str) -> None:
        """The end of the fonts, or of the cells' styles."""
        if name == "cellXfs":
            self._in_cell_styles = False
        elif name == "fonts":
            self._in_fonts = False


class StringsHandler(Handler):
    """The texts that cells share, in order; reading aids (phonetic runs) are no part of them.

    `struck` are the places of texts of which at least a part is struck through by itself, whatever its cell's style is.
    """

    collects = frozenset({"t"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.struck: set[int] = set()
        self._parts: list[str] = []
        self._phonetic = False
        self._size = 0

    def opened(self, name: str, attrs: AttributesImpl) -> None:
        """A shared text or a phonetic run starts."""
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic = True
        elif is_struck(name, attrs):
            self.struck.add(len(self.texts))

    def text(self, name: str, text: str) -> None:
        """A piece of the text."""
        if not self._phonetic:
            self._parts.append(text)

    def closed(self, name: str) -> None:
        """A shared text ends and is kept, as long as all of them fit in memory."""
        if name == "rPh":
            self._phonetic = False
        elif name == "si":
            whole = "".join(self._parts)
            self._parts = []
            # The size in memory: a letter beyond Latin takes two or four bytes, an empty text still takes 50.
            self._size += sys.getsizeof(whole)
            if self._size > LARGEST_STRINGS:
                raise FileRefused("it holds more text than can be read at once. Split it or save it as CSV.")
            self.texts.append(whole)
