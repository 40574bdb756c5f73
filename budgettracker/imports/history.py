"""What the history of an import tells: one line, with how many rows of each table it brought in."""

import uuid
from datetime import date
from typing import Any

from flask import g, url_for

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.histories import FeatureHistory, Field, Kind, Names, Record, Words, named, text
from budgettracker.imports.queries import import_for
from budgettracker.imports.tables.counts import in_words
from budgettracker.second_hands import AS_ROLE, OUTCOME
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
            {
                "rows": Field("Brought in", _rows, whole=True),
                "refused": Field("Rows left out", text),
                "released_by": Field("Released by", named),
            },
            hidden=frozenset({"digest", "evaluators", "layouts", "released_in", OUTCOME}),
        ),
        Words(
            {
                Deed.IMPORT_ASKED: "sent files that wait for a second person",
                Deed.IMPORT_RELEASED: "released an import",
                Deed.IMPORT_WITHDRAWN: "withdrew an import",
                Deed.IMPORT_REVERSED: "took an import back",
                Deed.IMPORT_EXPIRED: "left an import behind that waited too long",
            },
            {
                "number": Field("Number", text, whole=True),
                "rows": Field("Would bring in", _rows, whole=True),
                "asked_by": Field("Made by", named),
                "named": Field("Naming", named),
                "reversed": Field("Rows taken back", text),
                "left": Field("Rows left", text),
            },
            hidden=frozenset({"digest", OUTCOME, AS_ROLE}),
        ),
    ),
)
