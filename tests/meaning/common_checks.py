"""What holds wherever vectors lie, in files or in a cluster."""

from __future__ import annotations

from typing import Any

import pytest

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import Meaning, SearchState
from search.service.search import search
from tests.factories import make_article
from tests.meaning.conftest import embed
from tests.meaning.stand_in_model import StandInModel


def hits_follow_the_meaning() -> tuple[SearchState, tuple[str, str]]:
    """Ask for the second of two equal hits by its meaning; return the search and the order of texts.

    The order is that of the meaning, and the other one that of the words.
    """
    meanings = {"سيول جارفة هنا.": "flood", "حنطة وفيرة هنا.": "wheat"}
    for body in meanings:
        make_article("قالوا", body)
    drain_all(index_home())
    embed()
    first, second = (hit.article.body for hit in search(SearchState().with_text("قالوا")).hits)
    asked = SearchState(any_word=True, meaning=Meaning.TOO).with_text(f"قالوا {meanings[second]}")
    assert [hit.article.body for hit in search(asked).hits] == [second, first]
    return asked, (second, first)


def make_hidden_meanwhile(model: StandInModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an article that is hidden while ``model`` makes its vector."""
    article, plain = make_article("خبر", "نص."), model.passages

    def hide_meanwhile(texts: Any) -> Any:
        hide_articles([article], Reasons("سبب"))
        return plain(texts)

    monkeypatch.setattr(model, "passages", hide_meanwhile)
