"""Rows that pages read again and again, by statements that are made once.

Django takes longer to make the statement for ten articles, and to see what its columns are, than
SQLite to read them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

_MOST_KEYS: Final = 50
"""Keys for which a statement is kept: it differs with their number. For more it is made each time."""

_EXAMPLE: Final = 1_000_001
"""The first of the keys that a statement is made with."""

Row = TypeVar("Row", bound=Model)


class _Statement(NamedTuple):
    """A statement, and how a record is made of what it finds."""

    sql: str
    fixed: tuple[Any, ...]
    """What it takes; in its ``slots`` stand the values of each call."""
    slots: tuple[int, ...]
    model: type[Model]
    compiler: Any
    converters: Any
    columns: list[str]
    own: slice
    annotations: dict[str, int]
    populators: list[Any]


class KeptStatement(threading.local, Generic[Row]):
    """The rows of a queryset that differs in some values alone, for each thread by itself.

    ``rows`` makes the queryset of the values, which are whole numbers or texts as in ``examples``. The
    statement must take each of these once, and no other value like them (unusual numbers are
    good examples): else the first call raises ``ValueError``.
    """

    def __init__(self, rows: Callable[..., QuerySet[Row]], *examples: int | str) -> None:
        self._rows: Final = rows
        self._examples: Final = examples
        self._made: _Statement | None = None

    def read(self, *values: int | str) -> Iterator[Row]:
        """Yield the records for some values; the rows are read at once."""
        made = self._made
        if made is None:
            made = self._made = _statement(self._rows(*self._examples), self._examples)
        given = list(made.fixed)
        for slot, value in zip(made.slots, values, strict=True):
            given[slot] = value
        with connection.cursor() as cursor:
            cursor.execute(made.sql, given)
            found = cursor.fetchall()
        return _records(made, found)


class RowsByKey(threading.local, Generic[Row]):
    """The rows of a queryset by their keys, for each thread by itself.

    The queryset may defer columns and take others along by ``select_related``; it has no filter.
    """

    def __init__(self, rows: QuerySet[Row]) -> None:
        self._rows: Final = rows
        self._kept: Final[dict[int, KeptStatement[Row]]] = {}

    def in_bulk(self, keys: Iterable[int]) -> Mapping[int, Row]:
        """Return key → record of those that there are, as ``QuerySet.in_bulk`` does."""
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            return {}
        if len(wanted) > _MOST_KEYS:
            return self._rows.in_bulk(wanted)
        kept = self._kept.get(len(wanted))
        if kept is None:
            examples = range(_EXAMPLE, _EXAMPLE + len(wanted))
            kept = self._kept[len(wanted)] = KeptStatement(self._with_keys, *examples)
        return {row.pk: row for row in kept.read(*wanted)}

    def _with_keys(self, *keys: int) -> QuerySet[Row]:
        return self._rows.filter(pk__in=keys).order_by()


class KeptValues(threading.local):
    """What ``values_list`` reads, for each thread by itself, where some whole numbers differ alone.

    ``rows`` makes the queryset of any number of them, and one statement is kept for each number.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, tuple[Any, ...]]]) -> None:
        self._rows: Final = rows
        self._kept: Final[dict[int, _ValuesStatement]] = {}

    def read(self, *values: int) -> list[tuple[Any, ...]]:
        """Return the rows for some values."""
        made = self._kept.get(len(values))
        if made is None:
            made = _values_statement(self._rows, len(values))
            if len(values) <= _MOST_KEYS:
                self._kept[len(values)] = made
        given = [values[each - _EXAMPLE] if is_slot else each for each, is_slot in made.given]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, given)
            found = cursor.fetchall()
        if made.converters:
            return list(map(tuple, made.compiler.apply_converters(found, made.converters)))
        return list(found)


class _ValuesStatement(NamedTuple):
    """A statement, what it takes, and how the columns of what it finds are read."""

    sql: str
    given: list[tuple[Any, bool]]
    """Each value with whether another stands there in each call."""
    compiler: Any
    converters: Any


def _values_statement(rows: Callable[..., QuerySet[Any, Any]], number: int) -> _ValuesStatement:
    examples = range(_EXAMPLE, _EXAMPLE + number)
    query = rows(*examples).query
    compiler = query.get_compiler(connection=connection)
    sql, given = compiler.as_sql()
    slots = [(each, type(each) is int and each in examples) for each in given]
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    return _ValuesStatement(sql, slots, compiler, compiler.get_converters(columns))


def _statement(rows: QuerySet[Row], examples: tuple[int | str, ...]) -> _Statement:
    compiler = rows.query.get_compiler(connection=connection)
    sql, given = compiler.as_sql()
    if any(given.count(example) != 1 for example in examples):
        raise ValueError(f"the statement takes {given}, not each of {examples} once")
    info, select = compiler.klass_info, compiler.select
    fields = info["select_fields"]
    own = slice(fields[0], fields[-1] + 1)
    # Later versions of Django take one more argument.
    populators = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]
    return _Statement(
        sql,
        tuple(given),
        tuple(map(given.index, examples)),
        rows.model,
        compiler,
        compiler.get_converters([column for column, _sql, _alias in select]),
        [column.target.attname for column, _sql, _alias in select[own]],
        own,
        compiler.annotation_col_map,
        populators,
    )


def _records(made: _Statement, found: Iterable[Any]) -> Iterator[Any]:
    alias = connection.alias
    rows = made.compiler.apply_converters(found, made.converters) if made.converters else found
    for values in rows:
        record = made.model.from_db(alias, made.columns, values[made.own])
        for name, place in made.annotations.items():
            setattr(record, name, values[place])
        for populator in made.populators:
            populator.populate(values, record)
        yield record
