"""What the lines of a page show together: verse, another story, lists, labels, letters."""

from __future__ import annotations

import pytest

from archive.ingest.parsing import Role
from tests.ingest.parsed_pages import explain_text, parse_text

TITLE = "افتتاح حديقة الينابيع بعد سنتين من أعمال الترميم في المدينة القديمة"
LEDE = "افتتحت البلدية حديقة الينابيع أمس بعد سنتين من أعمال الترميم التي شملت الأسوار والنوافير القديمة."
SECOND = "وقال مهندس الحديقة إن الدخول إليها مجاني في الأعياد، وإن أبوابها تبقى مفتوحة حتى المساء كل يوم."
OTHER_TITLE = "صيادو المرفأ الشرقي يطالبون بإنارة الرصيف قبل الشتاء"
OTHER_LEDE = (
    "طالب صيادو المرفأ الشرقي إدارة الميناء بإنارة الرصيف قبل بداية الشتاء حتى لا تصطدم القوارب."
)
TICKER = (
    "وزارة الزراعة توزع شتلات الزيتون على القرى / إصابة سائق في حادث سير قرب الجسر / "
    "مكتبة الحي تعيد فتح أبوابها مساء / منتخب الناشئين يبدأ معسكره في الساحل / "
    "أسعار الخضار في السوق المركزي اليوم / افتتاح معرض للخط العربي في القلعة / "
    "أمطار متفرقة على المرتفعات نهاية الأسبوع"
)


@pytest.mark.parametrize(
    "label",
    ["بحث هذه المدونة الإلكترونية", "Off Canvas sidebar is empty", "أرشيف الوسم : حدائق المدينة"],
)
def test_what_a_content_system_writes_is_no_title(label: str) -> None:
    (article,) = parse_text(f"{label}\n\n{TITLE}\n\n{LEDE}\n\n{SECOND}")
    assert article.title == TITLE


def test_a_label_alone_above_the_text_is_no_title() -> None:
    (article,) = parse_text(f"Off Canvas sidebar is empty\n\n{LEDE}\n\n{SECOND}")
    assert article.title.rstrip("…") in LEDE


@pytest.mark.parametrize(
    "title",
    [
        "أهالي القرية يلوحون بإغلاق الطريق احتجاجا على غياب الماء",
        "قراءة في رسائل الصيادين القدامى بالمدينة",
        "مصدر: تأجيل افتتاح المكتبة المتنقلة في الجنوب",
        "حكايات الباعة في أسواق العالم العربي القديم",
    ],
)
def test_a_headline_that_begins_or_holds_what_labels_do(title: str) -> None:
    (article,) = parse_text(f"{title}\n\n{LEDE}\n\n{SECOND}")
    assert article.title == title


@pytest.mark.parametrize("label", ["مشاهدة النسخة كاملة : ", "شكرا لقراءتكم خبر عن "])
def test_a_label_before_the_headline_on_its_line(label: str) -> None:
    (article,) = parse_text(f"{label}{TITLE}\n\n{LEDE}\n\n{SECOND}")
    assert article.title == TITLE


def test_quotation_marks_divide_no_outlet_from_a_headline() -> None:
    title = "« رويترز »: انقطاع الماء عن « حديقة الينابيع » ليومين"
    (article,) = parse_text(f"{title}\n\n{LEDE}\n\n{SECOND}")
    assert article.title == title


@pytest.mark.parametrize(
    "closing",
    [
        f"The post {TITLE} appeared first on جريدة الينابيع.",
        f"ظهرت المقالة {TITLE} أولاً على جريدة الينابيع.",
    ],
)
def test_the_closing_line_of_a_feed_names_the_headline(closing: str) -> None:
    (article,) = parse_text(f"{LEDE} {SECOND} …\n\n{closing}")
    assert article.title == TITLE
    assert "appeared" not in " ".join(article.paragraphs)
    assert "ظهرت المقالة" not in " ".join(article.paragraphs)


def test_who_writes_from_where_is_no_title() -> None:
    (article,) = parse_text(f"وادي الينابيع – سامر حداد:\n\n{LEDE}\n\n{SECOND}")
    assert article.title.rstrip("…") in LEDE
    assert any("no title" in warning for warning in article.warnings)


