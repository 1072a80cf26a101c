"""One filter of Haystack (``outlet__in=[…]``, ``content="…"``) as a query of the index.

A lookup means what it means in Haystack: in a text it is asked of each word, in a field of
whole values of the value. ``None`` finds the articles without a value; a blank text finds
nothing. A moment counts as its day, since articles have days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.db.models import Model
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.inputs import AltParser, AutoQuery, BaseInput, Exact, Not, Raw
from haystack.utils import get_model_ct
from whoosh import query as whoosh

from archive.arabic.normalize import fold
from archive.models import Article
from search.facets.facets import resolve
from search.fields import DATE_COLUMNS, FIELDS, Fields, period_of
from search.haystack.refusals import UnanswerableSearchError, unknown_field
from search.index.analyzers import ArabicAnalyzer
from search.index.term_kinds import KIND_EXACT
from search.query.compile import compile_tree
from search.query.language import parse
from search.query.query_terms import combined
from search.query.tree import And, FieldText, FieldValue, Fuzzy, Node, Phrase, Prefix, Word

CONTENT: Final = "content"
"""Haystack's name of the field of all texts."""
AUTOCOMPLETE: Final = "_auto"
"""Ends the name of a text field whose words are looked for by their beginnings."""

_EXACT: Final = "_exact"
_KEYS: Final = frozenset({ID, "pk", DJANGO_ID})
_WHOLE: Final = frozenset({"content", "exact", "in"})
"""Lookups that ask for a value as it is."""
_COMPARED: Final = {"gt": (1, None), "gte": (0, None), "lt": (None, -1), "lte": (None, 0)}
"""Comparison → what is added to the number for the first and for the last number that passes."""
_LAST_PERIOD: Final = "9999-12-31"
"""Behind every year, month and day, and before what stands for articles without one."""
_DISTANCE: Final = 1
"""Letters in which a ``fuzzy`` word may differ, as of a word with a tilde."""
_SPECIAL: Final = str.maketrans({sign: f"[{sign}]" for sign in "*?["})
"""Signs of a pattern, each as itself."""
_LARGEST: Final = 1 << 62


def column_of(name: str) -> str:
    """Return the column behind Haystack's name of a field (``outlet_exact`` → ``outlet``)."""
    return name.removesuffix(_EXACT)


def identifier_key(identifier: str) -> str | None:
    """Return the key of Haystack's identifier of an article; ``None`` for anything else's."""
    model, _, key = identifier.rpartition(".")
    return key if model == get_model_ct(Article) else None


