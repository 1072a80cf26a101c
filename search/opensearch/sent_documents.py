"""A document as it is sent to the cluster: the terms of each position, and its columns."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from search.contract import Document, IndexSchema, WordAnalyzer
from search.opensearch.index_body import LENGTH, MOST_LETTERS, ORDER, REPEATED, SEPARATOR, TERMS

_SPACE: Final = "\N{NO-BREAK SPACE}"
"""Stands for the space in a term of two words: the cluster's tokenizer does not split there."""
_BAR: Final = "\N{BROKEN BAR}"
"""Stands for the separator in a term."""
_NOTHING: Final = "\N{SYMBOL FOR NULL}"
"""Fills the position of a word without a term."""
_REMEMBERED: Final = 65_536
"""Words whose terms are remembered, about 20 MB."""


def sent_term(term: str) -> str:
    """Return a term as the cluster knows it.

    >>> sent_term("=تشرين الثاني") == "=تشرين\\u00a0الثاني"
    True
    """
    if SEPARATOR in term:
        term = term.replace(SEPARATOR, _BAR)
    if " " in term or not term.isprintable():
        term = "".join(_SPACE if each.isspace() else each for each in term)
    return term[:MOST_LETTERS]


def own_term(sent: str) -> str:
    """Return a term as this program knows it."""
    return sent.replace(_SPACE, " ")


def key_order(key: str) -> str:
    """Return what sorts keys as numbers sort: shorter ones first."""
    return f"{len(key):04d}{key}"


class SentDocuments:
    """Makes the documents of one schema; remembers the terms of words."""

    def __init__(self, schema: IndexSchema) -> None:
        self._schema: Final = schema
        self._terms_of: Final = {
            name: _remembering(field.analyzer) for name, field in schema.texts.items()
        }

    def of(self, document: Document) -> dict[str, Any]:
        """Return the fields of ``document``. Raises ``UnknownFieldError``."""
        self._schema.check_texts(document.text)
        self._schema.check_columns(document.keywords, document.numbers)
        fields: dict[str, Any] = {
            self._schema.key.name: document.key,
            ORDER: key_order(document.key),
        }
        repeated: dict[str, dict[str, int]] = {}
        for name, text in document.text.items():
            parts = [text] if isinstance(text, str) else list(text)
            self._add_text(fields, repeated, name, parts)
        if repeated:
            fields[REPEATED] = json.dumps(repeated, ensure_ascii=False)
        for name, values in document.keywords.items():
            if values:
                fields[name] = list(values)
        fields.update(
            (name, number) for name, number in document.numbers.items() if number is not None
        )
        return fields

    def _add_text(
        self,
        fields: dict[str, Any],
        repeated: dict[str, dict[str, int]],
        name: str,
        parts: Sequence[str],
    ) -> None:
        terms_of, words_of = self._terms_of[name], self._schema.texts[name].analyzer.words
        places = [[terms_of(word) for word in words_of(part)] for part in parts]
        counts = Counter(chain.from_iterable(chain.from_iterable(places)))
        # An empty part keeps its gap, as in the columnar index.
        fields[name] = [
            " ".join(SEPARATOR.join(terms) or _NOTHING for terms in part) for part in places
        ]
        fields[name + TERMS] = list(counts)
        fields[name + LENGTH] = counts.total()
        more = {term: count for term, count in counts.items() if count > 1}
        if more:
            repeated[name] = more


def _remembering(analyzer: WordAnalyzer) -> Callable[[str], tuple[str, ...]]:
    @lru_cache(_REMEMBERED)
    def terms_of(word: str) -> tuple[str, ...]:
        return tuple(map(sent_term, analyzer.terms(word)))

    return terms_of
