"""Everything that is found in one capture, in one call that any process can make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.entities.mentions import ArticleText, FoundMention
from archive.entities.recognition import recogniser
from archive.errors import UnreadableDocumentError
from archive.ingest.interpret import interpret
from archive.ingest.records import ParsedArticle, RawCapture


@dataclass(frozen=True, slots=True)
class Understanding:
    """A capture's articles with their mentions, side by side."""

    articles: tuple[ParsedArticle, ...]
    mentions: tuple[tuple[FoundMention, ...], ...]
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
        interpretation = interpret(capture)
    except UnreadableDocumentError as error:
        return error
    recognise = recogniser().recognise
    articles = interpretation.articles
    return Understanding(
        articles=articles,
        mentions=tuple(tuple(recognise(article_text(article))) for article in articles),
        charset=interpretation.charset,
        captured=next((article.captured for article in articles if article.captured), None),
        layout=articles[0].layout,
        recogniser=recogniser().version,
        warnings=interpretation.warnings,
    )


def article_text(article: ParsedArticle) -> ArticleText:
    """Return what of an article is looked at for entities."""
    return ArticleText(
        title=article.title, standfirst=article.standfirst, body="\n".join(article.paragraphs)
    )
