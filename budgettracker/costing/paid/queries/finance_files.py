"""The finance system's own files, which are read above costing: who reads them says so when the program starts."""

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from budgettracker.costing.paid.rules.facts import FinanceFiles
from budgettracker.periods import Period

Reader = Callable[[Session, uuid.UUID, Period], FinanceFiles | None]
"""An authority's files around some days; None where none has a day of them."""
_readers: list[Reader] = []


def read_files_with(reader: Reader) -> None:
    """Say how finance files are read. Costing may not know the ledger, which stands above it."""
    _readers[:] = [reader]


def files_around(session: Session, authority_ids: Sequence[uuid.UUID], dates: Period) -> dict[uuid.UUID, FinanceFiles]:
    """The finance files of some authorities around a run's days, of those that have any."""
    read = {of: reader(session, of, dates) for reader in _readers for of in authority_ids}
    return {of: files for of, files in read.items() if files is not None}
