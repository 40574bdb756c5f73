"""Which tests one worker keeps to itself: those of a file whose world is dear to make."""

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

TOGETHER = {
    "tests/browser/test_every_page.py",
    "tests/browser/test_payloads.py",
    "tests/commands/test_demo.py",
    "tests/commands/test_demo_in_full.py",
    "tests/worktime/test_clocks.py",
}


class Together(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Tests go to whichever worker is free, those of the files above to one of them as one piece.

    xdist's own groups are written into a test's name, which pytest 9.2 no longer lets it do; they had no effect.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return file if file in TOGETHER else nodeid

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Forget a piece that is done: xdist counts through all that a worker ever had, after each of its tests."""
        super().mark_test_complete(node, item_index, duration)
        pieces = self.assigned_work[node]
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(pieces[scope].values()):
            del pieces[scope]
