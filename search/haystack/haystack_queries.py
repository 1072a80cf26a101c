"""Haystack's filters as Whoosh queries over the columnar index, and its facets of dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, ClassVar, Final

from haystack.backends import BaseSearchQuery, SearchNode
from haystack.exceptions import MoreLikeThisError
from haystack.inputs import AutoQuery, BaseInput, Exact, Not, Raw
from whoosh import query as whoosh

from search.facets.facets import resolve
from search.fields import DATE_DAY, DATE_MONTH, DATE_YEAR, FIELDS, TEXT, Fields, first_day
from search.index.analyzers import ArabicAnalyzer
from search.index.index_home import index_home
from search.query.compile import compile_tree
from search.query.language import parse
from search.query.tree import And, FieldText, Fuzzy, Node, Phrase, Prefix, Word

CONTENT: Final = "content"
"""Haystack's name of the field of all texts."""

_EXACT: Final = "_exact"
_PERIODS: Final = {"year": DATE_YEAR, "month": DATE_MONTH}
_KEYS: Final = frozenset({"id", "pk", "django_id"})
_CONTENT_TYPE: Final = "django_ct"
"""Haystack's name of the field of models; all that is indexed are articles."""
_NARROW: Final = re.compile(
    r'(?P<field>\w+):\s*(?:"(?P<quoted>.*)"|\((?P<bracketed>.*)\)|(?P<bare>.+))', re.S
)
_COMPARED: Final = {"gt": (1, None), "gte": (0, None), "lt": (None, -1), "lte": (None, 0)}
"""Comparison → what is added to the number for the first and for the last number that passes."""


def column_of(name: str) -> str:
    """Return the column behind Haystack's name of a field (``outlet_exact`` → ``outlet``)."""
    return name.removesuffix(_EXACT)


def date_column(name: str, gap: Mapping[str, Any], fields: Fields = FIELDS) -> str:
    """Return the column that a date facet of the field ``name`` counts.

    ``gap`` names its unit: years and months have columns of their own, finer units are
    counted by days.
    """
    column = column_of(name)
    return _PERIODS.get(gap["gap_by"], DATE_DAY) if column in fields.numbers else column


def date_bins(
    counts: Iterable[tuple[str, int]], gap: Mapping[str, Any]
) -> list[tuple[datetime, int]]:
    """Return Haystack's date facet: the start of each gap that holds anything, and its count."""
    first, end = _day_of(gap["start_date"]), _day_of(gap["end_date"])
    bins: Counter[date] = Counter()
    for value, count in counts:
        day = _first_day(value)
        if day is not None and first <= day < end:
            bins[_start(day, gap["gap_by"], gap["gap_amount"], first)] += count
    return [(datetime.combine(day, time.min), count) for day, count in sorted(bins.items())]


