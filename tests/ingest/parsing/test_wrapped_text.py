"""Text broken at a fixed width becomes paragraphs again; other lines stay what they are."""

from __future__ import annotations

import textwrap

import pytest

from tests.ingest.parsed_pages import explain_text, parse_text

TITLE = "مكتبة الحي تفتح أبوابها بعد الترميم"
PARAGRAPHS = (
    "أعادت بلدية المدينة فتح المكتبة العامة في الحي القديم بعد ترميم استمر عامين كاملين، شمل "
    "القاعات والسقف الخشبي والحديقة المجاورة، وحضر الافتتاح مئات من السكان والطلاب.",
    "وقالت مديرة المكتبة إن عدد الكتب زاد على أربعين ألف كتاب، وإن قاعة جديدة خصصت للأطفال "
    "تقام فيها ورشات للرسم والخط كل أسبوع، ودعت الأهالي إلى زيارتها دون مقابل.",
    "ومن المقرر أن تستضيف المكتبة في الشهر المقبل معرضاً للمخطوطات يضم عشرات القطع النادرة "
    "التي جمعها هواة من المدينة خلال عقود طويلة، وفق ما جاء في بيان البلدية.",
)


def wrapped(width: int, divider: str = "\n\n") -> str:
    return divider.join(textwrap.fill(each, width) for each in PARAGRAPHS)


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("divider", ["\n\n", "\n"])
def test_paragraphs_are_whole_again(width: int, divider: str) -> None:
    (article,) = parse_text(f"{TITLE}\n\n{wrapped(width, divider)}")
    assert article.title == TITLE
    assert article.paragraphs == PARAGRAPHS


def test_the_source_is_one_span_and_each_line_keeps_its_place() -> None:
    text = f"{TITLE}\n\n{wrapped(72)}"
    (article,) = parse_text(text)
    (span,) = article.spans
    assert text[span.start : span.end] == text
    for line in explain_text(text):
        assert text[line.start : line.end] == line.text


def test_lines_of_a_machines_line_ends() -> None:
    text = f"{TITLE}\n\n{wrapped(72)}".replace("\n", "\r\n")
    (article,) = parse_text(text)
    assert article.paragraphs == PARAGRAPHS


def test_headlines_are_not_joined() -> None:
    headlines = (
        "افتتاح معرض الكتاب في العاصمة بمشاركة مئة دار نشر",
        "أمطار غزيرة متوقعة على الساحل خلال عطلة نهاية الأسبوع",
        "فريق المدينة يتأهل إلى نهائي الكأس",
        "ترميم الجسر الحجري القديم يدخل مرحلته الأخيرة هذا الصيف",
        "أسعار الخضار تتراجع",
        "طلاب الجامعة ينظمون حملة لتنظيف ضفاف النهر من المخلفات",
        "حديقة جديدة للأطفال قرب المحطة المركزية للحافلات",
        "مهرجان الموسيقى يعود",
    )
    texts = [line.text for line in explain_text("\n".join(headlines))]
    assert texts == list(headlines)


def test_short_paragraphs_without_a_fixed_width_stay_apart() -> None:
    paragraphs = (
        "قال المدرب إن الفريق جاهز للمباراة.",
        "وأضاف أن الإصابات قليلة هذا الموسم مقارنة بما سبق.",
        "وتابع: سنلعب من أجل جمهورنا الكبير.",
        "ويلتقي الفريقان مساء الجمعة على ملعب المدينة الرياضية.",
        "ويتصدر الفريق الترتيب بفارق نقطتين.",
        "ومن المتوقع حضور عشرين ألف متفرج.",
    )
    (article,) = parse_text("\n".join((TITLE, *paragraphs)))
    assert article.paragraphs == paragraphs