@dataclass(frozen=True, slots=True)
class FieldFilters:
    """Reads filters for an index of ``fields`` whose texts ``analyzer`` made."""

    analyzer: ArabicAnalyzer
    fields: Fields = FIELDS

    def query(self, name: str, lookup: str, value: Any) -> whoosh.Query:
        """Return the query of one filter. Raises ``UnanswerableSearchError``."""
        column = column_of(name)
        if isinstance(value, AltParser):
            raise UnanswerableSearchError(
                f"AltParser({value.parser_name!r}): there is one query language; use AutoQuery"
            )
        if isinstance(value, Not):
            return whoosh.Not(self.query(name, lookup, value.query_string))
        if lookup == "range":
            ends = zip(("gte", "lte"), _two(name, value), strict=True)
            given = [self.query(name, each, end) for each, end in ends if end is not None]
            return combined(whoosh.And, given)
        if _is_many(value):
            return combined(whoosh.Or, [self.query(name, lookup, each) for each in value])
        return self._known(column, "exact" if lookup == "in" else lookup, value)

    def knows(self, name: str) -> bool:
        """Return whether a filter can name the field."""
        return self._kind(column_of(name)) is not None

    def is_text(self, column: str) -> bool:
        """Return whether ``column`` holds words."""
        return column == CONTENT or column.removesuffix(AUTOCOMPLETE) in self.fields.texts

    def text(self, node: Node | None, field: str | None = None) -> whoosh.Query:
        """Return the query of a tree, whose words are looked for in ``field``, if it is named."""
        if node is not None and field is not None:
            node = FieldText(field, node)
        return compile_tree(node, self.analyzer, resolve=partial(resolve, fields=self.fields)).query

    def language(
        self, text: str, within: Callable[[Node], Node] = lambda node: node
    ) -> whoosh.Query:
        """Return the query of a text in the query language; one without words finds nothing."""
        tree = parse(text, fields=self.fields).tree
        return whoosh.NullQuery if tree is None else self.text(within(tree))

    def _known(self, column: str, lookup: str, value: Any) -> whoosh.Query:
        reader = self._kind(column)
        if reader is None:
            raise unknown_field(column, "filter by", self.names())
        if value is None:
            return self._without(column, lookup)
        if isinstance(value, Article) and column in _KEYS:
            value = value.pk
        if isinstance(value, Model):
            raise UnanswerableSearchError(
                f"{column}={value!r}: give the value that the index holds (a key, a slug)"
            )
        return reader(column, lookup, value)

    def _kind(self, column: str) -> Callable[[str, str, Any], whoosh.Query] | None:
        if column in _KEYS:
            return self._key
        if column == DJANGO_CT:
            return self._model
        if self.is_text(column):
            return self._words
        if column in self.fields.numbers:
            return self._number
        field = self.fields.by_name.get(column)
        return self._value if field is not None and field.holds_values else None

    def names(self) -> Iterable[str]:
        """Return the names by which filters ask."""
        fields = self.fields
        keywords = (*fields.single_keywords, *fields.multiple_keywords)
        return (CONTENT, *fields.texts, *keywords, *fields.numbers, *sorted(_KEYS))

    def _without(self, column: str, lookup: str) -> whoosh.Query:
        """Return what finds the articles that have nothing in ``column``."""
        if lookup not in _WHOLE:
            raise UnanswerableSearchError(f"{column}__{lookup}=None: compare with a value")
        if column in _KEYS or column == DJANGO_CT:
            return whoosh.NullQuery
        return whoosh.Not(whoosh.Every(self._text_column(column)))

    def _text_column(self, column: str) -> str:
        named = column.removesuffix(AUTOCOMPLETE)
        return self.fields.texts[0] if named == CONTENT else named

    def _key(self, column: str, lookup: str, value: Any) -> whoosh.Query:
        if lookup not in _WHOLE:
            raise UnanswerableSearchError(
                f"{column}__{lookup}: a key is compared as a whole; use exact or in"
            )
        key = str(value)
        if not key.isdecimal():
            key = identifier_key(key) or ""
        return whoosh.Term(self.fields.key, key) if key else whoosh.NullQuery

    def _model(self, column: str, lookup: str, value: Any) -> whoosh.Query:
        if lookup not in _WHOLE:
            raise UnanswerableSearchError(f"{column}__{lookup}: use models()")
        return whoosh.Every() if str(value) == get_model_ct(Article) else whoosh.NullQuery

    def _words(self, column: str, lookup: str, value: Any) -> whoosh.Query:
        if lookup in _COMPARED:
            raise UnanswerableSearchError(
                f"{column}__{lookup}: words have no order; ask for them by content, exact, in, "
                f"contains, startswith, endswith or fuzzy, or compare {self.fields.numbers[0]}"
            )
        searched = self._text_column(column)
        field = None if searched == self.fields.texts[0] else searched
        if isinstance(value, AutoQuery | Raw):
            return self._typed(value, lambda tree: FieldText(field, tree) if field else tree)
        text = str(value)
        words = tuple(word for word in text.split() if self.analyzer.words(word))
        if not words:
            return whoosh.NullQuery
        if isinstance(value, Exact) or lookup == "exact":
            return self.text(Phrase(words), field)
        if lookup in ("contains", "endswith"):
            end = "*" if lookup == "contains" else ""
            patterns = [f"{KIND_EXACT}*{_literal(fold(word))}{end}" for word in words]
            return combined(
                whoosh.And, [whoosh.Wildcard(searched, pattern) for pattern in patterns]
            )
        if lookup == "startswith" or column.endswith(AUTOCOMPLETE):
            return self.text(And(tuple(map(Prefix, words))), field)
        if lookup == "fuzzy":
            return self.text(And(tuple(Fuzzy(word, _DISTANCE) for word in words)), field)
        return self.text(And(tuple(map(Word, words))), field)

    def _typed(self, value: BaseInput, within: Callable[[Node], Node]) -> whoosh.Query:
        """Return the query of what a reader typed; as in Haystack, nothing typed asks nothing."""
        text = str(value).strip()
        if not text or (text == "*" and isinstance(value, Raw)):
            return whoosh.Every()
        return self.language(text, within)

    def _value(self, column: str, lookup: str, value: Any) -> whoosh.Query:
        if isinstance(value, AutoQuery | Raw):
            return self._typed(value, lambda tree: FieldValue(column, _name(tree, str(value))))
        if isinstance(value, date) and column in DATE_COLUMNS:
            value = period_of(value.isoformat(), column)
        text = str(value)
        if not text.strip():
            return whoosh.NullQuery
        if lookup in _COMPARED:
            return self._compared_values(column, lookup, text)
        return _VALUE_QUERIES.get(lookup, whoosh.Term)(column, text)

    def _compared_values(self, column: str, lookup: str, text: str) -> whoosh.Query:
        if lookup in ("lt", "lte"):
            return whoosh.TermRange(column, None, text, endexcl=lookup == "lt")
        last = _LAST_PERIOD if column in DATE_COLUMNS else None
        return whoosh.TermRange(column, text, last, startexcl=lookup == "gt")

    def _number(self, column: str, lookup: str, value: Any) -> whoosh.Query:
        number = _ordinal(column, value)
        if lookup in _WHOLE:
            return whoosh.NumericRange(column, number, number)
        if lookup not in _COMPARED:
            raise UnanswerableSearchError(
                f"{column}__{lookup}: days have no letters; use exact, in, range, gt, gte, lt, lte"
            )
        first, last = _COMPARED[lookup]
        return whoosh.NumericRange(
            column,
            None if first is None else number + first,
            None if last is None else number + last,
        )


