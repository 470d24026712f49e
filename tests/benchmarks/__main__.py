"""``python -m tests.benchmarks [--json] [queue] [screens] [import]``: one table beside baselines of the same run."""

import argparse
import sys

from tests.benchmarks import bench_import, bench_queue, bench_screens
from tests.benchmarks.harness import as_json, table

PARTS = {"screens": bench_screens.run, "queue": bench_queue.run, "import": bench_import.run}


def main() -> int:
    """Measure; returns 1 if a limit was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("parts", nargs="*", metavar="PART", help=" or ".join(PARTS))
    parser.add_argument("--json", action="store_true", help="the figures for machines, behind the table")
    arguments = parser.parse_args()
    results = [result for part in arguments.parts or PARTS for result in PARTS[part]()]
    print(table(results))
    if arguments.json:
        print(as_json(results))
    return 0 if all(result.met for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
