"""What a few new articles cost does not grow with the archive that they come into."""

from __future__ import annotations

import numpy as np
import pytest

from archive.entities.recognition.combined_recogniser import gazetteer_recogniser
from archive.entities.storage.corrections import corrections
from archive.entities.storage.recognition_pass import BatchReader, outdated
from archive.models import Article, ArticleSignature
from archive.republications.signatures import SharedBands, band_keys, candidate_pairs, signature
from tests.factories import make_article, make_capture
from tests.sqlite_work import instructions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home"), pytest.mark.sqlite]

MANY = 3_000
FEW_ROWS = MANY // 3
"""Instructions that do not suffice to look at each of ``MANY`` rows."""


def fill(version: str) -> None:
    """Store many articles that this version has read for names and that have been compared."""
    capture = make_capture()
    articles = Article.objects.bulk_create(
        Article(
            public_id=f"many{number}", capture=capture, position=number, recognised_with=version
        )
        for number in range(MANY)
    )
    ArticleSignature.objects.bulk_create(
        ArticleSignature(article=article, minhash=b"", clustered=True) for article in articles
    )


def test_articles_that_wait_for_names_are_found_without_reading_the_others() -> None:
    reader = BatchReader(gazetteer_recogniser)
    version = gazetteer_recogniser(corrections()).version
    fill(version)
    waiting = [make_article(), make_article(), make_article(recognised_with="older")]
    assert outdated(reader.recogniser) == len(waiting)
    assert instructions(lambda: outdated(reader.recogniser)) < FEW_ROWS
    (batch,) = [reader.read_after(0)]
    assert batch is not None
    assert (batch.read, batch.last) == (len(waiting), waiting[-1].pk)
    assert instructions(lambda: reader.read_after(0)) < FEW_ROWS
    assert reader.read_after(0) is None


def test_articles_that_wait_for_comparison_are_found_without_reading_the_others() -> None:
    fill("")
    waiting = make_article()
    ArticleSignature.objects.create(article=waiting, minhash=b"")
    found = ArticleSignature.objects.waiting().values_list("article_id", flat=True)
    assert list(found) == [waiting.pk]
    assert instructions(lambda: list(found.all())) < FEW_ROWS


def test_signatures_that_share_a_band_are_all_that_can_make_a_pair() -> None:
    words = [f"كلمة{number}" for number in range(400)]
    texts = [" ".join(words[start : start + 120]) for start in range(0, 280, 20)]
    signatures = [signature(text) for text in texts]
    keys = band_keys(signatures)
    fresh = [False] * len(texts)
    fresh[4] = True
    pairs = candidate_pairs(keys, np.array(fresh))
    sharing = set(SharedBands([signatures[4]]).rows_sharing(signatures))
    assert {row for pair in pairs for row in pair} <= sharing
    assert 4 in sharing
    assert len(sharing) < len(texts)
