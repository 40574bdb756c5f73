"""A finance file beside recorded purchases: python -m tests.bench.finance_file.

    python -m tests.bench.finance_file [--lines 10000] [--purchases 20000]

Lines of an internal ledger are read from a CSV file and compared with twice as many purchases, once with a tenth of both
and once in full, each in a process of its own. Shops grow with the world; amounts are often equal, one line in ten names
nobody, one in twelve is a batch. Time is this process's own. Exit code 1 if the larger takes more than 1.2 times the
smaller a line, or more than 400 MiB in all.
"""

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from budgettracker.ledger.payments.rules.answers import PaymentAnswers
from budgettracker.ledger.payments.rules.lists import lists_of
from budgettracker.ledger.payments.rules.open_file import open_rows
from budgettracker.ledger.payments.rules.purchases import Purchase
from budgettracker.ledger.payments.rules.read_file import read_finance_file
from budgettracker.ledger.payments.rules.suggest import suggest
from budgettracker.money import pounds_plain
from budgettracker.spend.kinds import VatStatus
from tests.bench.telling import Figure, tell

MOST_GROWTH, MOST_MIB = 1.2, 400
FIRST, DAYS = date(2025, 4, 1), 365
ANSWERS = {"payments.amount.basis": ("gross",), "payments.amount.threshold": ("none",)}


def purchases_of(drawn: random.Random, many: int) -> list[Purchase]:
    """A year's purchases; the shops are one for forty of them."""
    return [
        Purchase(
            f"p{number}",
            f"W-{number}",
            FIRST + timedelta(days=drawn.randrange(DAYS)),
            drawn.choice((5000, 7500, 10000)) if drawn.random() < 0.3 else drawn.randint(500, 200_000),
            0,
            VatStatus.NOT_RECOVERABLE,
            f"{drawn.choice('ABCDEFGH')}{drawn.randrange(max(1, many // 40)):04} Furniture Limited",
            drawn.choice(("invoice", "bank_transfer", "voucher", "purchase_card")),
        )
        for number in range(many)
    ]


def write_file(drawn: random.Random, path: Path, purchases: list[Purchase], many: int) -> None:
    """Lines for some of the purchases, batches among them, and a tenth that nobody recorded."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Payment Date", "Document Number", "Supplier Name", "Amount", "Cost Centre Name"])
        paid = drawn.sample(purchases, many)
        for number, each in enumerate(paid):
            pence, name = each.pence, each.supplier.upper()
            if drawn.random() < 0.1:
                name = "REDACTED"
            elif drawn.random() < 0.08:
                pence, name = pence + paid[number - 1].pence, "MISCELLANEOUS PAYMENTS BACS"
            elif drawn.random() < 0.1:
                pence = drawn.randint(500, 200_000)
            day = each.on + timedelta(days=drawn.randrange(40))
            writer.writerow([f"{day:%d/%m/%Y}", f"D{number}", name, pounds_plain(pence), "S17 Children in Need"])


def measured(lines: int, purchases: int) -> None:
    """Print milliseconds of processor time, lines that are certain, and the most memory, of one comparison."""
    drawn = random.Random(7)
    recorded = purchases_of(drawn, purchases)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "payments.csv"
        write_file(drawn, path, recorded, lines)
        start = time.process_time_ns()
        answers = PaymentAnswers(ANSWERS)
        rows, _ = open_rows(path, answers)
        read = read_finance_file(path.name, rows, answers, {})
        suggestions = suggest(read, recorded)
        lists_of(read, recorded, suggestions)
        spent = (time.process_time_ns() - start) // 1_000_000
    certain = sum(each.ticked for each in suggestions.values())
    print(spent, certain, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> int:
    """Measure both sizes and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--purchases", type=int, default=20_000)
    parser.add_argument("--alone", action="store_true")
    chosen = parser.parse_args()
    if chosen.alone:
        measured(chosen.lines, chosen.purchases)
        return 0
    small = apart(chosen.lines // 10, chosen.purchases // 10)
    large = apart(chosen.lines, chosen.purchases)
    print(
        f"certain: {small[1]:,} of {chosen.lines // 10:,} lines, {large[1]:,} of {chosen.lines:,}; in all {large[0] / 1000:.1f} s"
    )
    a_line = [1000 * took / lines for (took, _, _), lines in ((small, chosen.lines // 10), (large, chosen.lines))]
    what = f"finance file, {chosen.lines:,} lines beside {chosen.purchases:,} purchases, a line"
    figures = (
        Figure(what, a_line[1], "a tenth of both", a_line[0], MOST_GROWTH, bound_is_on_ratio=True, unit="µs"),
        Figure("memory of it", large[2], "a tenth of both", small[2], MOST_MIB, unit="MiB"),
    )
    held = [tell(figure) for figure in figures]
    return 0 if all(held) else 1


def apart(lines: int, purchases: int) -> tuple[int, ...]:
    """One size in a process of its own, the best of five: processor time in milliseconds, certain lines, MiB."""
    command = [
        sys.executable,
        "-m",
        "tests.bench.finance_file",
        "--alone",
        f"--lines={lines}",
        f"--purchases={purchases}",
    ]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(5)]
    return min(tuple(map(int, run.split())) for run in runs)


if __name__ == "__main__":
    sys.exit(main())
