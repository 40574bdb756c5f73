"""The documents that the code writes are current, and what the others name exists."""

from sqlalchemy import Table

from budgettracker import import_models
from budgettracker.database import Base
from budgettracker.second_hands import TABLE, Outcome
from tests.docs import dictionary, house, second_hands
from tests.docs.meanings import MEANINGS

AGAIN = "run `make docs` and commit what it writes"


def test_the_picture_is_what_the_code_gives() -> None:
    assert house.PICTURE.read_text(encoding="utf-8") == house.picture(), AGAIN


def test_the_picture_has_a_floor_for_every_feature_and_no_arrow_uphill() -> None:
    drawn = house.picture()
    assert [name for name in house.FLOORS if f">{name}</text>" not in drawn] == []
    assert drawn.count(" imports ") > 60
    assert house.WRONG not in drawn


def test_an_import_that_runs_uphill_is_drawn_in_red() -> None:
    used = {floor: {"home"} if floor == "audit" else set() for floor in house.FLOORS}
    drawn = house.draw(used, dict.fromkeys(house.FLOORS, ""), [])
    assert house.WRONG in drawn
    assert "audit imports home" in drawn


def test_the_data_dictionary_is_what_the_models_give() -> None:
    assert dictionary.DICTIONARY.read_text(encoding="utf-8") == dictionary.dictionary(), AGAIN


def test_the_table_of_second_hands_is_what_the_code_gives() -> None:
    text = second_hands.PAGE.read_text(encoding="utf-8")
    assert text == second_hands.page(), AGAIN
    assert [row.outcome for row in TABLE] == list(Outcome)
    assert [row.what for row in TABLE if not (row.alone or row.second)] == []


def test_every_table_is_in_the_data_dictionary() -> None:
    text = dictionary.dictionary()
    assert [name for name in Base.metadata.tables if f"\n### {name}\n" not in text] == []
    assert len(Base.metadata.tables) > 30


def test_every_column_says_what_it_means() -> None:
    import_models()
    silent = []
    columns = set()
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        assert isinstance(table, Table)
        for column in table.columns:
            columns |= {column.name, f"{table.name}.{column.name}"}
            if not column.foreign_keys and not column.primary_key and not dictionary.in_words(mapper, column):
                silent.append(f"{table.name}.{column.name}")
    assert silent == [], "say what it means in a comment on its line in models.py"
    assert set(MEANINGS) - columns == set(), "no such column"
