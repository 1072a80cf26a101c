"""Loads of a test's own: a few documents in a folder, and what the archive holds of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.ingest.run import load_paths
from archive.models import Load

TITLES = (
    "افتتاح مكتبة عامة في حي الميناء القديم",
    "موسم جني الزيتون يبدأ مبكراً هذا العام",
    "فريق مدرسي يفوز ببطولة الشطرنج",
)


def record(number: int, title: str, text: str = "", **columns: str) -> str:
    """A line of JSON for one article."""
    body = text or (
        f"{title}، في خبر قصير عن المدينة وسكانها رواه شهود من المكان. "
        f"وقالت صاحبة المبادرة سلمى القاسمي إن العدد {number} ليس نهاية المشروع بل أوله."
    )
    values = {
        "id": str(number),
        "title": title,
        "text": body,
        "published": "2021-03-04",
        "outlet": "صحيفة الرصيف الجديدة",
        "url": f"https://rasif.example/{number}",
    }
    return json.dumps(values | columns, ensure_ascii=False)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with a file of three records."""
    folder = tmp_path / "documents"
    folder.mkdir()
    lines = [record(number, title) for number, title in enumerate(TITLES)]
    (folder / "first.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def run(db: None, archive_home: Path) -> Callable[..., Load]:
    """Load paths, index them, and return the record of the run."""

    def load(*paths: Path, **options: Any) -> Load:
        load_paths([str(path) for path in paths], **options)
        call_command("index_worker", once=True, verbosity=0)
        return Load.objects.latest("pk")

    return load
