"""The migrations of the program, the first one first."""

from alembic.script import ScriptDirectory

from budgettracker import HOME

SCRIPTS = ScriptDirectory(str(HOME / "migrations"))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
"""Their names, the oldest first."""
