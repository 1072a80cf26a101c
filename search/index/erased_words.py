"""Words that stand in no article any more, and still in the word frequencies of the index.

The frequencies of a build are frozen: what a withdrawn article alone had written stays in them
until another build takes their place.
"""

from __future__ import annotations

from archive.arabic.frequencies import FrequencyTable
from search.fields import FIELDS
from search.index.analyzers import Match
from search.index.open_index import OpenIndex


def keeps_erased_words(opened: OpenIndex) -> bool:
    """Return whether the frequencies hold a word that no article holds, nor general Arabic.

    Ask it once the index's files are rid of what was deleted. It looks up every word of the
    archive's own, a hundred thousand in a second.
    """
    snapshot, analyzer = opened.snapshot(), opened.analyzer
    shipped, field, exact = FrequencyTable.shipped(), FIELDS.texts[0], Match.EXACT
    return any(
        not any(snapshot.doc_frequency(field, term) for term in analyzer.query_terms(word, exact))
        for word in analyzer.frequencies.words()
        if not shipped.count(word)
    )
