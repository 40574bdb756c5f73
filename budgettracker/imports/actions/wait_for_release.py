"""An import into a live authority waits for a second hand, with its files, where its rows take one."""

import json
import shutil
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.rules import Hand, require_hand
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.ids import uuid7
from budgettracker.imports import queries
from budgettracker.imports.actions.import_folder import Outcome, Release, import_folder
from budgettracker.imports.kinds import ImportState
from budgettracker.imports.models import WaitingImport, WaitingImportDetails
from budgettracker.imports.rules import KEPT_FOR
from budgettracker.imports.tables.read_folder import ReadFolder
from budgettracker.imports.tables.read_table import Progress
from budgettracker.people.actions.tell import tell_release, tell_spoken_for
from budgettracker.people.models import Authority, Person
from budgettracker.second_hands import judged


def import_or_wait(
    by: Person | None,
    folder: ReadFolder,
    authority_name: str,
    digest: str,
    place: Path,
    *,
    keep_good: bool,
    on: date,
    at: datetime,
    progress: Progress | None = None,
) -> tuple[Outcome, WaitingImport | None]:
    """Import a folder, or keep it waiting where its rows take a second hand; `place` is where waiting files are kept.

    Raises Refusal as `import_folder` does, and where the same files wait already.
    """
    outcome = import_folder(by, folder, authority_name, digest, keep_good=keep_good, on=on, at=at, progress=progress)
    if outcome.waits_for is None:
        return outcome, None
    authority = queries.authority_named(authority_name)
    assert authority is not None
    waiting = _keep_waiting(by, queries.authority_held(authority.id), outcome, digest, keep_good=keep_good, at=at)
    _keep_files(folder, place / str(waiting.id))
    return outcome, waiting


