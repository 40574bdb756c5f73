"""Processes released together against a real server, and what a filled-in form of theirs looks like."""

from __future__ import annotations

import multiprocessing
from typing import Any

PURCHASE = {"bought_what": "A bed", "purpose": "Sleep", "payment_method": "purchase_card"}
spawn = multiprocessing.get_context("spawn")


def purchase(form: dict[str, Any], amount: str, category: str) -> dict[str, Any]:
    """A filled-in *Log spend*."""
    return form | PURCHASE | {"amount": amount, "category": category}


def together(target: Any, arguments: list[tuple[Any, ...]], answers: int, seconds: float = 120) -> list[Any]:
    """Run one process for each set of arguments, released together, and collect what they found."""
    start, found = spawn.Barrier(len(arguments)), spawn.Queue()
    workers = [spawn.Process(target=target, args=(*each, start, found), daemon=True) for each in arguments]
    for worker in workers:
        worker.start()
    try:
        return [found.get(timeout=seconds) for _ in range(answers)]
    finally:
        for worker in workers:
            worker.join(30)
