"""What ``narrow()`` is given, as a query: a field with its value, the query language, an ``SQ``.

Haystack turns an ``SQ`` into a string before it reaches any backend, out of one fragment for
each filter. Ours hold the value as JSON, so that it can be read again without loss:
``outlet__in:["sahifa", "وكالة أنباء"]``. They are joined as Haystack joins fragments:
``(a AND b)``, ``(a OR b)``, ``NOT (a)``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from haystack.backends import VALID_FILTERS
from haystack.inputs import AutoQuery, BaseInput, Clean, Exact, Not, PythonData, Raw
from whoosh import query as whoosh

from archive.arabic.normalize import fold
from search.haystack.field_filters import FieldFilters, column_of
from search.haystack.refusals import UnanswerableSearchError, unknown_field
from search.query.query_terms import combined

_INPUTS: Final[dict[str, type[BaseInput]]] = {
    each.input_type_name: each for each in (Raw, PythonData, Clean, Exact, Not, AutoQuery)
}
_LOOKUPS: Final = "|".join(sorted(VALID_FILTERS))
_FRAGMENT: Final = re.compile(rf"(?<!\w)(?P<field>\w+?)__(?P<lookup>{_LOOKUPS}):")
_MADE_OF_SQ: Final = re.compile(rf"(?:NOT )?(?:\((?:NOT )?)*{_FRAGMENT.pattern}")
_FIELD: Final = re.compile(
    r"(?P<field>[^\W\d]\w*):\s*(?!//)"
    r'(?:"(?P<quoted>.*)"|\((?P<bracketed>.*)\)|\[(?P<low>(?:(?! TO ).)++) TO (?P<high>.+)\]|(?P<bare>.+))',
    re.S | re.I,
)
_CHOICE: Final = re.compile(r'(?<!\w)(\w+):"([^"]*)"')
_CHOICES: Final = re.compile(
    r'\w+:"[^"]*"(?: (?P<joint>OR|AND) \w+:"[^"]*")(?: (?P=joint) \w+:"[^"]*")*'
)


def fragment(field: str, lookup: str, value: Any) -> str:
    """Return one filter as text, of which ``narrowing_query`` makes its query again."""
    return f"{field}__{lookup}:{json.dumps(_plain(value), ensure_ascii=False)}"


def narrowing_query(text: str, filters: FieldFilters) -> whoosh.Query:
    """Return the query of ``narrow()``; a blank text finds nothing.

    Raises ``UnanswerableSearchError`` for a field that is none.
    """
    text = text.strip()
    if text in ("", "*"):
        return whoosh.Every() if text else whoosh.NullQuery
    if _MADE_OF_SQ.match(text):
        return _Fragments(text, filters).whole_query()
    choices = _CHOICES.fullmatch(text)
    if choices is not None:
        joint = whoosh.Or if choices["joint"] == "OR" else whoosh.And
        found = _CHOICE.findall(text)
        return joint([filters.query(name, "exact", value) for name, value in found])
    match = _FIELD.fullmatch(text)
    if match is None:
        return filters.language(text)
    if filters.knows(match["field"]):
        return _of_field(match, filters)
    if fold(match["field"]) in filters.fields.by_spelling:
        return filters.language(text)
    raise unknown_field(match["field"], "narrow by", filters.names())


def _of_field(match: re.Match[str], filters: FieldFilters) -> whoosh.Query:
    name = match["field"]
    if match["low"] is not None:
        return filters.query(name, "range", [_end(match["low"]), _end(match["high"])])
    if match["quoted"] is not None:
        return filters.query(name, "exact", match["quoted"])
    if match["bare"] == "*":
        return whoosh.Not(filters.query(name, "exact", None))
    value = match["bracketed"] if match["bracketed"] is not None else match["bare"]
    if filters.is_text(column_of(name)):
        return filters.query(name, "content", AutoQuery(value))
    return filters.query(name, "exact", value)


def _end(written: str) -> str | None:
    return None if written == "*" else written


def _plain(value: Any) -> Any:
    """Return ``value`` as what JSON can hold; a moment as its day."""
    if isinstance(value, BaseInput):
        return {"input": value.input_type_name, "value": _plain(value.query_string)}
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    return list(map(_plain, value)) if isinstance(value, Iterable) else str(value)


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return list(map(_value, plain))
    if isinstance(plain, dict):
        return _INPUTS[plain["input"]](_value(plain["value"]))
    return plain


class _Fragments:
    """Reads what Haystack joined of fragments, from left to right."""

    def __init__(self, text: str, filters: FieldFilters) -> None:
        self._text = text
        self._filters = filters
        self._at = 0

    def whole_query(self) -> whoosh.Query:
        """Return the query of the text. Raises ``UnanswerableSearchError`` where it is cut."""
        query = self._query()
        if self._at < len(self._text):
            raise self._broken()
        return query

    def _query(self) -> whoosh.Query:
        parts, joint = [self._part()], whoosh.And
        while True:
            if self._take(" AND "):
                joint = whoosh.And
            elif self._take(" OR "):
                joint = whoosh.Or
            else:
                return combined(joint, parts)
            parts.append(self._part())

    def _part(self) -> whoosh.Query:
        negated = self._take("NOT ")
        if self._take("("):
            query = self._query()
            if not self._take(")"):
                raise self._broken()
        else:
            query = self._filter()
        return whoosh.Not(query) if negated else query

    def _filter(self) -> whoosh.Query:
        match = _FRAGMENT.match(self._text, self._at)
        if match is None:
            raise self._broken()
        self._at = match.end()
        try:
            plain, self._at = json.JSONDecoder().raw_decode(self._text, self._at)
            value = _value(plain)
        except (ValueError, KeyError, TypeError) as error:
            raise self._broken() from error
        return self._filters.query(match["field"], match["lookup"], value)

    def _broken(self) -> UnanswerableSearchError:
        return UnanswerableSearchError(
            f"narrow({self._text!r}) breaks off at letter {self._at}; narrow(SQ(…)) writes it"
        )

    def _take(self, wanted: str) -> bool:
        found = self._text.startswith(wanted, self._at)
        self._at += len(wanted) if found else 0
        return found
