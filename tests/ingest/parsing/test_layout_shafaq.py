"""شفق نيوز: the outlet first, then the place."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
افتتاح جسر جديد على نهر دجلة في العمارة
شفق نيوز- ميسان

افتتحت في مدينة العمارة مركز محافظة ميسان جسرا جديدا على نهر دجلة يختصر الطريق بين ضفتي المدينة.

وقال مدير الطرق إن العمل استغرق ثلاث سنوات.
"""


def test_outlet_stands_before_the_place() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("shafaq", "shafaq")
    assert article.dateline == "ميسان"
    assert len(article.paragraphs) == 2
