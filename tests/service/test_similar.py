from __future__ import annotations

import pytest

from archive.arabic.frequencies import FrequencyTable
from search.engine import (
    ColumnarIndex,
    Document,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    TextField,
)
from search.index.analyzers import ArabicAnalyzer
from search.service.similar_articles import Similar, similar

FLOOD = "ارتفع منسوب نهر الفرات بعد أمطار غزيرة وأغلقت السلطات الجسر القديم في دير الزور."
ARTICLES = {
    "flood": (FLOOD, "story", ["euphrates"]),
    "flood-copy": (FLOOD + " ونقلت الوكالة الخبر.", "story", ["euphrates"]),
    "flood-later": (
        "انخفض منسوب الفرات وعاد الجسر القديم إلى العمل بعد توقف الأمطار الغزيرة.",
        "",
        ["euphrates"],
    ),
    "dam": ("أمطار غزيرة ملأت السد وارتفع منسوب نهر العاصي قرب الجسر.", "", []),
    "football": ("فاز الفريق بثلاثة أهداف في مباراة أقيمت في دير الزور.", "", []),
    "market": ("ارتفعت أسعار القمح في الأسواق المحلية هذا الأسبوع.", "", []),
    "short": ("صورة", "", []),
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    schema = IndexSchema(
        (
            KeyField("id"),
            TextField("text", ArabicAnalyzer(FrequencyTable.shipped())),
            KeywordField("cluster"),
            KeywordField("entity", multi=True),
            NumberField("date_sort"),
        )
    )
    index = ColumnarIndex.create(tmp_path_factory.mktemp("index"), schema, fingerprint="test")
    with index.writer() as writer:
        for day, (key, (text, cluster, entities)) in enumerate(ARTICLES.items()):
            keywords = {"cluster": [cluster] if cluster else [], "entity": entities}
            document = Document(key, {"text": text}, keywords, {"date_sort": day})
            writer.add(document)
    return index.snapshot()


def test_copies_come_first_and_then_what_is_alike(snapshot):
    found = similar(snapshot, "flood", 5, cluster="story", entities=["euphrates"])
    assert found[0] == Similar("flood-copy", same_story=True)
    assert [each.key for each in found[1:]] == ["flood-later", "dam"]


def test_one_shared_word_is_no_likeness(snapshot):
    keys = [each.key for each in similar(snapshot, "flood", 9)]
    assert "football" not in keys and "market" not in keys


def test_an_article_is_not_like_itself(snapshot):
    assert "flood-later" not in [each.key for each in similar(snapshot, "flood-later", 9)]


def test_no_more_than_asked_for(snapshot):
    assert len(similar(snapshot, "flood", 1, cluster="story")) == 1


def test_a_text_of_a_word_is_like_nothing(snapshot):
    assert similar(snapshot, "short", 5) == []


def test_an_article_that_is_not_indexed_is_like_nothing(snapshot):
    assert similar(snapshot, "gone", 5) == []
