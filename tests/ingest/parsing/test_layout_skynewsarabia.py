"""سكاي نيوز عربية: place and outlet on a line of their own."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
متطوعون ينظفون شواطئ الفجيرة
أبوظبي - سكاي نيوز عربية

نظف مئات المتطوعين شواطئ إمارة الفجيرة في حملة بيئية استمرت يومين وجمعت أطنانا من المخلفات.

وقال مسؤول الحملة إن معظم ما جمع من البلاستيك.
"""


def test_line_of_place_and_outlet() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("skynewsarabia", "skynewsarabia")
    assert article.dateline == "أبوظبي"
    assert len(article.paragraphs) == 2
