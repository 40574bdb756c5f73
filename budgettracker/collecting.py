"""Python's garbage collector, left off while hundreds of thousands of plain rows are made."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """For making many rows that hold no reference cycles: the collector would look through all of them again and again."""
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
