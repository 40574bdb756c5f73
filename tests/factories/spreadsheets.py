"""XLSX workbooks for tests: proper ones by openpyxl, and hostile ones put together by hand."""

import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook

PEOPLE_ROWS = [["email", "name", "roles", "team"], ["ana@b.example", "Ana", "practitioner", "North"]]


def save(path: Path, rows: list[list[Any]], *, sheet: str = "people", formats: dict[str, str] | None = None) -> Path:
    """A workbook of one sheet; `formats` are number formats by cell."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    for cell, code in (formats or {}).items():
        page[cell].number_format = code
    book.save(path)
    return path


def with_part(path: Path, part: str, content: bytes, *, level: int = 6) -> Path:
    """The same workbook with one of its parts replaced."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new:
        for name, raw in parts.items():
            new.writestr(name, raw)
    return path


SHEET = "xl/worksheets/sheet1.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows: str) -> bytes:
    """The XML of a sheet with these rows."""
    return f"<?xml version='1.0'?><worksheet {NS}><sheetData>{rows}</sheetData></worksheet>".encode()


def text_row(*cells: str) -> str:
    """A row of inline texts."""
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"
