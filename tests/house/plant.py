"""Plant each fault of planted.md, one at a time, and see its tests go red: `python -m tests.house.plant [words of a title]`.

A fault is a piece of the program's text and what it becomes. It must stand exactly once in its file; it is put back
whatever happens. A test that stays green, or cannot even be collected, guards nothing.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LIST = Path(__file__).with_name("planted.md")
TESTS_FAILED = 1
"""What pytest answers when tests ran and some of them failed."""
_FAULT = re.compile(
    r"^## (?P<title>[^\n]+)\n+`(?P<file>[^`]+)` must redden `(?P<tests>[^`]+)`\n+"
    r"```text\n(?P<before>.*?)\n```\n+becomes\n+```text\n(?P<after>.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Fault:
    """What is broken in which file, and the tests that must notice."""

    title: str
    file: Path
    tests: tuple[str, ...]
    before: str
    after: str

    @property
    def stands(self) -> int:
        """How often the text to break stands in its file."""
        return self.file.read_text(encoding="utf-8").count(self.before)


def faults() -> list[Fault]:
    """The list, in order."""
    return [
        Fault(match["title"], ROOT / match["file"], tuple(match["tests"].split()), match["before"], match["after"])
        for match in _FAULT.finditer(LIST.read_text(encoding="utf-8"))
    ]


def is_noticed(fault: Fault) -> bool:
    """Break the program, run the tests that must notice, and put it back."""
    whole = fault.file.read_text(encoding="utf-8")
    fault.file.write_text(whole.replace(fault.before, fault.after), encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *fault.tests]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    finally:
        fault.file.write_text(whole, encoding="utf-8")
    return result.returncode == TESTS_FAILED


def main() -> int:
    """Plant those whose title holds the words given, or all; 1 when a fault stayed green."""
    wanted = " ".join(sys.argv[1:]).lower()
    chosen = [fault for fault in faults() if wanted in fault.title.lower()]
    green = []
    for fault in chosen:
        noticed = fault.stands == 1 and is_noticed(fault)
        print(f"{'red  ' if noticed else 'GREEN'}  {fault.title}", flush=True)
        green += [] if noticed else [fault.title]
    print(f"{len(chosen) - len(green)} of {len(chosen)} faults are noticed.")
    return 1 if green or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
