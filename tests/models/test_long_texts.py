"""Texts of any length and letters are kept, whatever the database puts into its indexes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive.ingest.run import load_paths
from archive.models import Article, Capture
from archive.models.article import TitleStart
from archive.models.stored_texts import LONGEST_URI, LONGEST_URI_BYTES, is_storable, storable
from tests.factories import make_article

_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

pytestmark = pytest.mark.django_db


def _random_text(letters: int) -> str:
    """Return a text that no index can make shorter."""
    return "".join(random.Random(29).choices(_LETTERS, k=letters))


def test_a_very_long_title_is_kept_and_listed() -> None:
    title = _random_text(5000)
    make_article(title=f"ي{title}")
    make_article(title=title)
    listed = Article.objects.order_by(TitleStart("title")).values_list("title", flat=True)
    assert list(listed) == sorted([title, f"ي{title}"])


def test_undated_articles_stand_last_where_the_newest_are_first() -> None:
    dated = make_article()
    undated = make_article()
    Article.objects.filter(pk=undated.pk).update(published_earliest=None)
    Article.objects.filter(pk=dated.pk).update(published_earliest="2024-05-01")
    assert [each.pk for each in Article.objects.all()] == [dated.pk, undated.pk]


def test_documents_of_very_long_paths_are_told_apart(tmp_path: Path, archive_home: Path) -> None:
    folder = tmp_path / "documents"
    deep = folder
    for number in range(18):
        deep /= f"{number}{_random_text(100)}"
    deep.mkdir(parents=True)
    for number in range(2):
        text = f"افتتاح المعرض رقم {number}\nالأحد 5 أيار 2024\nزار المعرض {number} عدد كبير.\n"
        (deep / f"{number}.txt").write_text(text, encoding="utf-8")
    for _again in range(2):
        assert not load_paths([str(folder)]).rejected
    uris = list(Capture.objects.values_list("uri", flat=True))
    assert len(set(uris)) == 2
    for uri in uris:
        assert len(uri) <= LONGEST_URI
        assert len(uri.encode()) <= LONGEST_URI_BYTES
    assert archive_home.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("مكتبة\0عامة", "مكتبة\ufffdعامة"),
        (["a\0", {"k\0": "b"}], ["a\ufffd", {"k\ufffd": "b"}]),
        ("نص", "نص"),
        (7, 7),
        (None, None),
    ],
)
def test_no_letter_moves_where_one_cannot_be_kept(given: object, kept: object) -> None:
    assert storable(given) == kept
    assert is_storable(kept)
    assert is_storable(given) is (given == kept)


def test_half_of_a_surrogate_pair_is_none() -> None:
    assert is_storable(storable("a\ud800b"))
    assert not is_storable("a\ud800b")
