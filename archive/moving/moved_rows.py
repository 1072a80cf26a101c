"""The rows of an archive's tables, read from either database as the same values, and compared.

Tables go over in the order of their primary keys, so that a run that was killed goes on behind the
last key that arrived.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.apps import apps
from django.db import connections, models, transaction

from archive.errors import ArchiveError
from archive.models.insertion import insert_rows, is_stored_as_is
from archive.models.stored_texts import is_storable, storable

ROWS_AT_ONCE: Final = 20_000
"""Of one transaction; they are streamed, so memory holds a few hundred."""
_READ_AT_ONCE: Final = 500

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class TableDigest:
    """How many rows a table has, and the SHA-256 of all their values in the order of the keys."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class MovedTable:
    """A table of the archive, by its model."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @cached_property
    def fields(self) -> list[models.Field[Any, Any]]:
        """Its columns."""
        return list(self.model._meta.concrete_fields)

    @cached_property
    def _key(self) -> int:
        return next(place for place, field in enumerate(self.fields) if field.primary_key)

    def count(self, alias: str) -> int:
        """Return how many rows it has."""
        return self.model._base_manager.using(alias).order_by().count()

    def last_key(self, alias: str) -> Any:
        """Return the highest primary key, ``None`` where there is no row."""
        keys = self.model._base_manager.using(alias).order_by("-pk")
        return keys.values_list("pk", flat=True).first()

    def rows(self, alias: str, after: Any = None, most: int | None = None) -> Iterator[Row]:
        """Yield rows in the order of their keys, as a database that takes no NUL holds them."""
        found = self.model._base_manager.using(alias).order_by("pk")
        if after is not None:
            found = found.filter(pk__gt=after)
        asked = found.values_list(*(field.attname for field in self.fields))[:most]
        for row in asked.iterator(chunk_size=_READ_AT_ONCE):
            yield row if is_storable(row) else tuple(map(storable, row))

    def copy_some(self, source: str, target: str) -> int:
        """Copy rows that the target lacks, ``ROWS_AT_ONCE`` at most; return how many.

        Raises ``ArchiveError`` where the target would not take a value.
        """
        with transaction.atomic(using=target):
            read = self.rows(source, self.last_key(target), ROWS_AT_ONCE)
            return insert_rows(
                self.model,
                [field.attname for field in self.fields],
                self._prepared(read, target),
                target,
            )

    def _prepared(self, rows: Iterator[Row], target: str) -> Iterator[list[Any]]:
        connection = connections[target]
        converted = [
            (place, field) for place, field in enumerate(self.fields) if not is_stored_as_is(field)
        ]
        bounded = [
            (place, field)
            for place, field in enumerate(self.fields)
            if isinstance(field, models.CharField) and field.max_length
        ]
        for row in rows:
            values = list(row)
            for place, column in bounded:
                if values[place] is not None and len(values[place]) > (column.max_length or 0):
                    raise ArchiveError(
                        f"{self.name}, row {row[self._key]}: {column.attname} has "
                        f"{len(values[place])} letters, {column.max_length} is the most. Shorten it "
                        "(manage.py migrate_storage --cancel lets the archive be changed again)."
                    )
            for place, field in converted:
                if values[place] is not None:
                    values[place] = field.get_db_prep_save(values[place], connection)
            yield values

    def digest(self, alias: str) -> TableDigest:
        """Return count and hash of all rows."""
        hashed, number = hashlib.sha256(), 0
        with transaction.atomic(using=alias):
            for row in self.rows(alias):
                hashed.update(_canonical(row))
                number += 1
        return TableDigest(number, hashed.hexdigest())


def moved_tables() -> Sequence[MovedTable]:
    """Return every table of the archive, in the order of their names."""
    tables = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    }
    return [MovedTable(tables[name]) for name in sorted(tables)]


def _canonical(row: Row) -> bytes:
    """Return a row as bytes, the same from either database: keys of JSON in their order."""
    return json.dumps(row, sort_keys=True, default=_text).encode()


def _text(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)
