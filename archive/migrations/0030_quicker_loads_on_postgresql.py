"""PostgreSQL writes less for each article: indexes that nothing asks go, LZ4 packs the texts."""

from __future__ import annotations

from django.db import migrations

_TWINS = (
    ('archive_article', 'public_id'),
    ('archive_article', 'recognised_with'),
    ('archive_capture', 'sha256'),
    ('archive_documentaddress', 'key'),
    ('archive_entity', 'key'),
    ('archive_entity', 'status'),
)
"""Columns of which Django has made a second index, for questions by how a text begins. An archive's
database sorts by code point, where the first one serves them. A capture's address keeps its own: it
is asked for by that one's operators (search by site)."""

_COVERED = (('archive_article', 'capture_id'), ('archive_capture', 'uri'))
"""Columns with an index of their own beside one that begins with them and holds another besides."""

_PACKED = (
    ('archive_article', 'body'),
    ('archive_article', 'spans'),
    ('archive_historicalarticle', 'body'),
)
"""Columns whose values are long enough to be packed. PostgreSQL's own way takes ten times as long."""


def suit_postgresql(apps, schema_editor):
    """Drop those indexes; pack what is written from now on by LZ4, where the server has it."""
    connection = schema_editor.connection
    if connection.vendor != 'postgresql':
        return
    with connection.cursor() as cursor:
        told = [(table, f'{column} varchar_pattern_ops') for table, column in _TWINS]
        for table, indexed in (*told, *_COVERED):
            cursor.execute(
                "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
                " AND tablename = %s AND indexdef LIKE %s",
                [table, f'%({indexed})'],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP INDEX {connection.ops.quote_name(name)}')
        cursor.execute(
            "SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
        )
        if (cursor.fetchone() or (False,))[0]:
            for table, column in _PACKED:
                cursor.execute(f'ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION lz4')


class Migration(migrations.Migration):
    """Change how PostgreSQL keeps tables; SQLite's stay as they are."""

    dependencies = [
        ('archive', '0029_moved_archives'),
    ]

    operations = [
        # Backwards nothing need be done: questions and values stay the same.
        migrations.RunPython(suit_postgresql, migrations.RunPython.noop),
    ]
