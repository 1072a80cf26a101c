"""The edition in which a site is shown is no outlet and no dateline."""

from __future__ import annotations

import pytest

from archive.ingest.parsing.datelines import own_line
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import HTML, PLAIN_TEXT, RawCapture
from tests.ingest.document_samples import PARAGRAPHS, TITLE
from tests.ingest.parsed_pages import parse_capture

EDITIONS = ("الطبعة: العربية", "النسخة | العربية", "اللغة: العربية", "Edition: العربية")


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_in_a_text_is_no_outlet(edition: str) -> None:
    text = "\n".join(("Example", edition, "", TITLE, "الأحد 12 أيلول 2021", *PARAGRAPHS))
    (article,) = parse_capture(RawCapture("a", "a", text.encode(), PLAIN_TEXT)).articles
    assert (article.title, article.outlet.slug) == (TITLE, "")


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_on_a_page_is_no_outlet(edition: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = f"<body><div><span>{edition}</span></div><article><div>{edition}</div><h1>{TITLE}</h1>{body}</article>"
    (article,) = parse_capture(RawCapture("a", "a", page.encode(), HTML)).articles
    assert (article.title, article.outlet.slug) == (TITLE, "")


def test_a_place_before_an_outlet_of_that_name_is_still_a_dateline() -> None:
    found = own_line("القاهرة: العربية", OutletRegistry.shipped())
    assert found is not None
    assert (found.place, found.credit) == ("القاهرة", "العربية")
