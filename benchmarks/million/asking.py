"""What readers and editors ask an archive: pages through Django's client, faceted queries below them.

Times are the processor's of the thread that answers. No address is asked twice, since pages are kept
while nothing changes; what a process reads at first is read by addresses that are not measured.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from statistics import median, quantiles
from typing import Any, Final
from urllib.parse import quote

from benchmarks.desk import desk_addresses
from benchmarks.filled_archive import WORD
from benchmarks.million.changing import make_editor

_SEED: Final = 18
_EACH: Final = 40
"""Pages of each kind."""
_QUERIES: Final = 200
_UNMEASURED: Final = 4
"""Pages, or queries, of each kind that come first."""
_RUNS: Final = 3
"""How often a list of the desk is opened: nothing of it is kept between two requests."""
_FREQUENT: Final = 60
"""Commonest words of titles, of which common queries are made."""
_PATIENCE: Final = 60.0
"""Seconds that a measured query may take: more than a reader's."""


def pages() -> dict[str, float]:
    """Ask for pages of each kind: milliseconds at p50 and p95, and queries of SQL at most."""
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING="identity")
    figures: dict[str, float] = {}
    for kind, addresses in _addresses().items():
        chosen = list(addresses)
        for address in chosen[:_UNMEASURED]:
            client.get(address)
        times = [_milliseconds(client, each) for each in chosen[_UNMEASURED:]]
        figures |= _told(kind, times)
    return figures


def desk() -> dict[str, float]:
    """Open each list of the desk some times: milliseconds of the median."""
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING="identity")
    client.force_login(make_editor())
    client.get("/admin/")  # The desk's lists are known from its first page on.
    figures = {}
    for address in desk_addresses():
        if client.get(address).headers.get("Location", "").endswith("?e=1"):
            continue  # A small archive has nothing to narrow by.
        # Pages of the list are numbered by size: their names must not tell them.
        name = address if "p=" not in address else f"{address.partition('p=')[0]}p=last"
        name = name if "q=" not in address else f"{address.partition('q=')[0]}q=word"
        times = [_milliseconds(client, address) for _run in range(_RUNS)]
        figures[f"{name} p50 ms"] = median(times)
    return figures


def _milliseconds(client: Any, address: str) -> float:
    began = time.thread_time()
    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content
    spent = 1000 * (time.thread_time() - began)
    if response.status_code != HTTPStatus.OK or not content:
        raise SystemExit(f"{address}: {response.status_code}")
    return spent


def _told(kind: str, times: list[float]) -> dict[str, float]:
    high = quantiles(times, n=20, method="inclusive")[-1]
    return {f"{kind} p50 ms": median(times), f"{kind} p95 ms": high}


def _addresses() -> dict[str, Iterable[str]]:
    """Return addresses by kind, the same for the same archive."""
    chance = random.Random(_SEED)
    titles = _sample("title", chance, 10 * _EACH)
    words = [found for title in titles if len(found := WORD.findall(title)) > 2]
    entities = _entities(chance)
    count = _EACH + _UNMEASURED
    results = [
        f"/search/?q={quote(' '.join(words[number % len(words)][: 1 + number % 3]))}{narrowed}"
        for number, narrowed in zip(range(count), _narrowed(entities[0]), strict=False)
    ]
    starts = dict.fromkeys(each[0][:3] for each in words)
    return {
        "results": results,
        "article": [f"/article/{each}/" for each in _sample("public_id", chance, count)],
        "entity": [f"/entity/{quote(each)}/" for each in entities[:count]],
        # It is kept while nothing changes: the first pages are all that there is to measure.
        "home": [f"/?{number}" for number in range(count)],
        "suggestions": [f"/suggest/?q={quote(each)}" for each in list(starts)[:count]],
    }


def _narrowed(person: str) -> Iterator[str]:
    """Yield how the results of one search after the other are narrowed."""
    while True:
        yield from (
            "",
            "&sort=newest",
            "",
            "&after=2015-01-01&before=2015-12-31",
            f"&entity={quote(person)}",
        )


def _sample(column: str, chance: random.Random, count: int) -> list[Any]:
    """Return a column of articles from all over the archive, in no order."""
    from archive.models import Article

    first, last = (
        Article.objects.order_by(order).values_list("pk", flat=True)[0] for order in ("pk", "-pk")
    )
    keys = {chance.randint(first, last) for _each in range(2 * count)}
    found = Article.objects.filter(pk__in=keys).order_by("pk")
    values = list(found.values_list(column, flat=True))
    chance.shuffle(values)
    return values[:count]


def _entities(chance: random.Random) -> list[str]:
    """Return the keys of the entity named most, then of some that are named often or rarely."""
    from django.db.models import Count

    from archive.models import Entity

    named = Entity.objects.filter(status="accepted").annotate(n=Count("mentions"))
    keys = list(named.filter(n__gt=0).order_by("-n", "pk").values_list("key", flat=True))
    often, rarely = keys[1 : 2 * _EACH], keys[2 * _EACH :]
    return [keys[0], *chance.sample([*often, *rarely], min(2 * _EACH, len(keys) - 1))]


def queries() -> dict[str, float]:
    """Ask the index for ten articles with all facets of a results page, by class of query."""
    from search.facets.facets import facet_requests
    from search.query.state import SearchState
    from search.service.prepared_search import PreparedSearch, TimeBudget

    def asked(text: str) -> float:
        state = SearchState().with_text(text)
        prepared = PreparedSearch.of(state, TimeBudget(_PATIENCE))
        requests = facet_requests(state)
        began = time.thread_time()
        prepared.run(prepared.query, facets=requests, limit=10, sort=prepared.sort)
        return 1000 * (time.thread_time() - began)

    figures: dict[str, float] = {}
    everything: list[float] = []
    for name, texts in _queries().items():
        times = [asked(text) for text in texts][_UNMEASURED:]
        everything += times
        figures |= _told(name, times)
    return figures | _told("all", everything)


def _queries() -> dict[str, list[str]]:
    chance = random.Random(_SEED)
    bodies = [
        words
        for body in _sample("body", chance, 2 * _QUERIES)
        if len(words := WORD.findall(body)) > 30
    ]
    titles = " ".join(_sample("title", chance, 10 * _QUERIES))
    common = _commonest(WORD.findall(titles))
    count = min(_QUERIES, len(bodies))

    def some(words: list[str], most: int) -> list[str]:
        distinct = sorted(set(words))
        return chance.sample(distinct, min(chance.randint(1, most), len(distinct)))

    def neighbours(words: list[str]) -> list[str]:
        start = chance.randrange(len(words) - 3)
        return words[start : start + chance.randint(2, 3)]

    classes: dict[str, Callable[[list[str]], str]] = {
        "and": lambda words: " ".join(some(words, 3)),
        "phrase": lambda words: f'"{" ".join(neighbours(words))}"',
        "or": lambda words: " OR ".join(some(words, 4)),
        "common": lambda _words: " ".join(some(common, 2)),
    }
    return {name: [make(words) for words in bodies[:count]] for name, make in classes.items()}


def _commonest(words: list[str]) -> list[str]:
    from collections import Counter

    return [word for word, _count in Counter(words).most_common(_FREQUENT)]
