"""Terms that set some documents apart from the archive, for "more like this"."""

from __future__ import annotations

from math import log

import numpy as np

from search.engine.blocks import Array
from search.engine.sources import TermSource
from search.engine.texts import decode, encode


def significant_terms(
    source: TermSource, docs: Array, field: str, prefix: str, limit: int
) -> list[tuple[str, float]]:
    """The ``limit`` terms of ``docs`` with the highest frequency × idf, best first."""
    totals: dict[bytes, int] = {}
    for segment, base in zip(source.segments, source.bases, strict=True):
        local = docs[(docs >= base) & (docs < base + segment.documents)] - base
        if not len(local):
            continue
        postings = segment.file.postings(field)
        low, high = postings.dictionary.prefix_range(encode(prefix))
        if low >= high or postings.freqs is None:
            continue
        starts = postings.starts[low : high + 1].astype(np.int64)
        wanted = np.zeros(segment.documents, np.bool_)
        wanted[local] = True
        found = np.flatnonzero(wanted[postings.docs[starts[0] : starts[-1]]])
        ordinals = starts.searchsorted(found + starts[0], side="right") - 1
        weights = np.bincount(ordinals, postings.freqs[found + starts[0]])
        for ordinal in np.flatnonzero(weights).tolist():
            name = postings.dictionary.term(low + ordinal)
            totals[name] = totals.get(name, 0) + int(weights[ordinal])
    scored = [
        (
            decode(name),
            total
            * log(1 + source.document_count_all / (1 + source.document_frequency(field, name))),
        )
        for name, total in totals.items()
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:limit]
