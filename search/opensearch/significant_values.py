"""Terms that a set of documents has more often than the rest, found in every shard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from search.contract import SURPRISING, SignificantTerm, log_likelihood
from search.opensearch.index_facts import IndexFacts
from search.opensearch.sent_documents import own_term, sent_term
from search.opensearch.value_counts import ValueCounts, beginning

_CANDIDATES: Final = 5
"""Terms compared by their exact counts for each that is wanted."""
_FEWEST: Final = 3
"""Documents of the set that have each term."""


def significant_values(
    facts: IndexFacts,
    counts: ValueCounts,
    narrowing: Sequence[Any],
    field: str,
    kind_prefix: str,
    limit: int,
) -> list[SignificantTerm]:
    """Return the terms of ``field`` that begin with ``kind_prefix`` and set the found apart.

    Shards propose terms by their mutual information, which orders as G² does
    (G² = 2·N·MI); what is given is ranked by counts over all shards.
    Raises ``QueryTooCostlyError``, ``UnknownFieldError``.
    """
    counted = facts.counted_field(field)
    many = max(limit * _CANDIDATES, 50)
    asked: dict[str, Any] = {
        "field": counted,
        "size": many,
        "shard_size": many * facts.shards,
        "min_doc_count": 1 if facts.shards > 1 else _FEWEST,
        "mutual_information": {"include_negatives": False},
    }
    if kind_prefix:
        asked["include"] = beginning(sent_term(kind_prefix))
    documents, candidates = counts.significant(asked, narrowing)
    if not candidates or not 0 < documents < facts.documents:
        return []
    terms = {"field": counted, "include": candidates, "size": len(candidates)}
    within = dict(counts.values(terms | {"shard_size": len(candidates) + 1}, narrowing))
    own = {term: own_term(term) if counted != field else term for term in candidates}
    facts.learn((field, each) for each in own.values())
    in_all = [facts.frequency(field, own[term]) for term in candidates]
    inside = [within.get(term, 0) for term in candidates]
    scores = log_likelihood(np.array(inside), np.array(in_all), documents, facts.documents)
    found = [
        SignificantTerm(own[term], inside[n], in_all[n], float(scores[n]))
        for n, term in enumerate(candidates)
        if inside[n] >= _FEWEST and scores[n] > SURPRISING
    ]
    return sorted(found, key=lambda each: (-each.score, each.term))[:limit]
