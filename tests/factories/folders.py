"""Small council folders for tests, made from a few lines."""

from pathlib import Path

from budgettracker.imports.tables.read_folder import ReadFolder, read_folder

DATA = Path(__file__).parents[1] / "data"

PEOPLE = """email,name,roles,team,post,weekly_hours
ana@eastmoor.example,Ana Lund,practitioner,North,,37
bo@eastmoor.example,Bo Marsh,manager,North,,37
"""
FAMILIES = """family_ref,team,lead_email,opened_on
EM-1,North,ana@eastmoor.example,2026-01-05
EM-2,North,ana@eastmoor.example,2026-01-05
"""
SPEND = "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by"


def read(folder: Path, **files: str | bytes) -> ReadFolder:
    """Write `name=content` as CSV files (text as UTF-8) and read the folder."""
    for name, content in files.items():
        raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        (folder / f"{name}.csv").write_bytes(raw)
    return read_folder(folder)


def problem_lines(folder: ReadFolder) -> list[str]:
    """The lines of the report that stop the import."""
    return [str(problem) for problem in folder.problems]
