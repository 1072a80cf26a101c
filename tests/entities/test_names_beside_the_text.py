"""Names in datelines, captions and keywords."""

from __future__ import annotations

import pytest

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.storage.reanchoring import reread
from archive.models import Article
from archive.records.mentions import ArticleField, ArticleText, field_text, text_of
from tests.factories import make_article


def found_in(text: ArticleText, field: ArticleField) -> list[str]:
    """The names that are found in one field, as it writes them."""
    mentions = combined_recogniser(Corrections()).recognise(text)
    return [mention.surface for mention in mentions if mention.field is field]


@pytest.mark.parametrize(
    ("field", "text", "names"),
    [
        ("dateline", "بيروت", ["بيروت"]),
        ("captions", "الوفد في دمشق\nصورة من القاهرة أمس", ["دمشق", "القاهرة"]),
        ("keywords", "السعودية\nأسعار النفط\nاليابان", ["السعودية", "اليابان"]),
    ],
)
def test_a_name_beside_the_text_is_found_where_it_stands(
    field: str, text: str, names: list[str]
) -> None:
    article = ArticleText(title="خبر", body="وصل الوفد أمس.", **{field: text})
    assert found_in(article, ArticleField(field)) == names


def test_a_place_inside_another_name_is_no_mention_there_either() -> None:
    captions = "افتتاح نادي جدة الأدبي"
    assert "جدة" not in found_in(ArticleText("خبر", captions=captions), ArticleField.CAPTIONS)


def test_no_keyword_is_taken_for_a_name_by_its_form_alone() -> None:
    keywords = "زعيتر الكرماوي\nهيئة تطوير السوق"
    assert found_in(ArticleText("خبر", keywords=keywords), ArticleField.KEYWORDS) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("archive_home")
def test_a_changed_caption_moves_its_mentions() -> None:
    article = make_article(captions=["الوفد في دمشق", "السوق في بيروت"])
    reread(article, {})
    before = {"captions": field_text(article, "captions")}
    article.captions = ["صورة: الوفد في دمشق", "السوق"]
    article.save()
    reread(Article.objects.get(pk=article.pk), before)
    (mention,) = article.mentions.filter(field="captions")
    text = text_of(Article.objects.get(pk=article.pk)).captions
    assert text[mention.start : mention.end] == "دمشق"
