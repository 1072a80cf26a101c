"""What a load asks of the database, and writes to it, for articles that are new."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.ingest.run import load_paths
from archive.models import Entity, Mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

_TEXT = "افتتاح جسر جديد في حمص\nحمص - الأحد 12 أيار 2024\nقال محافظ حمص إن الجسر يربط حمص بدمشق.\n"


def test_a_new_article_is_written_once_and_not_looked_up(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(_TEXT, encoding="utf-8")
    with CaptureQueriesContext(connection) as asked:
        load_paths([str(tmp_path / "bridge.txt")])
    assert Mention.objects.count() > 2
    statements = [each["sql"] for each in asked.captured_queries]
    begins = ("SELECT", "DELETE", "UPDATE")
    tables = ("archive_mention", "archive_mentionsuppression", "archive_authorship")
    looked_up = [
        each
        for each in statements
        if each.startswith(begins) and any(f'FROM "{table}"' in each for table in tables)
    ]
    assert looked_up == []
    assert not [each for each in statements if each.startswith('UPDATE "archive_entity"')]


def test_an_entity_is_made_with_all_that_it_lies_in(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(_TEXT, encoding="utf-8")
    load_paths([str(tmp_path / "bridge.txt")])
    damascus = Entity.objects.get(name_ar="دمشق", kind="place")
    assert damascus.parent is not None
    assert damascus.parent.name_ar == "سوريا"