def _keep_waiting(
    by: Person | None, authority: Authority, outcome: Outcome, digest: str, *, keep_good: bool, at: datetime
) -> WaitingImport:
    assert outcome.waits_for is not None
    if queries.waits_already(authority.id, digest):
        raise Refusal(None, "These files wait for a second person already: see Imports that wait.")
    row = WaitingImport(
        id=uuid7(),
        authority_id=authority.id,
        number=queries.next_number(authority.id),
        digest=digest,
        keep_good=keep_good,
        answers=json.dumps({key: list(values) for key, values in outcome.folder.answers.by_key.items()}),
        rows=json.dumps({str(name): count for name, count in outcome.counted.items()}),
        second_hand=outcome.waits_for,
        asked_by_id=by.id if by is not None else None,
        asked_at=at,
        state=ImportState.WAITING,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(
        WaitingImportDetails(
            import_id=row.id,
            authority_id=authority.id,
            sums=json.dumps(outcome.sums),
            speaks_for=json.dumps(outcome.speaks_for),
        )
    )
    db.session.flush()
    changes = {"number": row.number, "digest": row.digest, "rows": row.counted}
    _record(by, Deed.IMPORT_ASKED, row, {**changes, **judged(outcome.waits_for, Role.FINANCE if by else None)}, at)
    return row


def _keep_files(folder: ReadFolder, into: Path) -> None:
    """Copy the files that were read, under their names, to where only the program reads them."""
    for each in (into.parent.parent, into.parent, into):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted({table.path for table in folder.tables.values()}):
        shutil.copyfile(path, into / path.name)


def release_import(
    by: Person | None,
    waiting: WaitingImport,
    folder: ReadFolder,
    digest: str,
    *,
    named: Person | None = None,
    on: date,
    at: datetime,
    progress: Progress | None = None,
) -> Outcome:
    """Import what waited, as it was sent, by the hand of another person than who made it; everything is checked anew.

    `by` None is the operator's command, which names a person of the authority who agreed: they and the senior managers
    are told. Whom its rows make out as having decided is told in any case. Raises Refusal when it does not wait any more,
    is not theirs to release, or would come to something else now.
    """
    row = _lock(waiting)
    if at - row.asked_at > KEPT_FOR:
        raise Refusal(None, f"This waited longer than {KEPT_FOR.days} days. Make the import again.")
    hand = _hand(by, named, row, on)
    if digest != row.digest:
        raise Refusal(None, "The files are not those that were sent. Withdraw this import and make it again.")
    maker = db.session.get(Person, row.asked_by_id) if row.asked_by_id else None
    outcome = import_folder(
        maker,
        folder,
        db.session.get_one(Authority, row.authority_id).name,
        digest,
        keep_good=row.keep_good,
        on=on,
        at=at,
        progress=progress,
        release=Release(row.id, by.id if by else None),
    )
    # Only now: before it, nothing of an embedded database is locked.
    row.state, row.ended_by_id, row.ended_at = ImportState.RELEASED, by.id if by else None, at
    row.named_id = named.id if named is not None else None
    _require_the_same(row, outcome)
    named_to = {"named": row.named_id} if by is None else {}
    changes = {"number": row.number, "asked_by": row.asked_by_id, **named_to}
    _record(by, Deed.IMPORT_RELEASED, row, {**changes, **judged(row.outcome, hand.role if hand else None)}, at)
    if named is not None:
        tell_release(named, at=at)
    tell_spoken_for(outcome.deciders, by_id=row.asked_by_id, second_id=by.id if by else None, at=at)
    return outcome


def _hand(by: Person | None, named: Person | None, row: WaitingImport, on: date) -> Hand | None:
    """The second hand: whoever releases, or is named. Where nobody could be one, the operator may name anybody else."""
    person = by or named
    assert person is not None
    if row.asked_by_id is not None and person.id == row.asked_by_id:
        raise Refusal(None, "Whoever made an import does not release it. Another person does.")
    hands = queries.hands_of(row, on)
    if by is None and not hands:
        if person.authority_id != row.authority_id or not person.active_on(on):
            raise Refusal(None, f"{person.name} does not work for that authority.")
        return None
    return require_hand(hands, person.id, row.asked_by_id, "release")


def _require_the_same(row: WaitingImport, outcome: Outcome) -> None:
    """Refuse what would come to something else than was shown to whoever releases it."""
    if outcome.refused and not row.keep_good:
        first = outcome.folder.problems[0]
        raise Refusal(None, f"The authority's records have changed since. Now this is refused: {first}")
    if list(outcome.sums) != row.details.lines:
        words = "The authority's records have changed since, and these files would bring in something else now. "
        raise Refusal(None, f"{words}Withdraw this import and make it again.")


def withdraw_import(by: Person, waiting: WaitingImport, *, on: date, at: datetime) -> WaitingImport:
    """Give up an import that waits: its maker does, or whoever may release it.

    Raises Refusal when it does not wait any more, or is not theirs.
    """
    row = _lock(waiting)
    if row.asked_by_id != by.id:
        require_hand(queries.hands_of(row, on), by.id, row.asked_by_id, "withdraw")
    row.state, row.ended_by_id, row.ended_at = ImportState.WITHDRAWN, by.id, at
    _record(by, Deed.IMPORT_WITHDRAWN, row, {"number": row.number}, at)
    return row


def expire_imports(*, at: datetime) -> int:
    """End every import that has waited for 14 days; gives how many. Twice at once ends each once."""
    rows = queries.too_old(at - KEPT_FOR)
    for row in rows:
        row.state, row.ended_at = ImportState.EXPIRED, at
        _record(None, Deed.IMPORT_EXPIRED, row, {"number": row.number}, at)
    return len(rows)


def drop_files(place: Path, still_waiting: set[uuid.UUID]) -> None:
    """Delete the files of whatever does not wait any more, once that is committed."""
    for folder in place.iterdir() if place.is_dir() else ():
        if folder.name not in {str(each) for each in still_waiting}:
            shutil.rmtree(folder, ignore_errors=True)


def _lock(waiting: WaitingImport) -> WaitingImport:
    row = queries.waiting_import_locked(waiting.id)
    if not row.waits:
        raise Refusal(None, f"This import has been {row.state} already.")
    return row


def _record(by: Person | None, deed: Deed, row: WaitingImport, changes: Mapping[str, object], at: datetime) -> None:
    record(by, deed, row, changes, authority_id=row.authority_id, at=at)
