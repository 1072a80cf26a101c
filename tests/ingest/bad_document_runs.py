"""Each bad file read beside a good one, in a process of its own: time, memory, what was said.

``python -m tests.ingest.bad_document_runs FOLDER`` prints a JSON object for each file.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.ingest.bad_documents import bad_files
from tests.ingest.spoilt_samples import GOOD_NAME, GOOD_TITLE, BadFile, good_document, page

_LONGEST: Final = 40
"""Processor seconds after which the system ends a reading."""


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


def run(bad: BadFile) -> dict[str, object]:
    """Read one bad file with the good one in a child; return what it took and said."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "documents")
        folder.mkdir()
        (folder / bad.name).write_bytes(bad.make())
        (folder / GOOD_NAME).write_bytes(good_document())
        said, told = Path(home, "said"), Path(home, "told")
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            _read_in_child(folder, said, told)
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


def _read_in_child(folder: Path, said: Path, told: Path) -> None:
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST + 5))
        output = os.open(said, os.O_CREAT | os.O_WRONLY)
        os.dup2(output, 1)
        os.dup2(output, 2)
        told.write_text(json.dumps(read(folder)))
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def main(names: list[str]) -> None:
    """Run every bad file, or those named."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        # Once here, so that no child loads dictionaries and the readers of pages anew.
        Path(folder, GOOD_NAME).write_bytes(good_document())
        Path(folder, "page.html").write_bytes(page())
        read(Path(folder))
    for bad in bad_files():
        if not names or any(name in bad.name for name in names):
            sys.stdout.write(json.dumps(run(bad), ensure_ascii=False) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
