"""What a declaration of a field says, and what the declarations of an index say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from archive.arabic.normalize import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from archive.models import Article

APPROXIMATE: Final = "approximate"
"""The value of a year, month or day for articles whose date is wider than it, or unknown."""

AFTER_ALL_OTHERS: Final = 1000


class Kind(Enum):
    """How the index holds a field."""

    KEY = auto()
    """The article's key; an index has exactly one."""
    TEXT = auto()
    """Words, found by what the analyzer makes of them."""
    KEYWORD = auto()
    """At most one value of an article, taken whole."""
    KEYWORDS = auto()
    """Any number of values of an article, each taken whole."""
    NUMBER = auto()
    """An integer, to sort by and to find by range."""
    DATES = auto()
    """No column of its own: the days of publication, which columns of other kinds hold."""


class IndexedArticle(NamedTuple):
    """An article, with what is looked up for many articles at once.

    ``outlet`` is its outlet's slug, ``entities`` maps the keys of its entities to their kinds,
    ``machine_found`` those of names that a program found and no editor has reviewed; ``authors``
    are the keys of those who wrote it.
    """

    article: Article
    outlet: str | None
    entities: Mapping[str, str]
    machine_found: Mapping[str, str] = MappingProxyType({})
    authors: Sequence[str] = ()


def _no_labels(_keys: Collection[str]) -> Mapping[str, str]:
    return {}


def _itself(typed: str) -> Iterable[str]:
    return (typed,) if typed else ()


@dataclass(frozen=True, slots=True)
class FacetDefinition:
    """How the values of a field are counted, shown, typed and written into a URL.

    ``title`` heads the facet. A facet that is not ``listed`` counts only what is chosen of it.
    ``labels`` returns the label of each key that has one in the reader's language; it is called
    once for all facets that share it. Where ``only_labelled``, a value without a label is not
    shown: its name is not for readers. ``keys`` returns the keys that a typed name means.
    ``machine_found`` names the columns of names that no editor has reviewed: the facet narrows by
    their values too, and counts them only where a reader asks for it.
    ``accepts`` says whether a value in a URL is possible at all. In a URL facets stand by
    ``url_order``, which stays as it is: addresses have been kept and cited.
    """

    title: StrPromise | str
    listed: bool = True
    labels: Callable[[Collection[str]], Mapping[str, str]] = _no_labels
    only_labelled: bool = False
    keys: Callable[[str], Iterable[str]] = _itself
    machine_found: tuple[str, ...] = ()
    accepts: Callable[[str], bool] = bool
    url_order: int = AFTER_ALL_OTHERS


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the index.

    ``value`` returns what the index holds of an article; ``reads`` names the attributes of
    ``Article`` that it looks at, so that they are fetched with all articles of a batch.
    ``spellings`` are its names in the query language; without one, queries cannot name it.
    """

    name: str
    kind: Kind
    value: Callable[[IndexedArticle], Any] | None = None
    reads: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    facet: FacetDefinition | None = None

    @property
    def holds_values(self) -> bool:
        """Whether it holds names or keys that are taken whole: ``outlet:athr-press``."""
        return self.kind in (Kind.KEYWORD, Kind.KEYWORDS)


@dataclass(frozen=True)
class Fields:
    """The declarations of an index, in the order in which a page shows their facets.

    Raises ``ValueError`` where two of them share a name or a spelling.
    """

    declared: tuple[Field, ...]

    def __post_init__(self) -> None:
        names = Counter(field.name for field in self.declared)
        spellings = Counter(
            fold(spelling) for field in self.declared for spelling in field.spellings
        )
        for counted in (names, spellings):
            repeated = [word for word, count in counted.items() if count > 1]
            if repeated:
                raise ValueError(f"two fields are called {repeated[0]}")

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Name → field."""
        return {field.name: field for field in self.declared}

    @cached_property
    def by_spelling(self) -> dict[str, Field]:
        """Folded spelling in a query → field."""
        return {fold(spelling): field for field in self.declared for spelling in field.spellings}

    @cached_property
    def key(self) -> str:
        """The name of the field that holds an article's key."""
        return self._of(Kind.KEY)[0]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The names of the fields of words; the first holds all that a search looks through."""
        return self._of(Kind.TEXT)

    @cached_property
    def single_keywords(self) -> tuple[str, ...]:
        """The names of the fields of at most one value."""
        return self._of(Kind.KEYWORD)

    @cached_property
    def multiple_keywords(self) -> tuple[str, ...]:
        """The names of the fields of any number of values."""
        return self._of(Kind.KEYWORDS)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The names of the fields of integers."""
        return self._of(Kind.NUMBER)

    @cached_property
    def facets(self) -> dict[str, FacetDefinition]:
        """Name → facet, in the order of the page."""
        return {field.name: field.facet for field in self.declared if field.facet is not None}

    @cached_property
    def facet_parameters(self) -> tuple[str, ...]:
        """The names of the facets, in the order of a URL."""
        return tuple(sorted(self.facets, key=lambda name: self.facets[name].url_order))

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """The attributes of ``Article`` that its index document is made of."""
        return self._read(self.declared)

    @cached_property
    def column_attributes(self) -> tuple[str, ...]:
        """The attributes of ``Article`` that everything but the texts is made of."""
        return self._read(field for field in self.declared if field.kind is not Kind.TEXT)

    @cached_property
    def text_values(self) -> tuple[tuple[str, Callable[[IndexedArticle], Any]], ...]:
        """(name, value function) of each field of words."""
        return self._values(field for field in self.declared if field.kind is Kind.TEXT)

    @cached_property
    def column_values(self) -> tuple[tuple[str, Callable[[IndexedArticle], Any]], ...]:
        """(name, value function) of every other field."""
        return self._values(field for field in self.declared if field.kind is not Kind.TEXT)

    def _of(self, kind: Kind) -> tuple[str, ...]:
        return tuple(field.name for field in self.declared if field.kind is kind)

    @staticmethod
    def _read(fields: Iterable[Field]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for field in fields for name in field.reads))

    @staticmethod
    def _values(
        fields: Iterable[Field],
    ) -> tuple[tuple[str, Callable[[IndexedArticle], Any]], ...]:
        return tuple((field.name, field.value) for field in fields if field.value is not None)
