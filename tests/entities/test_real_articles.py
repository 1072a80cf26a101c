"""The real documents: the entities of each article against what a reader found."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from benchmarks.entities_gazetteer import Score, seed_articles, seed_score


@pytest.mark.seeds
def test_the_distinct_entities_of_the_real_articles_are_found(shared: Path) -> None:
    reader = GazetteerRecogniser()
    total = Score()
    for judged, article in seed_articles(shared):
        total.add(seed_score(judged, article, reader))
    assert total.right >= 0.95 * total.found
    assert total.right >= 0.85 * total.wanted
