"""Another process that holds SQLite's write lock."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HOLDER = """
import sqlite3, sys, time
holder = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
holder.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
holder.execute("ROLLBACK")
"""


@dataclass
class Held:
    """The lock, in another process."""

    process: subprocess.Popen[str]

    def let_go(self) -> None:
        """As if that process had died."""
        self.process.kill()
        self.process.wait(10)


def hold(folder: Path, seconds: int) -> Held:
    """Let another process take the write lock, and return once it has it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder / "test.sqlite"), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return Held(process)
