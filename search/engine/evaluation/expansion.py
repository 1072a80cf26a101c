"""The terms of the dictionaries that a prefix, a pattern, a range or a misspelling stands for.

Misspellings and patterns are looked for in two steps: the shapes of all terms leave few that
may be meant, dictionary by dictionary; these are read, each once, and compared.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from whoosh import query

from search.engine.evaluation.edit_distances import edit_distances
from search.engine.storage.block_files import Array
from search.engine.storage.term_dictionary import TermDictionary, decode, encode
from search.engine.storage.term_shapes import TermShapes

_KIND_LETTERS: Final = 1
"""Letters of a pattern by which the shapes of a dictionary are kept: the kind of its terms."""
_COMPARED_AT_ONCE: Final = 4096
"""Terms whose distances are worked out in one table."""
_WILD: Final = re.compile(r"\[!?\]?[^\]]*\]|[*?\[]")


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


def fuzzy_candidates(dictionary: TermDictionary, asked: Any) -> list[bytes]:
    """Return the terms that may be as near as a ``whoosh.query.FuzzyTerm`` allows."""
    beginning = asked.text[: asked.prefixlength]
    return _sieved(dictionary, beginning, lambda shapes: shapes.near(asked.text, asked.maxdist))


def near_terms(candidates: Sequence[bytes], asked: Any) -> list[bytes]:
    """Return those of ``candidates`` within the distance of a ``whoosh.query.FuzzyTerm``."""
    found: list[bytes] = []
    for start in range(0, len(candidates), _COMPARED_AT_ONCE):
        part = candidates[start : start + _COMPARED_AT_ONCE]
        distances = edit_distances(asked.text, [decode(term) for term in part])
        found += [part[place] for place in (distances <= asked.maxdist).nonzero()[0].tolist()]
    return found


def wildcard_candidates(dictionary: TermDictionary, asked: Any) -> list[bytes]:
    """Return the terms that hold the letters of a ``whoosh.query.Wildcard`` (``*``, ``?``, ``[]``)."""
    beginning = _WILD.split(asked.text, maxsplit=1)[0]
    letters = _WILD.sub("", asked.text)
    return _sieved(dictionary, beginning, lambda shapes: shapes.holding(letters))


def matching_terms(candidates: Sequence[bytes], asked: Any) -> list[bytes]:
    """Return those of ``candidates`` that a ``whoosh.query.Wildcard`` means."""
    matches = re.compile(fnmatch.translate(asked.text)).match
    return [term for term in candidates if matches(decode(term))]


def _sieved(
    dictionary: TermDictionary, beginning: str, sieve: Callable[[TermShapes], Array]
) -> list[bytes]:
    """Return the terms with a ``beginning`` whose shapes pass."""
    low, high = dictionary.prefix_range(encode(beginning))
    if low >= high:
        return []
    first, end = dictionary.prefix_range(encode(beginning[:_KIND_LETTERS]))
    shapes = dictionary.shapes(first, end)
    within = slice(low - first, high - first)
    passed = sieve(TermShapes(shapes.lengths[within], shapes.letters[within]))
    return dictionary.terms_at((passed + low).tolist())


_Candidates = Callable[[TermDictionary, Any], list[bytes]]
_Chosen = Callable[[Sequence[bytes], Any], list[bytes]]

_EXPANSIONS: Final[dict[type, tuple[_Candidates, _Chosen | None]]] = {
    query.Prefix: (lambda dictionary, asked: prefix_terms(dictionary, encode(asked.text)), None),
    query.TermRange: (range_terms, None),
    query.Wildcard: (wildcard_candidates, matching_terms),
    query.FuzzyTerm: (fuzzy_candidates, near_terms),
}
PATTERNS: Final = frozenset(_EXPANSIONS)
"""The kinds of ``whoosh.query`` that stand for many terms."""


def expand(
    dictionaries: Iterable[TermDictionary], asked: Any, check: Callable[[], None]
) -> list[bytes]:
    """Return the terms of ``dictionaries`` that ``asked``, one of ``PATTERNS``, means, sorted.

    ``check`` is called between the dictionaries, and may raise.
    """
    candidates_of, choose = _EXPANSIONS[type(asked)]
    candidates: set[bytes] = set()
    for dictionary in dictionaries:
        candidates.update(candidates_of(dictionary, asked))
        check()
    found = sorted(candidates)
    return found if choose is None else choose(found, asked)
