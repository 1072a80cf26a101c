"""Running text is never silent, whatever the page puts around it and between its paragraphs."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.ingest.parsed_pages import parse_text
from tools.invented_pages import InventedPage, invented_page

_SEEDS = range(1000, 1160)
"""Pages that the model was not trained on."""
_SURE = {"sentences", "short sentence", "one block", "interview", "no full stop", "two dots"}
"""Forms of paragraphs that a reader would never take for headlines."""


def _kept(page: InventedPage) -> float:
    """Return the share of the text's words that stand in the page's articles."""
    shown: Counter[str] = Counter()
    for article in parse_text(page.text):
        shown.update(" ".join((article.title, article.standfirst, *article.paragraphs)).split())
    words = Counter(" ".join(page.paragraphs).split())
    return (shown & words).total() / words.total()


def test_text_in_sentences_is_kept_whatever_stands_around_it() -> None:
    pages = [page for page in map(invented_page, _SEEDS) if set(page.form.split("+")) <= _SURE]
    lost = [page.text for page in pages if _kept(page) < 0.9]
    assert len(lost) <= len(pages) // 50, lost[0]


def test_text_of_every_form_is_kept_on_the_average() -> None:
    shares = [_kept(invented_page(seed)) for seed in _SEEDS]
    assert sum(shares) / len(shares) > 0.95


_TITLE = "المجلس البلدي يقر خطة المياه"
_FIRST = "أقر المجلس البلدي صباح أمس خطة لإصلاح شبكة المياه في الأحياء القديمة من المدينة."
_SECOND = "وتبدأ الأعمال في مطلع الشهر المقبل، على أن تنتهي قبل حلول فصل الشتاء."
_THIRD = "رئيس اللجنة الفنية أوضح أن الكلفة ستقسم على ثلاث سنوات متتالية."


@pytest.mark.parametrize(
    "between",
    [
        ["إعلان"],
        ["***"],
        ["اقرأ أيضا", "أمسية شعرية في دار الأوبرا"],
        ["اقرأ أيضا: أمسية شعرية في دار الأوبرا"],
        ["صورة من الورشة (أ ف ب)"],
    ],
)
def test_text_goes_on_below_what_interrupts_it(between: list[str]) -> None:
    (article,) = parse_text("\n".join([_TITLE, _FIRST, _SECOND, *between, _THIRD]))
    assert article.paragraphs == (_FIRST, _SECOND, _THIRD)


def test_items_go_on_below_stars() -> None:
    items = ["- صيانة الأنابيب في السوق القديم", "- حفر بئرين قرب المدرسة الزراعية"]
    more = ["- تدريب عمال الورشة على الكشف", "- طلاء خزان الحي الشرقي من جديد"]
    (article,) = parse_text("\n".join([_TITLE, _FIRST, *items, "***", *more]))
    assert article.paragraphs[1:] == (*items, *more)


def test_a_teaser_in_a_list_of_others_is_no_text() -> None:
    others = [
        "مواضيع ذات صلة",
        "أمسية شعرية في دار الأوبرا",
        "تقيم دار الأوبرا أمسية شعرية مساء الخميس بمشاركة عدد من الشعراء الشباب.",
    ]
    (article,) = parse_text("\n".join([_TITLE, _FIRST, _SECOND, *others]))
    assert article.paragraphs == (_FIRST, _SECOND)


def test_a_story_with_its_own_day_below_the_text_is_not_added() -> None:
    others = ["20 مارس 2018", "عاد صيادو الخليج إلى البحر بعد توقف دام ثلاثة أسابيع بسبب العواصف."]
    (article,) = parse_text("\n".join([_TITLE, "12 مايو 2019", _FIRST, _SECOND, "شارك", *others]))
    assert others[1] not in article.paragraphs


def test_a_block_without_signs_is_the_text_of_a_page_that_has_no_other() -> None:
    block = " ".join(
        [_FIRST.strip("."), _SECOND.replace("،", "").strip("."), _THIRD.strip(".")] * 4
    )
    (article,) = parse_text("\n".join([_TITLE, block]))
    assert article.paragraphs == (block,)
