"""Rows that pages read by their keys again and again, by statements that are made once.

Django takes longer to make the statement for ten articles, and to see what its columns are, than
SQLite to read them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

_MOST_KEYS: Final = 50
"""Keys for which a statement is kept: it differs with their number. For more it is made each time."""

Row = TypeVar("Row", bound=Model)


class _Statement(NamedTuple):
    """A statement, and how a record is made of what it finds."""

    sql: str
    compiler: Any
    converters: Any
    columns: list[str]
    own: slice
    populators: list[Any]


class RowsByKey(threading.local, Generic[Row]):
    """The rows of a queryset by their keys, for each thread by itself, as its connection is.

    The queryset may defer columns and take others along by ``select_related``; it has no filter.
    """

    def __init__(self, rows: QuerySet[Row]) -> None:
        self._rows: Final = rows
        self._statements: Final[dict[int, _Statement]] = {}

    def in_bulk(self, keys: Iterable[int]) -> Mapping[int, Row]:
        """Return key → record of those that there are, as ``QuerySet.in_bulk`` does."""
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            return {}
        if len(wanted) > _MOST_KEYS:
            return self._rows.in_bulk(wanted)
        made = self._statements.get(len(wanted)) or self._make(len(wanted))
        with connection.cursor() as cursor:
            cursor.execute(made.sql, wanted)
            found = cursor.fetchall()
        return {row.pk: row for row in self._records(made, found)}

    def _records(self, made: _Statement, found: Iterable[Any]) -> Iterable[Row]:
        model, alias = self._rows.model, connection.alias
        for values in made.compiler.apply_converters(found, made.converters):
            record = model.from_db(alias, made.columns, values[made.own])
            for populator in made.populators:
                populator.populate(values, record)
            yield record

    def _make(self, count: int) -> _Statement:
        keys = range(1, count + 1)
        query = self._rows.filter(pk__in=keys).order_by().query
        compiler = query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        if list(given) != list(keys):
            raise TypeError("a statement by keys takes nothing but the keys")
        info, select = compiler.klass_info, compiler.select
        fields = info["select_fields"]
        own = slice(fields[0], fields[-1] + 1)
        made = self._statements[count] = _Statement(
            sql,
            compiler,
            compiler.get_converters([column for column, _sql, _alias in select]),
            [column.target.attname for column, _sql, _alias in select[own]],
            own,
            get_related_populators(info, select, connection.alias),  # type: ignore[call-arg] # later Django
        )
        return made
