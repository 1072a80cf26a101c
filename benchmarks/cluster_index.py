"""The columnar index beside OpenSearch, on one archive: do they answer alike, and how fast.

``python -m benchmarks.cluster_index [ARTICLES] [NODES]`` fills a new archive with real articles,
builds the columnar index and one in a cluster that it starts on this machine (one shard a node),
and asks both five hundred searches drawn by a seed. It ends with an error where totals or counts
of facets differ, or fewer than 480 searches have nine of their first ten hits in common.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.cluster_queries import drawn_searches
from benchmarks.filled_archive import fill_archive

if TYPE_CHECKING:
    from search.contract import Response
    from search.index.archive_index import ArchiveIndex
    from search.query.state import SearchState

SEED: Final = 21
SEARCHES: Final = 500
ALIKE: Final = 480
"""Searches that have nine of the first ten hits in common, at least."""
_FIRST: Final = 10
_COMMON: Final = 9
_SECONDS: Final = 600.0
_EDITS: Final = 20
_ASKING: Final = 8
_EVERY_TERM: Final = 1_000_000
"""Terms that a pattern stands for: the columnar index leaves some out where a page is asked for."""


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    nodes = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    with tempfile.TemporaryDirectory(prefix="khizana-bench-") as home:
        os.environ["ARCHIVE_HOME"] = f"{home}/archive"
        import django

        django.setup()
        from tests.cluster.nodes import RunningCluster

        (Path(home) / "nodes").mkdir()
        cluster = RunningCluster(Path(home) / "nodes", nodes)
        try:
            cluster.start()
            sys.exit(_run(count, cluster.urls, nodes))
        finally:
            cluster.stop()


def _run(count: int, urls: list[str], nodes: int) -> int:
    from django.core.management import call_command

    from archive.index_address import IndexAddress
    from search.index.cluster_home import ClusterHome
    from search.index.holdings import ArchiveHoldings
    from search.index.index_home import index_home

    call_command("migrate", verbosity=0)
    total = fill_archive(count)
    print(f"articles: {total:,}; nodes: {nodes}", flush=True)
    address = IndexAddress(tuple(urls), "bench", shards=nodes)
    columnar, clustered = index_home(), ClusterHome(address, ArchiveHoldings())
    for name, home in (("columnar", columnar), ("OpenSearch", clustered)):
        began = time.perf_counter()
        _built(home)
        print(
            f"{name}: {total / (time.perf_counter() - began):,.0f} articles/s indexed", flush=True
        )
    print(f"columnar: {_folder_bytes(Path(columnar.address)) / 1e6:,.1f} MB")
    print(f"OpenSearch: {_cluster_bytes(clustered) / 1e6:,.1f} MB", flush=True)
    searches = drawn_searches(SEARCHES, SEED)
    failed = _compared(searches, columnar, clustered)
    _throughput(searches, clustered)
    _edited(clustered)
    return failed


def _folder_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _cluster_bytes(home: Any) -> int:
    """Return the bytes of the first copy of each shard, once it is one segment."""
    name = home.current_name()
    home.cluster.ask("POST", f"/{name}/_forcemerge", seconds=3600.0, max_num_segments="1")
    home.cluster.ask("POST", f"/{name}/_flush", force="true")
    # What was merged is kept for searches until the next look.
    home.cluster.ask("POST", f"/{name}/_refresh")
    stats = home.cluster.ask("GET", f"/{name}/_stats/store")
    return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])


def _built(home: ArchiveIndex) -> None:
    from search.index.rebuild import rebuild

    rebuild(home, defect=lambda: "it is measured")


def _compared(
    searches: list[tuple[str, SearchState]], columnar: ArchiveIndex, clustered: ArchiveIndex
) -> int:
    """Ask both; print what differs and how long each takes; return 1 where the bar is missed."""
    times: dict[str, list[float]] = {"columnar": [], "OpenSearch": []}
    drawn: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    totals, facets = [], []
    for kind, state in searches:
        drawn[kind] += 1
        ours = _timed(times["columnar"], lambda s=state: _asked(columnar, s))  # type: ignore[misc]
        theirs = _timed(times["OpenSearch"], lambda s=state: _asked(clustered, s))  # type: ignore[misc]
        if ours.total != theirs.total:
            totals.append(f"{kind}: {state.text}: {ours.total} and {theirs.total}")
        elif ours.facets != theirs.facets:
            facets.append(f"{kind}: {state.text}: {_difference(ours, theirs)}")
        first, second = ({hit.key for hit in found.hits} for found in (ours, theirs))
        apart[kind] += len(first & second) < min(_COMMON, len(first))
    for line in (*totals, *facets):
        print(line)
    alike = len(searches) - apart.total()
    print("drawn: " + ", ".join(f"{kind} {drawn[kind]}" for kind in sorted(drawn)))
    print(
        "fewer than nine in common: "
        + (", ".join(f"{k} {n}" for k, n in apart.items() if n) or "none")
    )
    print(
        f"totals differ: {len(totals)}; facets differ: {len(facets)}; "
        f"nine of ten in common: {alike} of {len(searches)}"
    )
    for name, each in times.items():
        cuts = statistics.quantiles(each, n=20)
        print(f"{name}, faceted: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")
    return int(bool(totals or facets or alike < len(searches) * ALIKE / SEARCHES))


def _difference(ours: Response, theirs: Response) -> str:
    for name, counts in ours.facets.items():
        for one, other in zip(counts, theirs.facets[name], strict=False):
            if one != other:
                return f"{name}: {one} and {other}"
    lengths = {name: (len(c), len(theirs.facets[name])) for name, c in ours.facets.items()}
    return str({name: pair for name, pair in lengths.items() if pair[0] != pair[1]})


def _asked(home: ArchiveIndex, state: SearchState) -> Response:
    from search.facets.facets import facet_requests
    from search.service.prepared_search import PreparedSearch, TimeBudget

    prepared = PreparedSearch.against(*home.read(), state, TimeBudget(_SECONDS))
    return prepared.run(
        prepared.query,
        facets=facet_requests(state),
        sort=prepared.sort,
        limit=_FIRST,
        collapse=prepared.collapse,
        max_expansions=_EVERY_TERM,
    )


def _timed(times: list[float], ask: Callable[[], Response]) -> Response:
    began = time.perf_counter()
    found = ask()
    times.append(1000 * (time.perf_counter() - began))
    return found


def _throughput(searches: list[tuple[str, SearchState]], home: ArchiveIndex) -> None:
    """Print how many of the searches a second are answered when several ask at once."""
    began = time.perf_counter()
    with ThreadPoolExecutor(_ASKING) as pool:
        for _ in pool.map(lambda each: _asked(home, each[1]), searches):
            pass
    seconds = time.perf_counter() - began
    print(
        f"OpenSearch, {_ASKING} ask at once: {len(searches) / seconds:,.0f} searches/s", flush=True
    )


def _edited(home: Any) -> None:
    """Print how long an edit takes from its commit to being found."""
    from archive.models import Article
    from search.index.worker import drain
    from search.query.state import SearchState

    times = []
    for number, article in enumerate(Article.objects.order_by("pk")[:_EDITS]):
        word = f"تعديل{number}خاص"
        article.title = f"{article.title} {word}"
        article.save()
        began = time.perf_counter()
        drain(home)
        assert _asked(home, SearchState().with_text(word)).total == 1
        times.append(time.perf_counter() - began)
    print(
        f"OpenSearch, an edit found: p50 {statistics.median(times):.2f} s, worst {max(times):.2f} s"
    )


if __name__ == "__main__":
    main()
