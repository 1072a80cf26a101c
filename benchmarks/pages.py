"""How truly saved pages are read that no layout describes, as the labelled pages' scorer counts.

    python -m benchmarks.pages [--half tune|check] [--each]

Loads ``KHIZANA_SHARED/data/pages`` into an empty archive in a process of its own, without
indexing, exports it, and prints the tables of the scorer that stands beside the pages: the half
that may be read and trained on (``tune``), then the half that only measures (``check``). With
``--each`` it lists each page's faults, of the first half alone: the second is never read.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[1]
_SHARED: Final = Path(os.environ.get("KHIZANA_SHARED") or _ROOT.parent / "shared")
_PAGES: Final = _SHARED / "data" / "pages"
_TUNE: Final = "tune"
_CHECK: Final = "check"


def main() -> None:
    """Load the pages, then print the scorer's table of each half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=(_TUNE, _CHECK), help="only this half")
    parser.add_argument("--each", action="store_true", help="list each page's faults (tune alone)")
    options = parser.parse_args()
    if not _PAGES.exists():
        sys.exit(f"{_PAGES} is not there: set KHIZANA_SHARED to the folder of the data.")
    with _loaded(_PAGES) as exported:
        for half in (options.half,) if options.half else (_TUNE, _CHECK):
            print(f"half: {half}", flush=True)
            each = ("--each",) if options.each and half == _TUNE else ()
            _score(_PAGES, exported, "--half", half, *each)
            print()


@contextmanager
def _loaded(pages: Path) -> Iterator[Path]:
    """Load pages into an archive of their own, print how long it took, yield the export."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ARCHIVE_HOME": f"{folder}/archive"}
        exported = Path(folder) / "articles.jsonl"
        _manage(environment, "migrate", "--verbosity", "0")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        _manage(environment, "load_articles", "--no-index", str(pages / "pages"))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        with exported.open("wb") as file:
            _manage(environment, "export_articles", output=file.fileno())
        seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        print(f"loaded in {seconds:.1f} s of processor time\n")
        yield exported


def _manage(environment: dict[str, str], *arguments: str, output: int = subprocess.DEVNULL) -> None:
    # Warnings of single pages are not read, and a page that is refused ends a load with 1.
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, env=environment, cwd=_ROOT, stdout=output, stderr=subprocess.DEVNULL, check=False
    )
    if done.returncode > 1:
        sys.exit(f"{arguments[0]} ended with {done.returncode}")


def _score(pages: Path, exported: Path, *arguments: str) -> None:
    aliases = ("--aliases", str(_PAGES / "aliases.json"))
    command = [sys.executable, str(_PAGES / "score.py"), str(pages), str(exported), *aliases]
    subprocess.run([*command, *arguments], check=True)


if __name__ == "__main__":
    main()
