"""Where a line stands among all others tells what it is."""

from __future__ import annotations

from archive.ingest.parsing.line_features import features_of
from archive.ingest.parsing.page_classifier import page_evidence
from archive.knowledge.knowledge import OutletRegistry
from tests.ingest.parsed_pages import parse_text

SLOGAN = "الجريدة اليومية الأولى في الجنوب"
KICKER = "رئيس البلدية يلتقي التجار .. ويؤكد:"
TITLE = "سوق الزيتون يعود وحصة للنساء في دكاكينه"
TEXT = """\
أعلنت بلدية الكرك أن سوق الزيتون القديم سيفتح أبوابه يوم السبت بعد ترميم استمر عامين، وقال رئيسها إن عدد الدكاكين زاد.
وأضاف أن الدكاكين الجديدة خصصت للنساء المنتجات من قرى المحافظة، وأن الإيجار رمزي في السنة الأولى.
وحضر اللقاء عدد من التجار الذين طالبوا بتحسين الطريق المؤدي إلى السوق."""
PAGE = "\n".join(
    (SLOGAN, "العدد : 4120 - الأحد 16 أكتوبر 2011 م", "أخبار المحافظات", KICKER, TITLE, TEXT)
)


def features() -> dict[str, list[str]]:
    page, _ = page_evidence(PAGE, outlets=OutletRegistry.shipped())
    return {line.text: found for line, found in zip(page.lines, features_of(page), strict=True)}


def test_the_headline_that_the_text_speaks_of_is_the_title_and_not_the_papers_slogan() -> None:
    (article,) = parse_text(PAGE)
    assert article.title == TITLE
    assert article.published.edtf == "2011-10-16"


def test_headlines_above_the_text_are_compared_by_what_they_share_with_it() -> None:
    found = features()
    assert "told:most" in found[TITLE]
    assert "told:most" not in found[SLOGAN]


def test_headlines_and_stamps_are_counted_over_the_whole_head() -> None:
    found = features()
    assert {"heads_above:0", "stamp_below"} <= set(found[SLOGAN])
    assert {"heads_below:0", "stamp_above"} <= set(found[TITLE])


def test_the_same_headline_again_counts_once() -> None:
    again, _ = page_evidence(f"{TITLE}\n{TITLE}\n{TEXT}", outlets=OutletRegistry.shipped())
    first, second = features_of(again)[:2]
    assert "heads_below:0" in first
    assert "heads_above:0" in second


def test_the_next_line_is_looked_for_past_furniture() -> None:
    page, _ = page_evidence(
        f"{TITLE}\nطباعة\nمشاركة\n16 أكتوبر 2011\n{TEXT}", outlets=OutletRegistry.shipped()
    )
    assert "then:date" in features_of(page)[0]