def _start(day: date, unit: str, amount: int, first: date) -> date:
    """Return the first day of the gap that holds ``day``; gaps are counted from ``first``."""
    if unit == "year":
        return date(first.year + (day.year - first.year) // amount * amount, 1, 1)
    if unit == "month":
        months = (day.year - first.year) * 12 + day.month - first.month
        total = first.year * 12 + first.month - 1 + months // amount * amount
        return date(total // 12, total % 12 + 1, 1)
    if unit == "day":
        return first + timedelta((day - first).days // amount * amount)
    return day


def _first_day(value: str) -> date | None:
    """Return the first day of a period; ``None`` for a value that is none."""
    try:
        return first_day(value)
    except ValueError:
        return None


def _day_of(moment: Any) -> date:
    return date(moment.year, moment.month, moment.day)


def text_query(
    text: str | whoosh.Query, analyzer: ArabicAnalyzer, fields: Fields = FIELDS
) -> whoosh.Query:
    """Return the query for a text in Khizana's language; a built query is given back.

    ``*`` finds everything, as Haystack's queries without a filter do.
    """
    if isinstance(text, whoosh.Query):
        return text
    if text.strip() == "*":
        return whoosh.Every()
    return _compiled(parse(text, fields=fields).tree, analyzer, fields)


def narrow_query(text: str, analyzer: ArabicAnalyzer, fields: Fields = FIELDS) -> whoosh.Query:
    """Return the query of ``narrow()``: ``field:"value"``, else the query language."""
    match = _NARROW.fullmatch(text.strip())
    if match is None:
        return text_query(text, analyzer, fields)
    column = column_of(match["field"])
    value = next(part for part in match.groups()[1:] if part is not None)
    if _holds_values(column, fields):
        return whoosh.Term(column, value)
    if column in _KEYS:
        return whoosh.Term(fields.key, value)
    return text_query(value if column in (CONTENT, TEXT) else text, analyzer, fields)


def _compiled(node: Node | None, analyzer: ArabicAnalyzer, fields: Fields) -> whoosh.Query:
    return compile_tree(node, analyzer, resolve=partial(resolve, fields=fields)).query


def _holds_values(column: str, fields: Fields) -> bool:
    field = fields.by_name.get(column)
    return field is not None and field.holds_values


class KhizanaSearchQuery(BaseSearchQuery):
    """Builds one Whoosh query of Haystack's tree of filters; nothing goes through strings."""

    declared: ClassVar[Fields] = FIELDS
    start_offset: int
    end_offset: int | None

    def __str__(self) -> str:
        return str(self.build_query())

    def build_query(self) -> whoosh.Query:
        """Return the query of all filters; without one, everything."""
        query = self._node(self.query_filter) if self.query_filter else whoosh.Every()
        boosts = [
            self._text(Word(word), None).with_boost(boost) for word, boost in self.boost.items()
        ]
        return whoosh.AndMaybe(query, whoosh.Or(boosts)) if boosts else query

    def matching_all_fragment(self) -> str:
        """Return the text that finds everything."""
        return "*"

    def run_mlt(self, **kwargs: Any) -> None:
        """Look for articles like one, those between the offsets alone.

        Haystack's own way leaves the offsets out, so that a slice holds other articles than
        its place says; and it leaves out what ``narrow()`` asks for.
        """
        if not self._more_like_this or self._mlt_instance is None:
            raise MoreLikeThisError("more_like_this() needs an article to compare with")
        query = self.build_query()
        analyzer = index_home().current().analyzer
        for narrowing in sorted(self.narrow_queries):
            query = whoosh.Require(query, narrow_query(narrowing, analyzer, self.declared))
        found = self.backend.more_like_this(
            self._mlt_instance,
            query,
            start_offset=self.start_offset,
            end_offset=self.end_offset,
            models=self.models,
            result_class=self.result_class,
            **kwargs,
        )
        self._results, self._hit_count = found["results"], found["hits"]

    def get_facet_counts(self) -> dict[str, Any]:
        """Return the facets; where nothing was asked for yet, no result is fetched for them.

        Haystack's own way asks for every result there is and throws all of them away.
        """
        if self._facet_counts is None:
            limits = self.start_offset, self.end_offset
            self.set_limits(0, 0)
            self.run()
            self._results = None
            self.start_offset, self.end_offset = limits
        counts: dict[str, Any] = self._facet_counts
        return counts

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> whoosh.Query:
        """Return the query of one filter (``outlet__in=[…]``, ``content="…"``)."""
        name = column_of(field)
        if isinstance(value, Not):
            return whoosh.Not(self.build_query_fragment(field, filter_type, value.query_string))
        if name in _KEYS:
            return _any_term(self.declared.key, value)
        if name == _CONTENT_TYPE:
            return whoosh.Every()
        if name in self.declared.numbers:
            return _number(name, filter_type, value)
        if _holds_values(name, self.declared):
            return _column(name, filter_type, value)
        in_field = name if name != TEXT and name in self.declared.texts else None
        return self._content(in_field, filter_type, value)

    def _node(self, node: SearchNode) -> whoosh.Query:
        parts = []
        for child in node.children:
            if isinstance(child, SearchNode):
                parts.append(self._node(child))
            else:
                expression, value = child
                field, filter_type = node.split_expression(expression)
                parts.append(self.build_query_fragment(field, filter_type, value))
        joint = whoosh.Or if node.connector == SearchNode.OR else whoosh.And
        query = parts[0] if len(parts) == 1 else joint(parts)
        return whoosh.Not(query) if node.negated else query

    def _content(self, field: str | None, filter_type: str, value: Any) -> whoosh.Query:
        if isinstance(value, AutoQuery | Raw):
            return self._text(parse(str(value.query_string), fields=self.declared).tree, field)
        if filter_type == "in":
            return whoosh.Or([self._content(field, "exact", item) for item in value])
        text = str(value.query_string if isinstance(value, BaseInput) else value)
        words = tuple(text.split())
        if not words:
            return whoosh.Every()
        if isinstance(value, Exact) or filter_type == "exact":
            return self._text(Phrase(words), field)
        if filter_type == "startswith":
            return self._text(Prefix(text), field)
        if filter_type == "fuzzy":
            return self._text(Fuzzy(text, 1), field)
        return self._text(And(tuple(Word(word) for word in words)), field)

    def _text(self, node: Node | None, field: str | None) -> whoosh.Query:
        """Return the query of a tree, whose words are looked for in ``field``, if it is named."""
        if node is not None and field is not None:
            node = FieldText(field, node)
        return _compiled(node, index_home().current().analyzer, self.declared)


def _column(field: str, filter_type: str, value: Any) -> whoosh.Query:
    if filter_type == "startswith":
        return whoosh.Prefix(field, str(value))
    if filter_type in ("gt", "gte", "lt", "lte", "range"):
        low, high = _ends(filter_type, value)
        return whoosh.TermRange(
            field,
            None if low is None else str(low),
            None if high is None else str(high),
            startexcl=filter_type == "gt",
            endexcl=filter_type == "lt",
        )
    return _any_term(field, value)


def _any_term(field: str, value: Any) -> whoosh.Query:
    if isinstance(value, BaseInput):
        value = value.query_string
    values = [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)
    if not values:
        return whoosh.NullQuery
    terms = [whoosh.Term(field, str(item)) for item in values]
    return terms[0] if len(terms) == 1 else whoosh.Or(terms)


def _number(field: str, filter_type: str, value: Any) -> whoosh.Query:
    if filter_type == "in":
        return whoosh.Or([_number(field, "exact", item) for item in value])
    if filter_type in _COMPARED:
        low_step, high_step = _COMPARED[filter_type]
        number = _ordinal(value)
        return whoosh.NumericRange(
            field,
            None if low_step is None else number + low_step,
            None if high_step is None else number + high_step,
        )
    if filter_type == "range":
        low, high = value
        return whoosh.NumericRange(field, _ordinal(low), _ordinal(high))
    number = _ordinal(value)
    return whoosh.NumericRange(field, number, number)


def _ends(filter_type: str, value: Any) -> tuple[Any, Any]:
    if filter_type == "range":
        low, high = value
        return low, high
    return (value, None) if filter_type.startswith("g") else (None, value)


def _ordinal(value: Any) -> int:
    if isinstance(value, BaseInput):
        value = value.query_string
    if isinstance(value, datetime):
        value = value.date()
    return value.toordinal() if isinstance(value, date) else int(value)
