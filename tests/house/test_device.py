"""What a device keeps of forms: a list, and nothing besides it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "frontend" / "js").glob("*.js")}
STORES = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|\bcaches\b|serviceWorker|openDatabase")

STORED = {
    "at": "when, so that it goes after 12 hours",
    "owner": "whose, as a keyed digest of the person, so that the next one's pages take it away",
    "key": "the form's key, so that sending it again doubles nothing",
    "sealed": "what was typed, encrypted under a key that only the person's own pages carry",
}
"""Of each form, under its address (UUIDs, no names)."""

KEPT = {
    "spend/log_spend.html": "a purchase",
    "spend/log_several.html": "purchases of a week",
    "spend/record_purchase.html": "the real price of what was approved",
    "spend/refund_spend.html": "money that came back",
    "worktime/log_group.html": "a group session",
    "worktime/log_time.html": "time",
    "worktime/quick_entry.html": "time, in four answers",
}
"""The forms that are kept. None asks for a person's or a family's name."""
NEVER = {"hidden", "file", "password"}
"""Kinds of box whose content is never kept, encrypted or not."""


def test_only_one_script_stores_anything() -> None:
    assert [name for name, text in SCRIPTS.items() if STORES.search(text)] == ["device.js"]


def test_what_is_stored_is_on_the_list() -> None:
    text = SCRIPTS["device.js"]
    assert text.count("localStorage.setItem") == 1
    (stored,) = re.findall(r"localStorage\.setItem\(PREFIX \+ address, JSON\.stringify\(\{([^}]*)\}\)\)", text)
    assert {part.partition(":")[0].strip() for part in stored.split(",")} == set(STORED)


def test_forms_that_are_kept_are_on_the_list_and_name_nobody() -> None:
    folder = ROOT / "templates"
    texts = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.html")}
    assert {name for name, text in texts.items() if re.search(r"form_open\([^}]*keep=true", text)} == set(KEPT)
    fields = [field for name in KEPT for field in re.findall(r"field\((?:form|row)\.(\w+)", texts[name])]
    assert len(fields) > 20
    assert [field for field in fields if "name" in field or "email" in field] == []
    address = re.search(r"field\(form\.colleague_email[^}]*\}", texts["worktime/work_fields.html"])
    assert address, "both forms of time take a colleague's address"
    assert "data-not-kept" in address[0]
    assert "'notKept' in box.dataset" in SCRIPTS["keep.js"]


def test_files_passwords_and_hidden_boxes_are_never_kept() -> None:
    (kinds,) = re.findall(r"const NOT_KEPT = \[([^\]]*)\]", SCRIPTS["keep.js"])
    assert set(re.findall(r"'(\w+)'", kinds)) >= NEVER
