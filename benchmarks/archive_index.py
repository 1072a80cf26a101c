"""The whole way of an article into the index and out of it again, through Django and Haystack.

``python -m benchmarks.archive_index [ARTICLES]`` fills a new SQLite archive with real
articles, rebuilds its index in a process of its own, and measures what an operator, an
editor and a reader would wait for.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.filled_archive import WIDESPREAD, WORD, fill_archive

_QUERIES = 300
_EDITS = 60
_VALUES = 100
_FACETS = ("outlet", "person", "organisation", "place", "date_month")


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40_814
    home = tempfile.mkdtemp(prefix="khizana-bench-")
    os.environ["ARCHIVE_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        _run(count, Path(home))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(count: int, home: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    total = fill_archive(count)
    print(f"articles: {total:,}")
    seconds, peak = _rebuild()
    print(f"rebuild_index: {total / seconds:,.0f} articles/s ({seconds:.1f} s), peak {peak:,} MB")
    size = sum(file.stat().st_size for file in (home / "index").rglob("*") if file.is_file())
    print(f"index on disk: {size / 1e6:,.0f} MB")
    _open()
    print(f"memory of a web process after {_QUERIES} searches (PSS): {_memory():,} MB")
    _search()
    _edit()
    _correct()


def _rebuild() -> tuple[float, int]:
    """Return the seconds of ``rebuild_index`` in its own process, and its peak memory in MB."""
    script = (
        "import resource, sys, time, django; django.setup();"
        "from django.core.management import call_command; began = time.perf_counter();"
        "call_command('rebuild_index', verbosity=0, interactive=False);"
        "print(time.perf_counter() - began,"
        " resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    seconds, peak = _printed(script).split()
    return float(seconds), int(peak)


def _printed(script: str) -> str:
    """Run a script in a process of its own and return what it printed."""
    command = [sys.executable, "-c", script]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _open() -> None:
    from search.index.index_home import index_home

    began = time.perf_counter()
    opened = index_home().current()
    frequencies = time.perf_counter()
    opened.snapshot()
    print(
        f"opening: {1000 * (time.perf_counter() - frequencies):.1f} ms the index, "
        f"{1000 * (frequencies - began):.0f} ms its word frequencies (once a process)"
    )


def _texts() -> list[str]:
    """Return one to three words of titles, the same in each run."""
    from archive.models import Article

    titles = list(Article.objects.order_by("pk").values_list("title", flat=True))
    chosen = random.Random(6).sample(titles, min(_QUERIES, len(titles)))
    texts = (" ".join(WORD.findall(each)[: 1 + number % 3]) for number, each in enumerate(chosen))
    return [text for text in texts if text]


def _search() -> None:
    from haystack.query import SearchQuerySet

    from search.contract import FacetRequest, Request
    from search.haystack.haystack_queries import text_query
    from search.index.index_home import index_home
    from search.query.state import SearchState
    from search.service.search import search

    opened = index_home().current()
    texts = _texts()
    queries = {text: text_query(text, opened.analyzer) for text in texts}
    facets = tuple(FacetRequest(name, limit=_VALUES) for name in _FACETS)

    def engine(text: str) -> None:
        opened.snapshot().search(Request(queries[text], facets=facets, limit=10))

    def query_set(text: str) -> None:
        found = SearchQuerySet().auto_query(text)
        for name in _FACETS:
            found = found.facet(name, limit=_VALUES)
        len(list(found[:10]))
        found.facet_counts()

    def page(text: str) -> None:
        search(SearchState().with_text(text))

    ways = {
        "engine, five facets of 100 values": engine,
        "the same as SearchQuerySet": query_set,
        "results page's data": page,
    }
    times = {name: [_timed(run, text) for text in texts] for name, run in ways.items()}
    for name, each in times.items():
        _report(name, each)
    alone, through, _page = times.values()
    _report("added by SearchQuerySet", [b - a for a, b in zip(alone, through, strict=True)])


def _memory() -> int:
    """Return the memory in MB of a process that did nothing but search."""
    script = (
        "import django; django.setup();"
        "from benchmarks.archive_index import _pss, _search_once, _texts;"
        "from search.service.search_suggestions import warm_caches; warm_caches();"
        "_search_once(_texts()); print(_pss())"
    )
    return int(_printed(script))


def _search_once(texts: list[str]) -> None:
    """Search for each; no page of results is kept when the next is made."""
    from search.query.state import SearchState
    from search.service.search import search

    for text in texts:
        search(SearchState().with_text(text))


def _edit() -> None:
    from archive.models import Article
    from search.index.index_home import index_home
    from search.index.worker import drain
    from search.query.state import SearchState
    from search.service.prepared_search import PreparedSearch, TimeBudget

    times = []
    for number, article in enumerate(Article.objects.order_by("pk")[:_EDITS]):
        word = f"تعديل{number}خاص"
        article.title = f"{article.title} {word}"
        article.save()
        began = time.perf_counter()
        drain(index_home())
        assert PreparedSearch.of(SearchState().with_text(word), TimeBudget()).count() == 1
        times.append(1000 * (time.perf_counter() - began))
    _report("an edit, from its commit to being found", times)


def _correct() -> None:
    """Merge an entity of thousands of articles into another, and take it back."""
    from whoosh.query import Every

    from archive.entities.desk import do, merge, undo
    from archive.models import Entity
    from search.index.index_home import index_home
    from search.index.worker import drain_all

    entity = Entity.objects.get(key=WIDESPREAD)
    size = entity.mentions.count()
    target = Entity.objects.filter(kind=entity.kind).exclude(pk=entity.pk)[0]
    home = index_home()

    def count(key: str) -> int:
        return dict(home.current().snapshot().facet("entity", Every())).get(key, 0)

    before = count(entity.key)
    began = time.perf_counter()
    correction = do(merge(entity, target), None)
    drain_all(home)
    assert count(entity.key) == 0
    assert count(target.key) >= before
    merged = time.perf_counter()
    undo(correction, None)
    drain_all(home)
    assert count(entity.key) == before
    undone = time.perf_counter()
    print(
        f"an entity of {size:,} mentions in {before:,} articles merged, and its facet right: "
        f"{merged - began:.2f} s; undone: {undone - merged:.2f} s"
    )


def _timed(run: Any, text: str) -> float:
    began = time.perf_counter()
    run(text)
    return 1000 * (time.perf_counter() - began)


def _report(name: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=20)
    print(f"{name}: p50 {statistics.median(times):.2f} ms, p95 {cuts[18]:.2f} ms")


def _pss() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024


if __name__ == "__main__":
    main()
