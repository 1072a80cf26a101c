"""What a load writes beside its rows on PostgreSQL: no index twice, texts packed quickly."""

from __future__ import annotations

import pytest

from tests.database_server import DatabaseServer

pytestmark = pytest.mark.cluster

_INDEXES = """
    SELECT tablename || ' ' || substring(indexdef from '[(](.*)[)]') FROM pg_indexes
    WHERE tablename IN
        ('archive_article', 'archive_capture', 'archive_documentaddress', 'archive_entity')
"""


def test_no_column_of_what_is_loaded_is_indexed_twice(template: DatabaseServer) -> None:
    indexes = {str(columns) for (columns,) in template.run("prepared", _INDEXES)}
    assert [each for each in indexes if "pattern_ops" in each] == [
        "archive_capture uri varchar_pattern_ops"
    ]
    assert "archive_article capture_id" not in indexes
    assert 'archive_article capture_id, "position"' in indexes
    assert "archive_capture uri" not in indexes
    assert "archive_capture uri, sha256" in indexes


def test_texts_are_packed_by_lz4_where_the_server_has_it(template: DatabaseServer) -> None:
    ((ways,),) = template.run(
        "prepared",
        "SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'",
    )
    packed = (
        "SELECT attcompression FROM pg_attribute WHERE attname = 'body'"
        " AND attrelid = 'archive_article'::regclass"
    )
    assert template.run("prepared", packed) == [("l" if "lz4" in str(ways) else "",)]
