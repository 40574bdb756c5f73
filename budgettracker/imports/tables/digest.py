"""One digest for all the files an import read, kept in the audit: the same files give the same one."""

import hashlib

from budgettracker.imports.tables.read_folder import ReadFolder


def digest_of(folder: ReadFolder) -> str:
    """SHA-256 over each file's name and bytes, in order of their names."""
    digest = hashlib.sha256()
    for path in sorted({table.path for table in folder.tables.values()}):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.name}\n{content}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
