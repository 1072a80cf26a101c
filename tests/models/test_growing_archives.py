"""What a few new articles cost does not grow with the archive that they come into."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pytest

from archive.captures.store import capture_store
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.entities.storage.corrections import corrections
from archive.entities.storage.recognition_pass import BatchReader, outdated
from archive.ingest.dates import DatedPage, days_without_share, shared_header_days
from archive.ingest.dates.shared_days import FEWEST_CAPTURES
from archive.ingest.loading import shared_headers
from archive.knowledge.knowledge import OutletRegistry
from archive.models import Article, ArticleSignature
from archive.republications.signatures import SharedBands, band_keys, candidate_pairs, signature
from tests.factories import make_article, make_capture, make_outlet, stated_day
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


def test_pages_of_an_outlet_of_many_days_are_not_read_behind_each_load(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outlet = make_outlet()
    for number in range(8):
        day = stated_day(date(2020, 1, 1 + number))
        ArticleSignature.objects.create(
            article=make_article(outlet=outlet, **day), minhash=b"", clustered=number > 0
        )
    judged: list[DatedPage] = []

    def judge(pages: Iterable[DatedPage]) -> set[tuple[str, date]]:
        judged.extend(pages)
        return set()

    monkeypatch.setattr(shared_headers, "shared_header_days", judge)
    shared_headers.settle_header_dates(capture_store(), OutletRegistry.shipped())
    assert judged == []
    for _page in range(32):
        make_article(outlet=outlet, **stated_day(date(2020, 1, 1)))
    shared_headers.settle_header_dates(capture_store(), OutletRegistry.shipped())
    assert len(judged) == 40


@pytest.mark.parametrize("most", range(1, 60))
def test_no_day_is_shared_where_pages_have_enough_others(most: int) -> None:
    def shared(days: int) -> bool:
        others = (DatedPage("o", date(2021, 1, 1) + timedelta(n), f"o{n}") for n in range(days - 1))
        own = (DatedPage("o", date(2020, 1, 1), f"p{n}") for n in range(most))
        return bool(shared_header_days([*own, *others]))

    assert not shared(days_without_share(most))
    assert shared(max(days_without_share(most) - 3, 1)) is (most >= FEWEST_CAPTURES)
