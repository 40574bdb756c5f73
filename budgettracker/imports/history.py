"""What the history of an import tells: one line, with how many rows of each table it brought in."""

import uuid
from datetime import date
from typing import Any

from flask import g, url_for

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.histories import FeatureHistory, Field, Kind, Names, Record, Words, text
from budgettracker.imports.queries import import_for
from budgettracker.imports.tables.counts import in_words
from budgettracker.web import local_time

IMPORT = "import"


def _import(record_id: uuid.UUID, on: date) -> Record:
    folder = import_for(g.person, record_id)
    page = url_for("imports.show", import_id=folder.id)
    return Record(f"Import of {local_time(folder.at)}", g.person.authority_name, page)


def _rows(value: Any, _: Names) -> str:
    return in_words(value) or "nothing"


HISTORY = FeatureHistory(
    kinds=(Kind(IMPORT, frozenset({Permission.IMPORT}), _import, one_line=True),),
    words=(
        Words(
            {Deed.FOLDER_IMPORTED: "imported files"},
            {"rows": Field("Brought in", _rows, whole=True), "refused": Field("Rows left out", text)},
            hidden=frozenset({"digest", "evaluators", "layouts"}),
        ),
    ),
)