def test_a_short_title_above_its_text() -> None:
    (article,) = parse_text(f"النوافير..\n\nطباعة\n\n{LEDE}\n\n{SECOND}")
    assert article.title == "النوافير.."


def test_a_poem_is_text_and_keeps_its_headline() -> None:
    verses = [
        "سألت النهر عن أهل المكان",
        "فقال مضوا إلى أقصى الزمان",
        "وفي كفي بقايا من رمال",
        "ومن زهر البساتين الحسان",
        "أعود إلى الديار وكل درب",
        "يعيد خطاي في ذاك المكان",
        "وأسمع صوتها خلف الروابي",
        "كأن الريح تشدو للجنان",
    ]
    (article,) = parse_text("نشيد الماء\n\n" + "\n".join(verses))
    assert article.title == "نشيد الماء"
    assert list(article.paragraphs) == verses


def test_two_stories_one_below_the_other_are_two_articles() -> None:
    page = f"{TITLE}\n\n{LEDE}\n\n{OTHER_TITLE}\n\n{OTHER_LEDE}"
    assert [article.title for article in parse_text(page)] == [TITLE, OTHER_TITLE]


def test_a_subhead_on_the_same_matter_begins_no_second_article() -> None:
    page = f"{TITLE}\n\n{LEDE}\n\nأسوار الحديقة القديمة\n\n{SECOND}"
    assert len(parse_text(page)) == 1


@pytest.mark.parametrize("label", ["", "شريط الأخبار\n\n"])
def test_a_page_of_a_ticker_alone_holds_no_article(label: str) -> None:
    assert parse_text(f"{label}{TICKER}") == []


def test_a_text_without_commas_is_kept() -> None:
    text = (
        "كان جدي يقول إن الحديقة التي زرعها أهل القرية هي أول ما رأى حين عاد من السفر وإنه لم ينس "
        "رائحة الزهر التي كانت تملأ الطريق ثم صار يحكي لنا كيف كان الأولاد يجمعون الماء من العين "
        "وكيف أن أمه كانت توصيهم بألا يقطعوا غصنا لأن الشجر مثل الناس له عمر وله ذاكرة لا تموت"
    )
    (article,) = parse_text(text)
    assert article.paragraphs == (text,)


def test_headlines_below_the_text_are_not_the_text() -> None:
    others = "إدارة السواحل تعلن مواعيد السباق المدرسي\n\nفريق كشفي يزور متحف البحر لأول مرة"
    (article,) = parse_text(f"{TITLE}\n\n{LEDE}\n\n{SECOND}\n\n{others}")
    assert article.paragraphs == (LEDE, SECOND)


def test_the_last_short_line_of_a_text_is_kept() -> None:
    last = "والحديقة تنتظر زوارها في الأعياد"
    (article,) = parse_text(f"{TITLE}\n\n{LEDE}\n\n{SECOND}\n\n{last}")
    assert article.paragraphs[-1] == last


def test_a_letter_begins_with_its_greeting() -> None:
    (article,) = parse_text(
        f"أستاذي العزيز / رئيس التحرير\n\nتحية وتقدير وبعد،\n\n{LEDE}\n\n{SECOND}"
    )
    assert article.paragraphs[0] == "أستاذي العزيز / رئيس التحرير"


def test_the_first_question_of_an_interview_is_no_title() -> None:
    (article,) = parse_text(f"- كيف بدأت العمل في حديقة الينابيع؟\n\n* {LEDE}\n\n{SECOND}")
    assert article.paragraphs[0].startswith("- كيف بدأت")


def test_a_review_of_the_press_keeps_what_each_paper_writes() -> None:
    page = (
        "عناوين الصحف الصادرة اليوم\n\nالنهار\n\n- الزراعة تعلن روزنامة الموسم\n\n- لقاء في الجبل حول الغابات\n\n"
        "اللواء\n\n- جلسة نيابية لبحث قانون المدارس\n\nالجمهورية\n\n- عودة القطار إلى الساحل"
    )
    roles = {each.text: each.role for each in explain_text(page)}
    assert roles["- جلسة نيابية لبحث قانون المدارس"] in (Role.BODY, Role.SUBHEAD)
    assert roles["- عودة القطار إلى الساحل"] in (Role.BODY, Role.SUBHEAD)
