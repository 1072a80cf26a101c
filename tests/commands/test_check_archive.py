"""``check_archive`` compares database, captures and index."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.models import Article, OutboxEntry

pytestmark = pytest.mark.django_db

TEXT = "قلعة على تلة\n\nتاريخ النشر: 2 تموز 2018\n\nرمّم فريق من المهندسين قلعة قديمة على تلة تطل على السهل بعد عامين من الدراسة."


def check() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_archive", stdout=out, verbosity=0)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def loaded(load: Callable[..., object], tmp_path: Path) -> Article:
    (tmp_path / "castle.txt").write_text(TEXT, encoding="utf-8")
    load(tmp_path / "castle.txt")
    return Article.objects.get()


@pytest.mark.usefixtures("loaded")
def test_a_sound_archive_passes() -> None:
    assert check() == (0, "captures: 1; parts: 0; articles: 1; errors: 0\n")


def test_an_article_that_the_index_lacks_is_an_error(loaded: Article) -> None:
    loaded.pk = None
    loaded.public_id = "anotherid"
    loaded.save()
    assert check()[0] == 0, "it waits in the outbox"
    OutboxEntry.objects.all().delete()
    code, out = check()
    assert code == 1
    assert "missing in the index" in out


def test_an_article_that_only_the_index_has_is_an_error(loaded: Article) -> None:
    loaded.delete()
    OutboxEntry.objects.all().delete()
    code, out = check()
    assert code == 1
    assert "not in the database" in out


@pytest.mark.usefixtures("loaded")
def test_damaged_bytes_are_an_error(archive_home: Path) -> None:
    (path,) = (archive_home / "captures").rglob("*.gz")
    path.write_bytes(b"not what was loaded")
    code, out = check()
    assert code == 1
    assert "castle.txt" in out
