"""Every measurement, one after the other: python -m tests.bench. Exit code 1 if a bound is broken.

Each module prints its own figures, measures in processes of its own and exits with 1 where its bound is broken.
"""

import subprocess
import sys

MODULES = (
    "workbook_rows",
    "workbook_peers",
    "replicates",
    "workbook_build",
    "run_100k",
    "run_sums",
    "spend_posting",
    "pages",
    "manager_pages",
    "imports",
    "finance_file",
)


def main() -> int:
    broken = []
    for name in MODULES:
        print(f"-- {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"tests.bench.{name}"]).returncode:
            broken.append(name)
    print(f"A bound is broken: {', '.join(broken)}." if broken else "Every bound holds.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
