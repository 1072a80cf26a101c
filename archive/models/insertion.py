"""Inserts and updates rows by the hundred, for loading and for what follows it.

``bulk_create`` builds a statement anew for every few rows and asks each field of each row how
it is saved: that took most of the time that writing took. Here one statement serves all rows,
and only those fields are asked whose values a database may want in another form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from archive.models.stored_texts import is_storable, storable

_STORED_AS_IS: Final = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
)
"""Fields whose values every database takes as Python holds them."""


def insert(objects: Sequence[models.Model], unique: Sequence[str]) -> None:
    """Insert unsaved objects of one model and give them their keys, inside a transaction.

    ``unique`` names the fields by which each is found again, the most telling first; PostgreSQL
    tells the keys before the rows are written. No signal is sent. Values must be of the types of their fields: they are not looked at.
    """
    if not objects:
        return
    model = type(objects[0])
    if connections[router.db_for_write(model)].vendor == "postgresql":
        for each, key in zip(objects, _keys_ahead(model, len(objects)), strict=True):
            each.pk = key
        insert_rows(model, *_attributes_and_values(objects, model._meta.concrete_fields))
        for each in objects:
            each._state.adding = False
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    insert_rows(model, *_attributes_and_values(objects, fields))
    _take_keys(objects, unique)


def prepared(model: type[models.Model], attribute: str, value: object) -> Any:
    """Return a value of one of the model's fields as the database takes it."""
    connection = connections[router.db_for_write(model)]
    (field,) = (each for each in model._meta.concrete_fields if each.attname == attribute)
    return field.get_db_prep_save(value, connection)


def insert_rows(
    model: type[models.Model],
    attributes: Sequence[str],
    rows: Iterable[Sequence[Any]],
    alias: str | None = None,
) -> int:
    """Insert rows of values as the database takes them, by the names of the model's attributes.

    Returns their number. ``alias`` names a database other than the archive's own. PostgreSQL takes
    them by COPY, a stream without a statement for each. In the archive's own tables it goes in
    binary: the server need not read texts back into numbers, times and bytes. Tables that are moved
    may be another application's, whose keys may be wider than their models say.
    """
    if isinstance(rows, Sequence) and not rows:
        return 0
    connection = connections[alias or router.db_for_write(model)]
    table, columns = _quoted(model, connection)
    names = ", ".join(columns[name] for name in attributes)
    counted = _Counted(rows)
    # The names are the models' own, quoted by the database's backend; values travel apart.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, connection.wrap_database_errors:
            copying: Any = cursor
            form = "BINARY" if alias is None else "TEXT"
            with copying.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT {form})") as stream:
                if alias is None:
                    stream.set_types(_types(model, attributes, connection))
                for row in counted:
                    stream.write_row(row)
        return counted.number
    places = ", ".join(["%s"] * len(attributes))
    statement = " ".join(("INSERT INTO", table, f"({names})", "VALUES", f"({places})"))
    taken: Any = counted  # A stream serves, though the stubs ask for a list.
    with connection.cursor() as cursor:
        cursor.executemany(statement, taken)
    return counted.number


class _Counted:
    """Rows, counted as they are taken."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows: Final = rows
        self.number = 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.number += 1
            yield row


def set_values(
    model: type[models.Model], attributes: Sequence[str], rows: Mapping[int, Sequence[Any]]
) -> None:
    """Set attributes of many rows, by their keys, to values as the database takes them."""
    connection = connections[router.db_for_write(model)]
    table, columns = _quoted(model, connection)
    names = ", ".join(f"{columns[each]} = %s" for each in attributes)
    statement = " ".join(("UPDATE", table, "SET", names, "WHERE", columns["id"], "= %s"))
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*values, key) for key, values in rows.items()])


def update(objects: Sequence[models.Model], attributes: Sequence[str]) -> None:
    """Write attributes of objects of one model, inside a transaction. No signal is sent."""
    if not objects:
        return
    model = type(objects[0])
    fields = [each for each in model._meta.concrete_fields if each.attname in attributes]
    connection = connections[router.db_for_write(model)]
    clean = storable if connection.vendor == "postgresql" else _as_it_is
    rows = {
        each.pk: [
            field.get_db_prep_save(clean(getattr(each, field.attname)), connection)
            for field in fields
        ]
        for each in objects
    }
    set_values(model, [field.attname for field in fields], rows)


def _as_it_is(value: Any) -> Any:
    return value


def _quoted(
    model: type[models.Model], connection: BaseDatabaseWrapper
) -> tuple[str, dict[str, str]]:
    """Return the name of the model's table, and those of its columns by attribute."""
    quote = connection.ops.quote_name
    columns = {each.attname: quote(each.column) for each in model._meta.fields if each.column}
    return quote(model._meta.db_table), columns


def _types(
    model: type[models.Model], attributes: Sequence[str], connection: BaseDatabaseWrapper
) -> list[str]:
    """Return the types of the columns of these attributes, without their lengths."""
    kinds = {field.attname: field.db_type(connection) or "" for field in model._meta.fields}
    return [kinds[name].partition("(")[0] for name in attributes]


def _keys_ahead(model: type[models.Model], number: int) -> list[int]:
    """Take keys of new rows from PostgreSQL's own sequence, by one statement for all of them."""
    with connections[router.db_for_write(model)].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, number],
        )
        return [key for (key,) in cursor.fetchall()]


def _take_keys(objects: Sequence[models.Model], unique: Sequence[str]) -> None:
    keys = {
        tuple(values): key
        for key, *values in type(objects[0])
        ._base_manager.filter(
            **{f"{unique[0]}__in": {getattr(each, unique[0]) for each in objects}}
        )
        .values_list("pk", *unique)
    }
    for each in objects:
        each.pk = keys[tuple(getattr(each, name) for name in unique)]
        each._state.adding = False


def _attributes_and_values(
    objects: Sequence[models.Model], fields: Sequence[models.Field[Any, Any]]
) -> tuple[list[str], list[list[Any]]]:
    """Return the attributes that ``fields`` go by, and the objects' values of them."""
    return [field.attname for field in fields], _values(objects, fields)


def _values(
    objects: Sequence[models.Model], fields: Sequence[models.Field[Any, Any]]
) -> list[list[Any]]:
    """Return the objects' values as the database takes them."""
    connection = connections[router.db_for_write(type(objects[0]))]
    _stamp(objects, fields)
    read = attrgetter(*(field.attname for field in fields))
    converted = [(place, field) for place, field in enumerate(fields) if not is_stored_as_is(field)]
    rows = []
    asks = connection.vendor == "postgresql"
    for each in objects:
        row = list(read(each))
        if asks and not is_storable(row):
            row = storable(row)
        for place, field in converted:
            if row[place] is not None:
                row[place] = field.get_db_prep_save(row[place], connection)
        rows.append(row)
    return rows


def _stamp(objects: Sequence[models.Model], fields: Sequence[models.Field[Any, Any]]) -> None:
    """Give the objects the time at which they are inserted, one for all, where they keep it."""
    now = timezone.now()
    for field in fields:
        if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add):
            for each in objects:
                setattr(each, field.attname, now)


def is_stored_as_is(field: models.Field[Any, Any]) -> bool:
    """Return whether every database takes a field's values as Python holds them."""
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    return isinstance(kind, _STORED_AS_IS)
