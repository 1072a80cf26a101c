"""Headlines that share their line with a day, a courtesy, an author or the site's name."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

_TITLE = "صيادو الخليج يعودون إلى البحر بعد العاصفة"
_FIRST = "عاد صيادو الخليج صباح أمس إلى البحر بعد توقف دام ثلاثة أسابيع بسبب العاصفة الأخيرة."
_SECOND = "وقال نقيب الصيادين إن القوارب خرجت من المرفأ القديم وعادت بصيد وفير إلى الأسواق."


def _page(*head: str) -> str:
    return "\n".join([*head, _FIRST, _SECOND])


def test_a_day_in_brackets_behind_the_headline_is_the_articles() -> None:
    (article,) = parse_text(_page(f"{_TITLE} (19/3/2015)"))
    assert article.title == _TITLE
    assert article.published.edtf == "2015-03-19"


def test_a_republishers_courtesy_is_no_part_of_the_headline() -> None:
    head = f"شكرا لقراءتكم خبر {_TITLE} ونؤكد لكم باننا نسعى دائما لارضائكم والان مع التفاصيل"
    (article,) = parse_text(_page(head))
    assert article.title == _TITLE
    assert article.paragraphs == (_FIRST, _SECOND)
    assert article.standfirst == ""


def test_the_name_of_the_site_is_cut_off_a_headline_that_comes_again() -> None:
    (article,) = parse_text(_page(f"{_TITLE} – مرافئ اليوم – أخبار", "الرئيسية", _TITLE))
    assert article.title == _TITLE
    assert article.paragraphs == (_FIRST, _SECOND)


def test_a_dash_inside_a_headline_stays_where_no_line_says_its_beginning() -> None:
    title = "عودة الصيادين إلى البحر – فرحة في المرفأ القديم"
    (article,) = parse_text(_page(title))
    assert article.title == title


def test_one_word_and_its_author_glued_by_a_stroke() -> None:
    (article,) = parse_text(_page("نرجسة/بقلم الكاتبة/سعاد الحلبي"))
    assert (article.title, article.byline) == ("نرجسة", "سعاد الحلبي")


def test_headline_hour_and_text_on_one_line() -> None:
    (article,) = parse_text(f"{_TITLE} الثلاثاء 20 مايو 2014 08:15 {_FIRST} {_SECOND}")
    assert article.title == _TITLE
    assert article.published.edtf.startswith("2014-05-20")
    assert article.paragraphs[0].startswith(_FIRST[:40])


def test_a_day_inside_a_sentence_does_not_cut_a_page_of_one_line() -> None:
    text = f"أعلنت نقابة الصيادين في 20 مايو 2014 08:15 أن القوارب ستخرج. {_FIRST} {_SECOND}"
    (article,) = parse_text(text)
    assert article.paragraphs == (text,)


def test_what_the_first_paragraph_says_again_sums_up_below_a_stamp() -> None:
    standfirst = "طالب صيادون بفتح المرفأ القديم أمام القوارب الصغيرة بعد انتهاء العاصفة الأخيرة"
    text = (
        "طالب صيادون في الخليج بفتح المرفأ القديم أمام القوارب الصغيرة بعد انتهاء العاصفة الأخيرة "
        "التي أوقفت الملاحة ثلاثة أسابيع، وعرضوا خطة لتوزيع أرصفته بين القرى."
    )
    (article,) = parse_text("\n".join([_TITLE, "12 مايو 2019", standfirst, text, _SECOND]))
    assert article.standfirst == standfirst
    assert article.paragraphs == (text, _SECOND)
