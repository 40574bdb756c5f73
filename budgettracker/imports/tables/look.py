"""What a person sees of their files before anything is imported: sums, problems, questions and notes, kept as JSON."""

import json
from dataclasses import asdict, dataclass, field
from itertools import chain

from budgettracker.imports.cells.dates import ORDER, ORDERS, YEAR
from budgettracker.imports.cells.numbers import UNIT
from budgettracker.imports.cells.text import AS_WRITTEN
from budgettracker.imports.files.problems import Question
from budgettracker.imports.tables.answers import COLUMN, FILE, NO_PROGRAM, NO_TABLE, PRESET
from budgettracker.imports.tables.read_folder import ReadFolder
from budgettracker.imports.tables.report import refused_rows

SHOWN = 500
"""Lines of a report on a page; what repeats below them is put right with them."""
_IN_WORDS = dict(zip(ORDERS, ("The day: 03/04 is 3 April", "The month: 03/04 is 4 March"), strict=True)) | {
    NO_TABLE: "None of the tables: leave it out",
    NO_PROGRAM: "Something else: read it by its own headings",
    "toggl": "Toggl Track, a detailed report",
    "clockify": "Clockify, a detailed report",
    "harvest": "Harvest, a detailed time report",
    "kimai": "Kimai, an export",
    "weekly_grid": "A week as a grid, a column for each day",
}


@dataclass(slots=True)
class OpenQuestion:
    """A question with its answers, as a page asks it; `single` is whether one of them is chosen, `typed` whether none is."""

    key: str
    words: str
    single: bool = True
    typed: bool = False
    answers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Look:
    """What became of files that were looked at, and how: with only the good rows, with these answers."""

    keep_good: bool
    answers: dict[str, list[str]]
    sums: list[str]
    counted: list[tuple[str, int, int]]
    problems: list[tuple[str, str, str, str]]
    more: int
    notes: list[str]
    questions: list[OpenQuestion]
    refused_rows: int
    waits_for: str = ""
    """Who releases it, in words, where it takes a second hand; empty where it is written at once."""

    @property
    def importable(self) -> bool:
        """Is there something to write, and nothing in its way?"""
        return bool(self.sums) and (self.keep_good or not self.problems)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The answers that were given and are not asked again, by key: they go along when the files are looked at again."""
        questions = {each.key: each for each in self.questions}
        return [
            (key, value)
            for key, values in self.answers.items()
            for value in values
            if key not in questions
            or (not questions[key].single and all(value != answer for answer, _ in questions[key].answers))
        ]

    def to_json(self) -> str:
        """As a file keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Look":
        """Read back what `to_json` wrote."""
        values = json.loads(text)
        return cls(**values | {"questions": [OpenQuestion(**each) for each in values["questions"]]})


def look_at(
    folder: ReadFolder, sums: tuple[str, ...], answers: dict[str, list[str]], *, keep_good: bool, waits_for: str = ""
) -> Look:
    """What there is to see of a folder whose import was tried and undone."""
    refused = {name: len(refused_rows(folder, table)) for name, table in folder.tables.items()}
    return Look(
        keep_good=keep_good,
        answers=answers,
        sums=list(sums),
        counted=[(table.label, len(folder.rows[name]), refused[name]) for name, table in folder.tables.items()],
        problems=[
            (problem.file, str(problem.row or ""), problem.column or "", _without_key(problem.words, problem.question))
            for problem in folder.problems[:SHOWN]
        ],
        more=max(0, len(folder.problems) - SHOWN),
        notes=[_without_key(str(note), note.question) for note in folder.notes[:SHOWN]],
        questions=list(_questions(folder).values()),
        refused_rows=sum(refused.values()),
        waits_for=waits_for,
    )


def _without_key(words: str, question: Question | None) -> str:
    """On a page the question stands below the problems, with its answers."""
    return words.removesuffix(f" {question}") + " It is asked below." if question else words


def _questions(folder: ReadFolder) -> dict[str, OpenQuestion]:
    questions: dict[str, OpenQuestion] = {}
    every = chain((each.question for each in folder.problems), (each.question for each in folder.notes))
    for question in filter(None, every):
        key, answers = question.key, question.answers
        one = questions.setdefault(key, _worded(key))
        for answer in () if one.typed else answers:
            if (choice := (answer, _IN_WORDS.get(answer, answer))) not in one.answers:
                one.answers.append(choice)
    return questions


def _worded(key: str) -> OpenQuestion:
    """A question about a column of a table, or about a file, in words."""
    if key.startswith(f"{FILE}."):
        return OpenQuestion(key, f"Which table is {key.removeprefix(f'{FILE}.')}?")
    table, column, asks = key.split(".", 2)
    words = {
        PRESET: "What does the file come from?",
        COLUMN: f"Which heading is {column} of {table}?",
        AS_WRITTEN: f"Which of these are right as they stand in {column} of {table}?",
        UNIT: f"What are the numbers in {column} of {table}?",
        ORDER: f"What comes first in the dates in {column} of {table}?",
        YEAR: f"Which year are the dates of, in {column} of {table}, that have none?",
    }[asks]
    return OpenQuestion(key, words, single=asks != AS_WRITTEN, typed=asks == YEAR)
