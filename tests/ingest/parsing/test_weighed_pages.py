"""Pages that no layout describes, in the kinds of forms that saved pages have."""

from __future__ import annotations

import pytest

from archive.ingest.parsing import Role
from tests.ingest.parsed_pages import explain_text, parse_text

TITLE = "افتتاح حديقة الينابيع بعد سنتين من أعمال الترميم في المدينة القديمة"
LEDE = "افتتحت البلدية حديقة الينابيع أمس بعد سنتين من أعمال الترميم التي شملت الأسوار والنوافير القديمة."
SECOND = "وقال مهندس الحديقة إن الدخول إليها مجاني في الأعياد، وإن أبوابها تبقى مفتوحة حتى المساء كل يوم."


@pytest.mark.parametrize("line", [f"{TITLE} .. بقلم: سامر حداد", f"{TITLE} / سامر حداد"])
def test_a_headline_and_its_author_on_one_line(line: str) -> None:
    (article,) = parse_text(f"{line}\n\n{LEDE}\n\n{SECOND}")
    assert article.title == TITLE
    assert article.byline == "سامر حداد"


def test_the_outlet_that_names_its_page_is_no_part_of_the_title() -> None:
    (article,) = parse_text(f"{TITLE} | عنب بلدي\n\n{LEDE}\n\n{SECOND}")
    assert article.title == TITLE


@pytest.mark.parametrize(
    ("opening", "outlet"),
    [("جبال الضفتين الإخباري: ", "جبال الضفتين الإخباري"), ("نبع نيوز - ", "نبع نيوز")],
)
def test_an_opening_that_only_an_outlet_can_be(opening: str, outlet: str) -> None:
    (article,) = parse_text(f"{TITLE}\n\n{opening}{LEDE}\n\n{SECOND}")
    assert article.outlet.name == outlet
    assert article.byline == ""


@pytest.mark.parametrize("opening", ["عاجل: ", "وزير الزراعة: ", "أحمد حداد: "])
def test_an_opening_that_is_no_outlet(opening: str) -> None:
    (article,) = parse_text(f"{TITLE}\n\n{opening}{LEDE}\n\n{SECOND}")
    assert article.outlet.name == ""


def test_a_list_of_dated_teasers_is_no_article() -> None:
    teasers = (
        "زار مدير المرفأ صباح أمس الخميس 31 كانون الأول 2025 ورش السفن ليهنئ العاملين فيها بالعا\n"
        "07:00 - 2026/01/02\n"
        "تبقى العناية بالأرصفة القديمة من الأعمال المهمة التي تعنى بها إدارة المرفأ من\n"
        "07:00 - 2026/01/02\n"
        "أكد مدير المرفأ الحاجة إلى رافعات جديدة، مبينا ان الرافعات القديمة تتعطل وليست أ\n"
        "08:59 - 2026/01/01"
    )
    page = f"{TITLE}\n\n{TITLE}\n\nتاريخ النشر : 11:06 - 2023/05/29\n\n{LEDE}\n{SECOND}\n"
    (article,) = parse_text(f"{page}\nتعليقات الفيسبوك\n\nفي السياق نفسه\n\n{teasers}")
    assert article.title == TITLE
    assert article.published.edtf == "2023-05-29"


def test_the_few_words_of_a_short_page_are_kept() -> None:
    (article,) = parse_text("عنوان\n\nنص الخبر.")
    assert "نص الخبر." in article.paragraphs


def test_a_bare_day_above_the_menu_is_the_capture() -> None:
    page = f"الأحد 8 شباط 2026\nالرئيسية\nمحليات\nاقتصاد\nرياضة\n{TITLE}\n{LEDE}\n{SECOND}"
    (article,) = parse_text(page)
    assert article.published.edtf == ""
    assert str(article.captured) == "2026-02-08"


def test_an_explanation_tells_probability_and_runner_up() -> None:
    lines = explain_text(f"{TITLE}\n\n{LEDE}\n\n{SECOND}")
    title = next(line for line in lines if line.role is Role.TITLE)
    assert title.why.rstrip(")").rpartition("(")[2][:1] in "01"
