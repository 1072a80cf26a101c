"""How often a reader's slip is mended: typing errors, right queries, names in Latin letters.

``python -m benchmarks.slips [ARTICLES]`` (part of ``make bench-search``) fills a new archive with
real articles, builds its index, and asks what a results page offers. The lists are in
``benchmarks/data/search``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from typing import Final

from archive.arabic.normalize import fold
from benchmarks.filled_archive import fill_archive
from benchmarks.search_lists import pairs, rows

ARTICLES: Final = 40_814


def main() -> None:
    """Print the table."""
    home = tempfile.mkdtemp(prefix="khizana-bench-")
    os.environ["ARCHIVE_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        _run(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill_archive(count)
    call_command("rebuild_index", verbosity=0, interactive=False)
    print("| slips | of | share | |\n|---|---|---|---|")
    _print_row(
        "did you mean: the right word offered first",
        [(wrong, fold(right) in _offers(wrong)[:1]) for wrong, right in pairs("typing_errors.tsv")],
    )
    _print_row(
        "right queries: nothing offered",
        [(text, not _offers(text)) for (text,) in rows("right_queries.txt")],
    )
    _print_row(
        "names in Latin letters: the Arabic offered",
        [
            (latin, any(fold(each) in _offers(latin) for each in arabic.split("|")))
            for latin, arabic in pairs("latin_names.tsv")
        ],
    )


def _offers(text: str) -> list[str]:
    """Return the searches that a results page offers for ``text``, folded, first first."""
    from search.query.state import SearchState
    from search.service.search import search

    page = search(SearchState().with_text(text))
    return [fold(each.label) for each in (*page.did_you_mean, *page.alternatives)]


def _print_row(name: str, answers: list[tuple[str, bool]]) -> None:
    wrong = " · ".join(text for text, right in answers if not right)
    share = sum(right for _, right in answers) / len(answers)
    print(f"| {name} | {len(answers)} | {share:.3f} | {wrong} |", flush=True)


if __name__ == "__main__":
    main()
