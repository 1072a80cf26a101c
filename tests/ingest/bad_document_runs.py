"""Each bad file loaded beside a good one, in a process and an archive of its own.

``python -m tests.ingest.bad_document_runs`` prints a JSON object for each file: its time, its memory,
what was refused, what was said.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.ingest.bad_documents import bad_files
from tests.ingest.spoilt_samples import GOOD_NAME, GOOD_TITLE, BadFile, good_document, page

_LONGEST: Final = 40
"""Processor seconds after which the system ends a load."""
_SHOWN: Final = 3
"""Articles of a load whose pages are made."""


def read(folder: Path) -> tuple[bool, list[str]]:
    """Read a folder as a load does; return whether the good document came, and refusals."""
    from archive.ingest.containers import read_captures
    from archive.ingest.enrichment.enriched_capture import EnrichedCapture, enrich_capture
    from archive.ingest.loading.article_rows import capture_row
    from archive.knowledge.knowledge import Knowledge
    from archive.records.documents import Rejection

    knowledge = Knowledge()
    good, refused = False, []
    for found in read_captures([folder]):
        if isinstance(found, Rejection):
            refused.append(f"{found.document}: {found.reason}"[:300])
            continue
        result = enrich_capture(found, knowledge)
        if isinstance(result, EnrichedCapture):
            capture_row(found, "0" * 64, result)
            good = good or any(article.title == GOOD_TITLE for article in result.articles)
        else:
            refused.append(f"{result.document}: {result.reason}"[:300])
    return good, refused


def load(folder: Path) -> tuple[bool, list[str]]:
    """Load a folder into the archive, index it and show it; return as ``read`` does."""
    from django.test import Client

    from archive.ingest.run import load_paths
    from archive.models import Article
    from search.index.index_home import index_home
    from search.index.worker import drain_all

    report = load_paths([str(folder)])
    drain_all(index_home())
    good = Article.objects.filter(title=GOOD_TITLE).exists()
    reader = Client(SERVER_NAME="localhost")
    for article in Article.objects.order_by("pk")[:_SHOWN]:
        page = article.get_absolute_url()
        for address in (
            page,
            f"{page}versions/",
            f"{page}cite.bib",
            f"/capture/{article.capture_id}/",
        ):
            reader.get(address)  # Raises what the site would answer with 500.
    return good, [f"{each.document}: {each.reason}"[:300] for each in report.rejected]


def make_template(home: Path) -> None:
    """Make an empty archive with an index, which each run begins with."""
    from django.core.management import call_command
    from django.db import connections

    from search.index.index_home import index_home
    from search.index.rebuild import rebuild
    from tests.fault.victim import use_archive

    use_archive(home)
    home.mkdir()
    call_command("migrate", verbosity=0)
    rebuild(index_home())
    connections.close_all()


def run(bad: BadFile, template: Path) -> dict[str, object]:
    """Load one bad file with the good one in a child; return what it took and said."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "documents")
        folder.mkdir()
        (folder / bad.name).write_bytes(bad.make())
        (folder / GOOD_NAME).write_bytes(good_document())
        shutil.copytree(template, Path(place, "archive"))
        said, told = Path(place, "said"), Path(place, "told")
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            _load_in_child(folder, said, told)
        _, status, used = os.wait4(child, 0)
        good, refused = json.loads(told.read_text()) if told.exists() else (False, [])
        return {
            "name": bad.name,
            "seconds": round(used.ru_utime + used.ru_stime, 1),
            "wall": round(time.monotonic() - begun, 1),
            "megabytes": used.ru_maxrss // 1_000,
            "status": status,
            "good": good,
            "refused": refused[:3],
            "traceback": "Traceback" in (output := said.read_text("utf-8", "replace")),
            "said": output[-1500:] if "Traceback" in output else "",
        }


def _load_in_child(folder: Path, said: Path, told: Path) -> None:
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST + 5))
        output = os.open(said, os.O_CREAT | os.O_WRONLY)
        os.dup2(output, 1)
        os.dup2(output, 2)
        from tests.fault.victim import use_archive

        use_archive(folder.parent / "archive")
        told.write_text(json.dumps(load(folder)))
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def main(share: int, names: list[str]) -> None:
    """Run every bad file, or one of so many, or those named."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.db import connections

    from tests.fault.victim import use_archive

    with tempfile.TemporaryDirectory() as place:
        template, folder = Path(place, "template"), Path(place, "documents")
        make_template(template)
        # Once here, so that no child loads dictionaries, pages and the readers of pages anew.
        folder.mkdir()
        (folder / GOOD_NAME).write_bytes(good_document())
        (folder / "page.html").write_bytes(page())
        shutil.copytree(template, Path(place, "first"))
        use_archive(Path(place, "first"))
        load(folder)
        connections.close_all()
        for number, bad in enumerate(bad_files()):
            if any(name in bad.name for name in names) or not (names or number % share):
                sys.stdout.write(json.dumps(run(bad, template), ensure_ascii=False) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=int, default=1, help="one of so many files")
    parser.add_argument("names", nargs="*", help="parts of the names of those to be tried")
    options = parser.parse_args()
    main(options.share, options.names)
