"""How well a reader's slips are mended: typing errors, and names in Latin letters.

Run as ``python -m benchmarks.slips [HOME]`` (a part of ``make bench-search``). ``HOME`` is an
archive that holds the news of the shared folder; without it they are loaded first, as an operator
would. Every text is searched for as a reader searches, and what the page offers is judged.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from search.service.search import ResultPage
    from search.suggest.alternatives import Alternative

LISTS: Final = Path(__file__).parent / "data" / "search"
_SHARED: Final = Path(os.environ.get("KHIZANA_SHARED") or Path(__file__).parents[2] / "shared")
_NEWS: Final = _SHARED / "data" / "news" / "news.jsonl.gz"


def main() -> None:
    """Print the table."""
    given = sys.argv[1] if len(sys.argv) > 1 else None
    home = given or tempfile.mkdtemp(prefix="khizana-slips-")
    os.environ["ARCHIVE_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        _run(load=given is None)
    finally:
        if given is None:
            shutil.rmtree(home, ignore_errors=True)


def _run(*, load: bool) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    if load:
        call_command("migrate", verbosity=0)
        call_command("load_articles", str(_NEWS), verbosity=0)
    from search.service.search_suggestions import warm_caches

    warm_caches()
    missed: list[str] = []
    print("| slips | right | offered something else | milliseconds |\n|---|---|---|---|")
    _report("typing errors, first offer", *_judged("typing_errors.tsv", missed))
    _report("names in Latin letters, first offer", *_judged("latin_names.tsv", missed))
    began, rights = time.process_time(), list(_lines("right_queries.txt"))
    disturbed = [(text, offers) for text in rights if (offers := _offers(text))]
    _report(
        "right queries, nothing offered",
        len(rights) - len(disturbed),
        len(disturbed),
        began,
        len(rights),
    )
    if os.environ.get("KHIZANA_MISSED"):
        print("\n".join([*missed, *(f"right: {text} → {offers}" for text, offers in disturbed)]))


def _judged(name: str, missed: list[str]) -> tuple[int, int, float, int]:
    """Return how many texts of a list are answered rightly, how many otherwise, since when, of how many."""
    began = time.process_time()
    right = wrong = total = 0
    for line in _lines(name):
        typed, _, meant = line.partition("\t")
        total += 1
        offers = _offers(typed)
        if offers and _key(offers[0]) in {_key(each) for each in meant.split("|")}:
            right += 1
            continue
        wrong += bool(offers)
        missed.append(f"{typed} → {meant}: {offers}")
    return right, wrong, began, total


def _report(name: str, right: int, wrong: int, began: float, total: int) -> None:
    each = 1000 * (time.process_time() - began) / total
    print(f"| {total} {name} | {right} ({right / total:.2f}) | {wrong} | {each:.0f} |")


def _offers(text: str) -> list[str]:
    """Return the texts that the results page offers instead of ``text``, in the page's order."""
    from search.query.state import SearchState
    from search.service.search import search

    page = search(SearchState().with_text(text))
    return [each.label for each in _alternatives(page)]


def _alternatives(page: ResultPage) -> Iterator[Alternative]:
    from search.suggest.alternatives import AlternativeKind

    instead = (AlternativeKind.SPELLING, AlternativeKind.NAME, AlternativeKind.KEYBOARD)
    for each in (*page.did_you_mean, *page.alternatives):
        if each.kind in instead:
            yield each


def _key(text: str) -> str:
    from archive.arabic.normalize import fold

    return fold(text)


def _lines(name: str) -> Iterator[str]:
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


if __name__ == "__main__":
    main()
