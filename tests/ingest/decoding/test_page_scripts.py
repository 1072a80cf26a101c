"""A page of Next.js that was saved before its script ran: its article stands in a script alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.ingest.decoding.peer_texts import SCRIPT_DATA_TAKEN
from archive.ingest.parsing import ParsedCapture
from archive.records.documents import HTML, RawCapture
from tests.ingest.document_samples import PARAGRAPHS, SECOND_PARAGRAPHS, SECOND_TITLE, TITLE
from tests.ingest.parsed_pages import parse_capture

_MARKUP = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
_OTHERS = [{"title": SECOND_TITLE, "summary": SECOND_PARAGRAPHS[0]}] * 3


def _read(data: Any, body: str = '<div id="__next"></div>') -> ParsedCapture:
    script = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    content = (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{TITLE}</title></head>'
        f'<body>{body}<script id="__NEXT_DATA__" type="application/json">{script}</script></body></html>'
    )
    return parse_capture(RawCapture("p.html", "p.html", content.encode(), HTML))


@pytest.mark.parametrize(
    "article",
    [
        {"title": TITLE, "body": _MARKUP},
        {"headline": TITLE, "content": [{"type": "paragraph", "text": p} for p in PARAGRAPHS]},
        {"title": TITLE, "content": {"blocks": [{"data": {"text": p}} for p in PARAGRAPHS]}},
        {"name": TITLE, "html": _MARKUP, "image": {"title": "صورة", "text": "مرفأ"}},
    ],
)
def test_the_text_in_the_data_is_the_article_with_a_warning(article: dict[str, Any]) -> None:
    found = _read({"props": {"pageProps": {"menu": _OTHERS, "article": article}}})
    (parsed,) = found.articles
    assert parsed.title == TITLE
    assert parsed.paragraphs == PARAGRAPHS
    assert SCRIPT_DATA_TAKEN in found.warnings


def test_of_several_texts_that_of_the_pages_headline_is_taken() -> None:
    longer = "".join(f"<p>{paragraph}</p>" for paragraph in SECOND_PARAGRAPHS * 3)
    data = [{"title": SECOND_TITLE, "body": longer}, {"title": TITLE, "body": _MARKUP}]
    (parsed,) = _read({"props": data}).articles
    assert parsed.paragraphs == PARAGRAPHS


def test_a_page_that_shows_its_text_is_read_from_its_elements() -> None:
    shown = f"<article><h1>{TITLE}</h1>{_MARKUP}</article>"
    found = _read({"title": TITLE, "body": f"{_MARKUP}<p>{SECOND_PARAGRAPHS[0]}</p>"}, shown)
    assert found.articles[0].paragraphs == PARAGRAPHS
    assert SCRIPT_DATA_TAKEN not in found.warnings


@pytest.mark.parametrize("data", ["{", "[" * 100_000, '"x"', "null"])
def test_data_that_cannot_be_read_are_passed_over(data: str) -> None:
    shown = f"<article><h1>{TITLE}</h1>{_MARKUP}</article>"
    assert _read(data, shown).articles[0].paragraphs == PARAGRAPHS
