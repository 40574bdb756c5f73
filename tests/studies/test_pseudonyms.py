"""Pseudonyms: the same within a study, different between studies and kinds, unguessable without the key."""

import itertools
import re
import uuid
from pathlib import Path

import pytest

from budgettracker.errors import Refusal
from budgettracker.studies.keys import key_for, make_key
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.rules.pseudonyms import Pseudonyms

ONE, OTHER = b"1" * 32, b"2" * 32
SOMEBODY = uuid.UUID("019f0000-0000-7000-8000-000000000001")


def test_a_pseudonym_is_the_same_every_time_and_says_its_kind() -> None:
    first, again = Pseudonyms(ONE), Pseudonyms(ONE)
    for kind in PseudonymKind:
        name = first.of(kind, SOMEBODY)
        assert name == again.of(kind, SOMEBODY)
        assert re.fullmatch(r"[A-Z][A-Z2-7]{10,14}", name)
        assert name.startswith(kind)
    assert first.family(SOMEBODY).startswith("F")
    assert first.worker(SOMEBODY).startswith("W")


def test_pseudonyms_differ_between_studies_and_between_kinds() -> None:
    names = [Pseudonyms(key).of(kind, SOMEBODY)[1:11] for key in (ONE, OTHER) for kind in PseudonymKind]
    assert len(set(names)) == len(names)


def test_a_supplier_has_one_pseudonym_however_it_is_typed() -> None:
    names = Pseudonyms(ONE)
    assert names.of(PseudonymKind.SUPPLIER, "  Argos   Ltd ") == names.of(PseudonymKind.SUPPLIER, "ARGOS ltd")
    assert names.of(PseudonymKind.SUPPLIER, "Argos") != names.of(PseudonymKind.SUPPLIER, "Asda")


def test_ten_thousand_families_have_ten_thousand_pseudonyms_that_do_not_tell_their_order() -> None:
    names = Pseudonyms(ONE)
    ids = [uuid.UUID(int=SOMEBODY.int + passed) for passed in range(10_000)]
    made = [names.family(one) for one in ids]
    assert len(set(made)) == len(ids)
    ranks = sorted(range(len(made)), key=made.__getitem__)
    steps = sum(1 for before, after in itertools.pairwise(ranks) if after == before + 1)
    assert steps < 10


def test_two_things_with_one_pseudonym_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgettracker.studies.rules.pseudonyms.LENGTH", 0)
    names = Pseudonyms(ONE)
    names.family(SOMEBODY)
    with pytest.raises(ValueError, match="share a pseudonym"):
        names.family(uuid.uuid4())


def test_a_short_key_is_no_key() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Pseudonyms(b"short")


def test_a_key_is_made_on_first_use_and_stays(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    key = key_for(SOMEBODY, folder, production=False)
    assert len(key) == 32
    assert key_for(SOMEBODY, folder, production=False) == key
    assert key_for(uuid.uuid4(), folder, production=False) != key
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / str(SOMEBODY)).stat().st_mode & 0o777 == 0o600
    assert all(not file.name.startswith(".") for file in folder.iterdir())


def test_a_key_from_a_seed_is_the_same_everywhere(tmp_path: Path) -> None:
    first = key_for(SOMEBODY, tmp_path / "a", production=False, seed=b"demo")
    assert first == key_for(SOMEBODY, tmp_path / "b", production=False, seed=b"demo")
    assert first != key_for(SOMEBODY, tmp_path / "c", production=False, seed=b"other")


def test_a_missing_key_in_production_is_a_refusal_and_never_a_new_key(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with pytest.raises(Refusal, match="key of this study is missing"):
        key_for(SOMEBODY, folder, production=True)
    with pytest.raises(Refusal, match="STUDY_KEYS is missing"):
        make_key(SOMEBODY, folder, production=True)
    assert not folder.exists()
    folder.mkdir(mode=0o700)
    made = make_key(SOMEBODY, folder, production=True)
    assert key_for(SOMEBODY, folder, production=True) == made
    assert make_key(SOMEBODY, folder, production=True) == made


def test_a_key_that_others_can_read_or_that_is_damaged_is_refused(tmp_path: Path) -> None:
    make_key(SOMEBODY, tmp_path / "keys", production=False)
    file = tmp_path / "keys" / str(SOMEBODY)
    file.chmod(0o644)
    with pytest.raises(Refusal, match="read by others"):
        key_for(SOMEBODY, tmp_path / "keys", production=True)
    file.chmod(0o600)
    file.write_bytes(b"half")
    with pytest.raises(Refusal, match="damaged"):
        key_for(SOMEBODY, tmp_path / "keys", production=True)
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "open").chmod(0o755)
    with pytest.raises(Refusal, match="0700"):
        make_key(SOMEBODY, tmp_path / "open", production=False)
