"""Which tests one worker keeps to itself: those whose world is dear to make."""

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

STUDIES = "the worlds of studies"
TOGETHER = {
    "tests/browser/test_every_page.py": "every page",
    "tests/browser/test_payloads.py": "payloads",
    "tests/commands/test_demo.py": "the demo",
    "tests/commands/test_demo_in_full.py": "the demo in full",
    "tests/worktime/test_clocks.py": "clocks",
    "tests/costing/": STUDIES,
    "tests/exports/": STUDIES,
    "tests/funders/": STUDIES,
    "tests/outcomes/": STUDIES,
    "tests/studies/": STUDIES,
}
"""By file or folder the piece its tests belong to. Each worker would make a piece's worlds and workbooks for itself."""


def piece_of(nodeid: str) -> str | None:
    """The piece that a test belongs to; None where it may go to any worker."""
    return next((piece for start, piece in TOGETHER.items() if nodeid.startswith(start)), None)


class Together(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Tests go to whichever worker is free, those of one piece to one of them.

    xdist's own groups are written into a test's name, which pytest 9.2 no longer lets it do; they had no effect.
    """

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid) or nodeid

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Forget a piece that is done: xdist counts through all that a worker ever had, after each of its tests."""
        super().mark_test_complete(node, item_index, duration)
        pieces = self.assigned_work[node]
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(pieces[scope].values()):
            del pieces[scope]
