"""Everything that is found in one capture, in one call that any process can make."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.entities.recognition.combined_recogniser import recogniser
from archive.errors import UnreadableDocumentError
from archive.ingest.parsing import parse_capture
from archive.knowledge.outlet_registry import known_outlets
from archive.records.documents import ParsedArticle, RawCapture
from archive.records.mentions import ArticleText, FoundMention
from archive.republications.signatures import signature

_LOG: Final = logging.getLogger("khizana.ingest")


@dataclass(frozen=True, slots=True)
class Understanding:
    """A capture's articles with their mentions and signatures, side by side."""

    articles: tuple[ParsedArticle, ...]
    mentions: tuple[tuple[FoundMention, ...], ...]
    signatures: tuple[bytes, ...]
    charset: str
    captured: date | None
    layout: str
    recogniser: str
    warnings: tuple[str, ...]


def understand(capture: RawCapture) -> Understanding | UnreadableDocumentError:
    """Return what a capture holds; an unreadable one is returned as its error.

    Errors are returned and not raised so that a pool of processes can map over captures
    and one bad document never ends the others.
    """
    try:
        return _understand(capture)
    except UnreadableDocumentError as error:
        return error
    except Exception as error:
        # A document that no stage foresaw must not end the run either.
        _LOG.exception("%s", capture.document)
        return UnreadableDocumentError(
            capture.document, f"could not be understood ({type(error).__name__}: {error})"
        )


def _understand(capture: RawCapture) -> Understanding:
    parsed = parse_capture(capture, known_outlets())
    recognise = recogniser().recognise
    articles = parsed.articles
    return Understanding(
        articles=articles,
        mentions=tuple(tuple(recognise(article_text(article))) for article in articles),
        signatures=tuple(signature("\n".join(article.paragraphs)) for article in articles),
        charset=parsed.charset,
        captured=next((article.captured for article in articles if article.captured), None),
        layout=articles[0].layout,
        recogniser=recogniser().version,
        warnings=parsed.warnings,
    )


def article_text(article: ParsedArticle) -> ArticleText:
    """Return what of an article is looked at for entities."""
    return ArticleText(
        title=article.title, standfirst=article.standfirst, body="\n".join(article.paragraphs)
    )
