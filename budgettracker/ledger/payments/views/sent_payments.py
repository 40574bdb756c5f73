"""A finance file that comes with a form: read before the transaction begins, because that takes a while."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, g, request
from werkzeug.datastructures import FileStorage

from budgettracker.access import Permission
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.tables.answers import BadAnswers
from budgettracker.imports.views.kept_files import Kept, kept_files, new_folder
from budgettracker.imports.views.sent_files import ANSWER, name_of
from budgettracker.ledger.payments.queries.layouts import payment_layouts
from budgettracker.ledger.payments.rules.answers import (
    SCHEME_KEY,
    THRESHOLD_KEY,
    PaymentAnswers,
    read_payment_answers,
)
from budgettracker.ledger.payments.rules.lines import FinanceFile
from budgettracker.ledger.payments.rules.open_file import open_rows
from budgettracker.ledger.payments.rules.read_file import read_finance_file
from budgettracker.money import NotMoney, parse_pounds, pounds_plain

FIELD, ANSWERS = "file", "answers.json"
MOST_LINES = 20_000
"""More lines at once would keep others waiting for too long; the command takes any number."""


@dataclass(frozen=True, slots=True)
class SentPayments:
    """A finance file as it was read, with what it was read with, the digest of both, and where it is kept for a day."""

    read: FinanceFile
    answers: PaymentAnswers
    digest: str
    kept: Kept


def register(app: Flask) -> None:
    """Read the file before the view, for those who may match payments."""
    app.before_request(read_sent)


def read_sent() -> None:
    """Read what was sent into g, or keep the words of its refusal for the field."""
    g.sent_payments, g.payments_refusal = None, None
    wanted = request.endpoint in ("ledger.send_payments", "ledger.look_at_payments")
    if not wanted or request.method != "POST" or g.get("person") is None:
        return
    if Permission.MATCH_PAYMENTS not in g.permissions:
        return
    try:
        if request.endpoint == "ledger.send_payments":
            g.sent_payments = _new(request.files.get(FIELD))
        else:
            g.sent_payments = read_kept((request.view_args or {})["kept_id"], answers_sent())
    except Refusal as refusal:
        g.payments_refusal = refusal
    except NotTheirs:
        # The view answers it.
        return


def answers_sent() -> PaymentAnswers:
    """The answers that a page's questions got; raises Refusal."""
    by_key: dict[str, list[str]] = {}
    for name in request.form:
        given = [text.strip() for text in request.form.getlist(name) if text.strip()]
        if name.startswith(ANSWER) and given:
            by_key[name.removeprefix(ANSWER)] = given
    typed = request.form.get("threshold", "").strip()
    if typed:
        by_key[THRESHOLD_KEY] = [_pounds(typed)]
    if scheme := request.form.get("scheme", "").strip():
        by_key.setdefault(SCHEME_KEY, []).append(scheme)
    try:
        return read_payment_answers(json.dumps(by_key))
    except BadAnswers as wrong:
        raise Refusal(None, str(wrong)) from wrong


def _pounds(typed: str) -> str:
    try:
        return pounds_plain(parse_pounds(typed))
    except NotMoney as wrong:
        raise Refusal("threshold", str(wrong)) from wrong


def _new(sent: FileStorage | None) -> SentPayments:
    if sent is None or not sent.filename:
        raise Refusal(FIELD, "Choose the file of payments.")
    kept = new_folder()
    try:
        sent.save(kept.files / name_of(sent))
        return _read(kept, PaymentAnswers())
    except Refusal:
        kept.drop()
        raise
    finally:
        sent.stream.seek(0)


def read_kept(kept_id: uuid.UUID, answers: PaymentAnswers) -> SentPayments:
    """A file that waits to be kept, read with answers over those given before; raises NotTheirs for another's.

    Raises Refusal, in words, where it cannot be read so.
    """
    kept = kept_files(kept_id)
    place = kept.folder / ANSWERS
    before = read_payment_answers(place.read_text(encoding="utf-8")) if place.is_file() else PaymentAnswers()
    return _read(kept, answers.over(before.by_key))


def keep_answers(sent: SentPayments) -> None:
    """Keep the answers beside the file that waits."""
    given = {key: list(values) for key, values in sent.answers.by_key.items()}
    (sent.kept.folder / ANSWERS).write_text(json.dumps(given), encoding="utf-8")


def _read(kept: Kept, answers: PaymentAnswers) -> SentPayments:
    path = next(iter(sorted(kept.files.iterdir())), None)
    if path is None or g.person.authority_id is None:
        raise NotTheirs
    try:
        rows, questions = open_rows(path, answers)
        if questions:
            read = FinanceFile(path.name, "", questions=questions)
            return SentPayments(read, answers, "", kept)
        if len(rows) > MOST_LINES:
            words = f"This file has {len(rows):,} lines, and this page takes {MOST_LINES:,}. Split it by months."
            raise Refusal(FIELD, words)
        earlier = payment_layouts(g.person.authority_id)
        read = read_finance_file(path.name, rows, answers, earlier)
    except FileRefused as wrong:
        raise Refusal(FIELD, f"{path.name}: {wrong}") from wrong
    effective = answers.over(earlier.get(read.layout, {}))
    return SentPayments(read, effective, _digest(path, effective), kept)


def _digest(path: Path, answers: PaymentAnswers) -> str:
    given = json.dumps({key: list(values) for key, values in answers.by_key.items()}, sort_keys=True)
    return hashlib.sha256(path.read_bytes() + b"\x1f" + given.encode()).hexdigest()
