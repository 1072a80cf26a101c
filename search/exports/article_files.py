"""One article as a file: text, JSON, and PDF."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.errors import ArchiveError
from archive.models import Article, Mention
from archive.models.dates_in_words import day_in_words, evidence_in_words, publication_in_words
from search.exports.json_records import article_record
from search.presentation.citation import Citation
from search.presentation.citation_styles import styled_citation
from search.presentation.paragraphs import is_subhead
from search.presentation.text_directions import direction_of

MOST_LETTERS_OF_PDF: Final = 100_000
"""Letters of an article that is set as PDF: two seconds of processor, and 100 MB while it lasts."""
MOST_LINES_OF_PDF: Final = 2_000
_TYPESETTING: Final = Path(__file__).parent / "typesetting"


class ArticleTooLongError(ArchiveError):
    """An article has more letters than are set as PDF."""


def article_text(article: Article, citation: Citation) -> str:
    """Return an article as plain text: what stands on its page, and where it comes from."""
    head = [
        article.title or _("Untitled"),
        " · ".join(filter(None, (_outlet(article), article.section))),
        article.byline,
        publication_in_words(article),
        article.standfirst,
    ]
    body = [f"{article.dateline} – {article.body}" if article.dateline else article.body]
    foot = [f"{label}: {value}" for label, value in _facts(article, citation)]
    address = f"{_('local address')}: {citation.url}" if citation.is_local else citation.url
    blocks = [[each for each in head if each], body, article.captions, foot, [address]]
    return "\n\n".join("\n".join(block) for block in blocks if any(block)) + "\n"


def article_json(article: Article, citation: Citation) -> str:
    """Return an article as JSON in the archive's exchange format, with its address."""
    mentions = Mention.objects.shown().select_related("entity").order_by("id")
    prefetch_related_objects([article], Prefetch("mentions", mentions))
    record = {
        **article_record(article),
        "address": citation.url,
        "address_is_local": citation.is_local,
        "sha256": article.capture.sha256,
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def article_pdf(article: Article, citation: Citation) -> bytes:
    """Return an article as PDF: shaped and justified, in the direction of its language.

    Raises ``ArticleTooLongError``.
    """
    # Imported here: it is a large library, and only who asks for a PDF needs it.
    import typst

    if _is_too_long(article):
        raise ArticleTooLongError("the article is too long to be set as PDF")
    set_page = typst.compile(
        _TYPESETTING / "article.typ",
        root=_TYPESETTING,
        font_paths=[_TYPESETTING],
        ignore_system_fonts=True,
        sys_inputs={"article": json.dumps(_for_typesetting(article, citation))},
    )
    assert isinstance(set_page, bytes)
    return set_page


def _is_too_long(article: Article) -> bool:
    texts = (article.title, article.standfirst, article.body, *article.captions, *article.keywords)
    return (
        sum(map(len, texts)) > MOST_LETTERS_OF_PDF
        or article.body.count("\n") + len(article.captions) > MOST_LINES_OF_PDF
    )


def _for_typesetting(article: Article, citation: Citation) -> dict[str, Any]:
    """Return what ``article.typ`` sets. Texts stay texts: nothing in them is markup."""
    evidence = evidence_in_words(article) if article.date_evidence else ""
    return {
        "title": article.title or _("Untitled"),
        "authors": list(citation.authors),
        "keywords": article.keywords,
        "language": citation.language[:2] or "ar",
        "direction": direction_of(article.language),
        "source": " · ".join(filter(None, (_outlet(article), article.section))),
        "standfirst": article.standfirst,
        "byline": article.byline,
        "date": " · ".join(filter(None, (publication_in_words(article), evidence))),
        "captions": article.captions,
        "paragraphs": list(_paragraphs(article)),
        "facts": [(label, _apart(value, citation)) for label, value in _facts(article, citation)],
        "address": citation.url,
        "address_label": _("local address") if citation.is_local else _("address in the archive"),
        "footer": _("Khizana"),
    }


def _apart(text: str, citation: Citation) -> str:
    """Return a text in which addresses keep their own direction (UAX #9: LRI, PDI)."""
    for address in filter(None, (citation.url, citation.original_url)):
        text = text.replace(address, f"\u2066{address}\u2069")
    return text


def _paragraphs(article: Article) -> Iterator[dict[str, Any]]:
    paragraphs = article.paragraphs
    last = len(paragraphs) - 1
    for number, text in enumerate(paragraphs):
        opening = f"{article.dateline} – " if number == 0 and article.dateline else ""
        yield {"text": opening + text, "subhead": is_subhead(text, number, last)}


def _outlet(article: Article) -> str:
    return article.outlet.name(get_language() or "ar") if article.outlet else _("unknown outlet")


def _facts(article: Article, citation: Citation) -> Iterator[tuple[str, str]]:
    if article.captured:
        yield _("Captured"), day_in_words(article.captured)
    if citation.original_url:
        yield _("address of the source"), citation.original_url
    yield _("Number in the archive"), article.public_id
    cited = styled_citation(article, citation, "Chicago", get_language() or "ar")
    yield _("Cite"), cited.text


@dataclass(frozen=True, slots=True)
class ArticleFormat:
    """A format of one article: its name and media type."""

    name: str
    media_type: str


ARTICLE_FORMATS: Final = {
    "pdf": ArticleFormat("PDF", "application/pdf"),
    "txt": ArticleFormat("TXT", "text/plain; charset=utf-8"),
    "json": ArticleFormat("JSON", "application/json"),
}
"""Formats by the ending of their address."""
