"""An article that loses most of its page's main text is given that text, with a warning."""

from __future__ import annotations

from archive.ingest.parsing.main_text_kept import LINES_TAKEN, with_main_text
from archive.records.documents import ParsedArticle
from tests.ingest.document_samples import PARAGRAPHS, TITLE

MAIN = "\n".join(PARAGRAPHS)
PAGE = f"{TITLE}\nشارك\n{MAIN}\nالأكثر قراءة"


def test_a_lost_text_is_taken_from_the_main_text() -> None:
    lost = ParsedArticle(position=0, title=TITLE, paragraphs=PARAGRAPHS[:1])
    (article,) = with_main_text([lost], PAGE, MAIN)
    assert article.paragraphs == PARAGRAPHS
    assert [PAGE[span.start : span.end] for span in article.spans] == list(PARAGRAPHS)
    assert article.warnings == (LINES_TAKEN,)


def test_a_text_that_is_kept_stays_as_it_was_read() -> None:
    kept = ParsedArticle(position=0, title=TITLE, paragraphs=PARAGRAPHS[:2])
    assert with_main_text([kept], PAGE, MAIN) == [kept]
    assert with_main_text([kept, kept], PAGE, MAIN) == [kept, kept]
    assert with_main_text([kept], PAGE, "") == [kept]
