"""Asks one archive for sixty addresses in its own process: the other half of ``benchmarks.site``.

It is run as a script in the folder of the code that is measured, which may be of an older commit,
so it uses only what both have: models, the test client and addresses.

    python site_probe.py load N | pages | addresses
"""

from __future__ import annotations

import gc
import gzip
import importlib
import itertools
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

_WORD: Final = re.compile("[\u0621-\u064a]{4,}")
_SHARED: Final = Path(os.environ.get("KHIZANA_SHARED") or Path(__file__).parents[2] / "shared")
_SEED: Final = 18


def _load(articles: int) -> None:
    """Load the first ``articles`` of the news as an operator would."""
    from django.core.management import call_command

    news = _SHARED / "data" / "news" / "news.jsonl.gz"
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "news.jsonl"
        with gzip.open(news, "rb") as lines, part.open("wb") as kept:
            kept.writelines(itertools.islice(lines, articles))
        # The command ends with 1 where a document was rejected: two of the news have no text.
        with suppress(SystemExit):
            call_command("load_articles", str(part), verbosity=0)
    call_command("rebuild_index", verbosity=0, interactive=False)


def _addresses() -> Iterator[tuple[str, str]]:
    """Yield kind and address of sixty pages, the same for the same archive."""
    from django.db.models import Count
    from django.db.models.functions import Length

    from archive.models import Article, Entity, Outlet

    chance = random.Random(_SEED)
    titles = list(Article.objects.order_by("pk").values_list("title", flat=True)[:20_000])
    words = [_WORD.findall(title) for title in chance.sample(titles, 200)]
    words = [each for each in words if len(each) > 2]
    outlet = Outlet.objects.annotate(n=Count("articles")).order_by("-n", "pk")[0]
    people = Entity.objects.filter(status="accepted", kind="person")
    person = people.annotate(n=Count("mentions")).order_by("-n", "pk")[0]
    for number in range(24):
        text = " ".join(words[number][: 1 + number % 3])
        filters = (
            "",
            "",
            f"&outlet={quote(outlet.slug)}",
            "&after=2015-01-01&before=2015-12-31",
            "&sort=newest",
            f"&person={quote(person.key)}",
        )[number // 4]
        yield "results", f"/search/?q={quote(text)}{filters}"
    yield from (("results, no words", each) for each in ("/search/", "/search/?sort=oldest"))
    counted = Article.objects.order_by("pk").values_list("public_id", flat=True)
    long = Article.objects.annotate(n=Length("body")).order_by("-n", "pk")
    ids = [*chance.sample(list(counted[:20_000]), 10), *(each.public_id for each in long[:2])]
    yield from (("article", f"/article/{each}/") for each in ids)
    known = Entity.objects.filter(status="accepted").annotate(n=Count("mentions"))
    keys = list(known.order_by("-n", "pk").values_list("key", flat=True)[:300])
    yield from (("entity", f"/entity/{quote(each)}/") for each in [*keys[:4], *keys[50:300:50]])
    yield from (("home", "/") for _each in range(2))
    yield from (("suggestions", f"/suggest/?q={quote(each[0][:3])}") for each in words[30:38])
    yield "outlet", f"/outlet/{quote(outlet.slug)}/"
    yield "outlets", "/outlets/"
    yield "entities", "/entities/"


def _asked() -> list[dict[str, Any]]:
    """Ask for every address once unmeasured, then once measured."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING="identity")
    addresses = list(_addresses())
    for _kind, address in addresses:
        client.get(address)
    gc.collect()
    gc.freeze()  # As a served process does: else one page in a hundred pays for all that was imported.
    rows = []
    for kind, address in addresses:
        began = time.thread_time()
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        seconds = time.thread_time() - began
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        if response.status_code != 200:
            print(f"{response.status_code}: {address}", file=sys.stderr)
        rows.append(
            {
                "kind": kind,
                "seconds": seconds,
                "queries": len(queries),
                "bytes": len(content),
                "packed": len(gzip.compress(content, 6)),
            }
        )
    return rows


def main() -> None:
    """Load, or print as JSON what was measured or is asked for."""
    import django

    django.setup()
    if sys.argv[1] == "load":
        _load(int(sys.argv[2]))
    elif sys.argv[1] == "addresses":
        print(json.dumps([{"kind": kind, "address": each} for kind, each in _addresses()]))
    else:
        # What a web server imports makes the process what it is for readers.
        importlib.import_module("archive.wsgi")
        print(json.dumps(_asked()))


if __name__ == "__main__":
    main()
