"""Python's garbage collector, left off while the program is loaded, or hundreds of thousands of plain rows are made."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """For making much that stays or holds no reference cycles: the collector would look through all of it again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def collect_once() -> None:
    """Give back what many answers of the database left behind while the collector was off: they hold each other in circles."""
    gc.collect()
