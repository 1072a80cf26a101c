"""Mentions into the database, by the thousand.

An article has some twenty of them: through ``bulk_create`` they took half of all the time
that writing took, most of it in building one statement anew for each chunk.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections, router

from archive.models import MENTION_COLUMNS, Mention


def insert_mentions(mentions: Iterable[Mention]) -> None:
    """Insert unsaved mentions in one go, inside the transaction that is open."""
    connection = connections[router.db_for_write(Mention)]
    quote = connection.ops.quote_name
    statement = "INSERT INTO {} ({}) VALUES ({})".format(
        quote(Mention._meta.db_table),
        ", ".join(map(quote, MENTION_COLUMNS)),
        ", ".join(["%s"] * len(MENTION_COLUMNS)),
    )
    rows = [_row(mention) for mention in mentions]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _row(mention: Mention) -> tuple[int | str | float, ...]:
    return (
        mention.article_id,
        mention.entity_id,
        str(mention.field),
        mention.start,
        mention.end,
        mention.surface,
        mention.clitic,
        str(mention.method),
        mention.confidence,
    )
