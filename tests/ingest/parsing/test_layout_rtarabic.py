"""RT عربي: stories above, the lede between two titles, a source that RT retells."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
مباشر
أين يمكنك متابعتنا

أقسام مهمة

Stories

56 خبر
  • كأس العالم للشطرنج
  • رحلة إلى القمر
  • كأس العالم للشطرنج

    كأس العالم للشطرنج

  • رحلة إلى القمر

    رحلة إلى القمر

  • فيديوهات

    فيديوهات

بعثة علمية تعثر على نقوش قديمة في وادي رم

أعلنت بعثة علمية أردنية أنها عثرت على نقوش تعود إلى القرن الثالث قبل الميلاد في وادي رم جنوبي البلاد.

بعثة علمية تعثر على نقوش قديمة في وادي رم
Ivan Petrov / Sputnik

وقال رئيس البعثة إن النقوش كتبت بخط ثمودي وتصف قوافل الجمال التي عبرت المنطقة.

وأضاف أن العمل سيتواصل حتى نهاية الموسم.

المصدر: نوفوستي

تابعوا RT على
"""


def test_lede_stands_before_the_rest_and_stories_stay_out() -> None:
    (article,) = parse_text(PAGE)
    assert article.layout == "rtarabic"
    assert article.title == "بعثة علمية تعثر على نقوش قديمة في وادي رم"
    assert [paragraph.split()[0] for paragraph in article.paragraphs] == ["أعلنت", "وقال", "وأضاف"]
    assert article.section == ""


def test_retold_agency_is_credited_beside_the_outlet() -> None:
    (article,) = parse_text(PAGE)
    assert (article.outlet.slug, article.agency) == ("rtarabic", "نوفوستي")
