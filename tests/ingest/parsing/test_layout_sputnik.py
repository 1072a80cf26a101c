"""سبوتنيك عربي: the radio programme above, captions glued to credits, links amid the text."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
00:00
01:00
02:00
مدار الليل والنهار
04:30 GMT
150 د
لبنان والعالم
07:00 GMT
123 د
أمساليوم
بث مباشر

مرصد فلكي يرصد مذنبا جديدا قرب كوكب المشتري

© AP Photo / John Smithتلسكوب في الصحراء
تلسكوب في الصحراء - سبوتنيك عربي
تابعنا عبر
رصد علماء الفلك مذنبا جديدا يقترب من كوكب المشتري، بحسب بيان للمرصد الأوروبي الجنوبي.

تلسكوب جيمس ويب - سبوتنيك عربي, 1920, 19.01.2026
علماء يكتشفون مجرة بعيدة
19 يناير, 18:48 GMT
وقال العلماء إن المذنب سيكون مرئيا بالعين المجردة في نصف الكرة الجنوبي.
"""


def test_programme_credits_and_links_stay_out_of_the_body() -> None:
    (article,) = parse_text(PAGE)
    assert article.layout == "sputnik"
    assert article.title == "مرصد فلكي يرصد مذنبا جديدا قرب كوكب المشتري"
    assert [paragraph.split()[0] for paragraph in article.paragraphs] == ["رصد", "وقال"]


def test_caption_is_read_without_its_credit() -> None:
    (article,) = parse_text(PAGE)
    assert article.captions[0] == "تلسكوب في الصحراء"
    assert article.outlet.slug == "sputnik-arabic"
