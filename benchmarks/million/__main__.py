"""``python -m benchmarks.million [--articles N] [--home FOLDER]`` (``make bench-million``).

An archive of a million articles, made from the news (``made_news``), is loaded through the real
models, captures and all, in files of 20,000; at 40,000, at 160,000 and at the end everything is
measured that an operator, an editor and a reader wait for. It stands under ``FOLDER`` and stays;
whoever stops the run, at any time, goes on with the same command. ``--report`` prints what is
measured until now. Smaller runs measure at 1/25 and 4/25 of their articles, too.

Names that no list has are not looked for: the trained recogniser would read for hours.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.million.kept_figures import ROOT
from benchmarks.million.made_news import NEWS
from benchmarks.million.report import report
from benchmarks.million.stages import Run, prepare, run_apart

_ARTICLES: Final = 1_000_000
_BATCH: Final = 20_000
_FIRST: Final = 25
_MINUTES: Final = 60.0
_MOST_MINUTES_BEFORE: Final = 10.0
"""How long the site is used at the two smaller sizes, at most."""


def main() -> None:
    """Run, or print what is known."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=_ARTICLES)
    parser.add_argument("--home", type=Path, default=ROOT / "var" / "million")
    parser.add_argument("--batch", type=int, help="articles of one load")
    parser.add_argument("--minutes", type=float, default=_MINUTES, help="of use, at the end")
    parser.add_argument("--report", action="store_true", help="print what is measured until now")
    given = parser.parse_args()
    first = max(given.articles // _FIRST, 1)
    short = min(given.minutes, _MOST_MINUTES_BEFORE)
    run = Run(
        folder=given.home.resolve(),
        sizes=(first, 4 * first, given.articles),
        batch=given.batch or min(_BATCH, first),
        minutes=(short, short, given.minutes),
        runner=run_apart,
    )
    if not given.report:
        _go(run)
    print(report(run.figures, run.sizes))


def _go(run: Run) -> None:
    if not NEWS.exists():
        sys.exit(f"{NEWS} is not there: set KHIZANA_SHARED to the folder of the data.")
    for stopping in (signal.SIGINT, signal.SIGTERM):
        # In the background a shell lets Ctrl-C be ignored.
        signal.signal(stopping, signal.default_int_handler)
    try:
        kept = len(run.figures.measured)
        print(f"{run.check_disk()}; {kept} steps are done", flush=True)
        if not kept:  # Else it would index, a batch at a time, what waits for the next build.
            prepare(run.folder / "archive")
        run.go()
    except KeyboardInterrupt:
        sys.exit("stopped; the same command goes on here")
    except subprocess.CalledProcessError as error:
        sys.exit(f"a step ended with {error.returncode}; the same command tries it again")


if __name__ == "__main__":
    main()
