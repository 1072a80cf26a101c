"""The schema of an index, the Whoosh schema that it maps onto, and the documents that fit it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from whoosh import fields as whoosh_fields

from search.contract.search_errors import UnknownFieldError
from search.contract.word_analysis import WordAnalyzer


@dataclass(frozen=True, slots=True)
class TextField:
    """Analysed words with positions. ``boost`` multiplies the frequency of its terms."""

    name: str
    analyzer: WordAnalyzer
    boost: float = 1.0

    def whoosh(self) -> whoosh_fields.FieldType:
        """Return the field as Whoosh knows it."""
        return whoosh_fields.TEXT(analyzer=self.analyzer, phrase=True, field_boost=self.boost)


@dataclass(frozen=True, slots=True)
class KeywordField:
    """Exact values: a column to filter, count and collapse by. ``multi``: many a document."""

    name: str
    multi: bool = False

    def whoosh(self) -> whoosh_fields.FieldType:
        """Return the field as Whoosh knows it."""
        return whoosh_fields.ID()


@dataclass(frozen=True, slots=True)
class NumberField:
    """A column of 64-bit integers to sort by and to find by range; a value may be missing."""

    name: str

    def whoosh(self) -> whoosh_fields.FieldType:
        """Return the field as Whoosh knows it."""
        return whoosh_fields.NUMERIC(int, bits=64, shift_step=0)


@dataclass(frozen=True, slots=True)
class KeyField:
    """The unique key of a document. An index has exactly one."""

    name: str

    def whoosh(self) -> whoosh_fields.FieldType:
        """Return the field as Whoosh knows it."""
        return whoosh_fields.ID(unique=True)


SchemaField = TextField | KeywordField | NumberField | KeyField


@dataclass(frozen=True)
class IndexSchema:
    """The fields of an index. Raises ``ValueError`` unless exactly one is a ``KeyField``."""

    fields: tuple[SchemaField, ...]

    def __post_init__(self) -> None:
        if sum(isinstance(each, KeyField) for each in self.fields) != 1:
            raise ValueError("an index needs exactly one KeyField")
        if len(self.by_name) != len(self.fields):
            raise ValueError("two fields have one name")

    @cached_property
    def by_name(self) -> dict[str, SchemaField]:
        """Every field by its name."""
        return {each.name: each for each in self.fields}

    @cached_property
    def key(self) -> KeyField:
        """The field of the unique key."""
        return next(each for each in self.fields if isinstance(each, KeyField))

    @cached_property
    def texts(self) -> dict[str, TextField]:
        """The text fields by name."""
        return {each.name: each for each in self.fields if isinstance(each, TextField)}

    @cached_property
    def keywords(self) -> dict[str, KeywordField]:
        """The keyword fields by name, without the key."""
        return {each.name: each for each in self.fields if isinstance(each, KeywordField)}

    @cached_property
    def numbers(self) -> dict[str, NumberField]:
        """The number fields by name."""
        return {each.name: each for each in self.fields if isinstance(each, NumberField)}

    @cached_property
    def inverted(self) -> tuple[str, ...]:
        """Names of the fields that have a term dictionary, sorted."""
        return tuple(sorted({*self.texts, *self.keywords, self.key.name}))

    def check_texts(self, names: Iterable[str]) -> None:
        """Raise ``UnknownFieldError`` unless all are text fields."""
        _check(names, self.texts, "text field")

    def check_columns(self, keywords: Mapping[str, Sequence[str]], numbers: Iterable[str]) -> None:
        """Raise ``UnknownFieldError`` unless the fields can hold these values."""
        _check(keywords, self.keywords, "keyword field")
        _check(numbers, self.numbers, "number field")
        for name, values in keywords.items():
            if len(values) > 1 and not self.keywords[name].multi:
                raise UnknownFieldError(name, "keyword field for many values")

    @cached_property
    def whoosh(self) -> whoosh_fields.Schema:
        """The same fields as Whoosh knows them."""
        return whoosh_fields.Schema(**{each.name: each.whoosh() for each in self.fields})


def _check(names: Iterable[str], known: Collection[str], kind: str) -> None:
    for name in names:
        if name not in known:
            raise UnknownFieldError(name, kind)


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it is indexed.

    ``text`` maps a text field to its text or to its parts (a phrase never crosses
    parts), ``keywords`` to exact values, ``numbers`` to an integer or ``None``.
    """

    key: str
    text: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """New values for columns of the document under ``key``.

    Fields that are not named keep what they have; no text changes.
    """

    key: str
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)
