"""How an index is laid out in the cluster: its settings, its analysis, its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from search.contract import IndexSchema

TERMS: Final = "_terms"
"""After the name of a text: the field of its distinct terms, which are counted."""
LENGTH: Final = "_length"
"""After the name of a text: how many terms it has."""
ORDER: Final = "key_order"
"""The field by which equal documents stand in order: the key, shorter ones first."""
REPEATED: Final = "repeated"
"""The field of how often a document has the terms that it has more than once."""

SEPARATOR: Final = "|"
"""Between the terms of one position: no word of a text holds it."""
PART_GAP: Final = 100
"""Positions left free between the parts of a text, as the columnar index leaves them."""
MOST_LETTERS: Final = 4_000
"""Of a term: Lucene takes 32,766 bytes (``IndexWriter.MAX_TERM_LENGTH``)."""
_POSITION_LETTERS: Final = 1_000_000
"""Of all terms of one position: the tokenizer's own bound, lest it divide one."""
WINDOW: Final = 10_000
"""Hits of one answer: OpenSearch's ``max_result_window``."""

B: Final = 0.75
K1: Final = 1.2
"""The parameters of BM25 that the columnar index has from Whoosh."""
TYPICAL_LENGTH: Final = 900.0
"""Terms of a text where nothing is known of the archive: 250 words of four terms, less stop words."""


def similarity(average_length: float) -> dict[str, Any]:
    """Return BM25 but for the rarity of the term, which comes with the query as its boost.

    ``average_length`` is frozen into the index, so that a document scores the same in every shard
    and every copy of it.
    """
    script = (
        f"return query.boost * {K1 + 1} * doc.freq / "
        f"(doc.freq + {K1} * ({1 - B} + {B} * doc.length / {max(average_length, 1.0)}));"
    )
    # Every term of a position counts, as in the columnar index.
    return {"type": "scripted", "discount_overlaps": False, "script": {"source": script}}


def index_body(
    schema: IndexSchema,
    *,
    shards: int = 1,
    replicas: int = 0,
    lengths: Mapping[str, float] | None = None,
    meta: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what an index is created with.

    ``lengths`` are the average lengths of the texts, where they are known; ``meta`` is kept with
    the index for who opens it.
    """
    known = lengths or {}
    similar = {
        f"{name}_frozen": similarity(known.get(name, TYPICAL_LENGTH)) for name in schema.texts
    }
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "max_result_window": WINDOW,
            "similarity": similar,
            "analysis": {
                "tokenizer": {
                    "positions": {"type": "whitespace", "max_token_length": _POSITION_LETTERS}
                },
                "filter": {
                    "terms": {
                        "type": "pattern_capture",
                        "preserve_original": False,
                        "patterns": [f"([^{SEPARATOR}]+)"],
                    }
                },
                "analyzer": {"positions": {"tokenizer": "positions", "filter": ["terms"]}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "_meta": dict(meta or {}),
            "properties": _properties(schema),
        },
    }


def _properties(schema: IndexSchema) -> dict[str, Any]:
    found: dict[str, Any] = {
        schema.key.name: {"type": "keyword"},
        ORDER: {"type": "keyword", "index": False},
        REPEATED: {"type": "keyword", "index": False, "doc_values": False, "store": True},
    }
    for name in schema.texts:
        found[name] = {
            "type": "text",
            "analyzer": "positions",
            "similarity": f"{name}_frozen",
            "position_increment_gap": PART_GAP,
        }
        found[name + TERMS] = {"type": "keyword"}
        found[name + LENGTH] = {"type": "integer", "index": False}
    for name in schema.keywords:
        found[name] = {"type": "keyword", "eager_global_ordinals": True}
    for name in schema.numbers:
        found[name] = {"type": "long"}
    return found