def _name(tree: Node, typed: str) -> Node:
    """Return words side by side as the one name that they are."""
    words = isinstance(tree, And) and all(isinstance(part, Word) for part in tree.parts)
    return Phrase(tuple(typed.split())) if words else tree


def _literal(text: str) -> str:
    return text.translate(_SPECIAL)


_VALUE_QUERIES: Final[Mapping[str, Callable[[str, str], whoosh.Query]]] = {
    "startswith": whoosh.Prefix,
    "contains": lambda column, text: whoosh.Wildcard(column, f"*{_literal(text)}*"),
    "endswith": lambda column, text: whoosh.Wildcard(column, f"*{_literal(text)}"),
    "fuzzy": lambda column, text: whoosh.FuzzyTerm(column, text, 1.0, _DISTANCE, prefixlength=1),
}


def _is_many(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | BaseInput)


def _two(name: str, value: Any) -> list[Any]:
    ends = list(value) if _is_many(value) else []
    if len(ends) != 2 or ends == [None, None]:
        raise UnanswerableSearchError(f"{name}__range={value!r}: give two ends, one may be None")
    return ends


def _ordinal(column: str, value: Any) -> int:
    """Return the number of a day, of an ISO date or of a number. Raises where it is none."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.toordinal()
    text = str(value).strip()
    try:
        number = int(text) if text.lstrip("-").isdecimal() else _iso_day(text).toordinal()
    except ValueError:
        number = _LARGEST
    if abs(number) >= _LARGEST:
        raise UnanswerableSearchError(f"{column}={value!r}: give a date, or text as 2024-03-05")
    return number


def _iso_day(text: str) -> date:
    return datetime.fromisoformat(text.removesuffix("Z")).date()
