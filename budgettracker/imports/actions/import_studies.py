"""Import studies, and the importing authority's agreement to them."""

from budgettracker.errors import Refusal
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.files.problems import shown
from budgettracker.imports.queries import interventions_by_name
from budgettracker.imports.tables.near_names import almost
from budgettracker.imports.tables.rows import StudyRow
from budgettracker.studies.actions import add_study, join_study, name_from_file
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from budgettracker.studies.queries import study_named
from budgettracker.studies.rules.study import same_intervention

BASIS = "Imported by the operator"
BASIS_OF_FINANCE = "Imported by finance"


def import_studies(books: Books) -> None:
    """Add studies, name the evaluators of the same files in them, and let an authority that is not live yet join them.

    Into a live authority no agreement comes by a file: its senior manager finds the study on the page of agreements.
    """
    live = books.authority.live_since is not None
    interventions = interventions_by_name(books.authority.id) if books.folder.studies else {}
    for row in books.folder.studies:
        study = study_named(row.study)
        joined = None
        if study is not None:
            joined = next(
                (membership for membership in study.authorities if membership.authority_id == books.authority.id), None
            )
            differing = _differs(row, study) | {"mode": joined is not None and joined.mode != row.mode}
            books.compare(row, differing)
            if live or joined is not None or any(differing.values()):
                continue
        with books.writing(row, {"name": "study", "starts_on": "from", "ends_on": "to"}):
            if study is None:
                study = _add(books, row)
                if row.intervention and row.intervention.casefold() not in interventions:
                    _note_unknown(books, row, row.intervention, [known.name for known in interventions.values()])
            if live:
                name = books.authority.name
                words = f"“{row.study}” asks for a senior manager's agreement; nothing of {name} is in it before."
                books.note(row, "study", words)
                continue
            join_study(
                books.by,
                study,
                books.authority,
                row.mode,
                BASIS if books.by is None else BASIS_OF_FINANCE,
                imported=True,
                on=books.on,
                at=books.at,
            )


def _note_unknown(books: Books, row: StudyRow, name: str, known: list[str]) -> None:
    """Say that nobody's time is of the intervention that a study costs."""
    other = almost(name, known)
    meant = f" “{shown(other)}” is: is that meant?" if other else ""
    books.note(row, "intervention", f"“{shown(name)}” is no intervention of {books.authority.name}.{meant}")


def _add(books: Books, row: StudyRow) -> Study:
    study = add_study(
        books.by,
        row.study,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        intervention=row.intervention,
        price_year=row.price_year,
        profile=row.profile or Profile.CONTROLLED,
        purpose=row.purpose or "",
        at=books.at,
    )
    books.studies.append(study.id)
    for evaluator in books.evaluators:
        name_from_file(books.by, study, evaluator, on=books.on, at=books.at)
    return study


def _differs(row: StudyRow, study: Study) -> dict[str, bool]:
    try:
        intervention = same_intervention(row.intervention)
    except Refusal:
        intervention = row.intervention
    return {
        "from": row.starts_on != study.starts_on,
        "to": row.ends_on != study.ends_on,
        "intervention": intervention != study.intervention,
        "price_year": bool(row.price_year),
        "profile": differs(row.profile, study.profile),
        "purpose": differs(row.purpose, study.purpose),
    }
