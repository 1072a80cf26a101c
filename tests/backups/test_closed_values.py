"""What an editor closed stays closed where an older backup is restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.backups.removal_register import (
    apply_register,
    current_removals,
    read_register,
    write_register,
)
from archive.changes.article_changes import ArticleChanges, articles_to_change
from archive.changes.field_values import value_digest
from archive.changes.told_history import close_value
from archive.models import Act, ChangeSet, ClosedValue
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def test_the_register_closes_earlier_values_again_and_holds_no_text(tmp_path: Path) -> None:
    article = make_article("اسم القاصر")
    changes = ArticleChanges(ChangeSet.of_act(Act.BULK))
    (row,) = articles_to_change([article.pk])
    changes.set(row, {"title": "بلا اسم"})
    changes.write()
    digest = value_digest("title", {"title": "اسم القاصر"})
    close_value(article, "title", digest, "خصوصية", None)
    register = tmp_path / "removals.jsonl"
    write_register(register, current_removals())
    assert "القاصر" not in register.read_text(encoding="utf-8")
    assert "خصوصية" not in register.read_text(encoding="utf-8")
    ClosedValue.objects.all().delete()
    apply_register(read_register(register, has_end=True))
    closed = ClosedValue.objects.get()
    assert (closed.article, closed.field, closed.digest) == (article, "title", digest)
    assert "closed again when a backup was restored" in closed.reason
    apply_register(read_register(register, has_end=True))
    assert ClosedValue.objects.count() == 1
