"""The terms of the dictionaries that a prefix, a pattern, a range or a misspelling stands for."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable
from typing import Any, Final

from whoosh import query

from search.engine.evaluation.edit_distances import edit_distances
from search.engine.storage.term_dictionary import TermDictionary, decode, encode


def prefix_terms(dictionary: TermDictionary, prefix: bytes) -> list[bytes]:
    """Return the terms that begin with ``prefix``."""
    return dictionary.terms(*dictionary.prefix_range(prefix))


def range_terms(dictionary: TermDictionary, asked: Any) -> list[bytes]:
    """Return the terms of a ``whoosh.query.TermRange`` over text."""
    low = 0 if asked.start is None else dictionary.lower_bound(encode(asked.start))
    high = len(dictionary)
    if asked.end is not None:
        high = dictionary.lower_bound(encode(asked.end) + b"\0")
    terms = dictionary.terms(low, high)
    excluded = {encode(asked.start)} if asked.startexcl and asked.start is not None else set()
    if asked.endexcl and asked.end is not None:
        excluded.add(encode(asked.end))
    return [term for term in terms if term not in excluded]


def wildcard_terms(dictionary: TermDictionary, pattern: str) -> list[bytes]:
    """Return the terms of a shell pattern with ``*``, ``?`` and ``[]``."""
    literal = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    matches = re.compile(fnmatch.translate(pattern)).match
    candidates = prefix_terms(dictionary, encode(literal))
    return [term for term in candidates if matches(decode(term))]


def fuzzy_terms(dictionary: TermDictionary, text: str, distance: int, prefix: int) -> list[bytes]:
    """Return the terms within ``distance`` edits of ``text`` (Levenshtein) that share its beginning."""
    candidates = prefix_terms(dictionary, encode(text[:prefix]))
    near = [t for t in candidates if abs(len(decode(t)) - len(text)) <= distance]
    if not near:
        return []
    distances = edit_distances(text, [decode(term) for term in near])
    return [term for term, d in zip(near, distances.tolist(), strict=True) if d <= distance]


EXPANSIONS: Final[dict[type, Callable[[TermDictionary, Any], list[bytes]]]] = {
    query.Prefix: lambda dictionary, asked: prefix_terms(dictionary, encode(asked.text)),
    query.Wildcard: lambda dictionary, asked: wildcard_terms(dictionary, asked.text),
    query.TermRange: range_terms,
    query.FuzzyTerm: lambda dictionary, asked: fuzzy_terms(
        dictionary, asked.text, asked.maxdist, asked.prefixlength
    ),
}
"""Kind of ``whoosh.query`` → the terms of a dictionary that such a query means."""
