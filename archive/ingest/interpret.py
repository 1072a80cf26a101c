"""From a capture to its articles: decode, then parse. Pure; the loader and re-parsing share it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import UnreadableDocumentError
from archive.ingest.parse import parse_text
from archive.ingest.readers.encoding import BinaryContentError, decode
from archive.ingest.records import ParsedArticle, RawCapture


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A capture understood: its text as decoded, and the articles found in it."""

    text: str
    charset: str
    articles: tuple[ParsedArticle, ...]
    warnings: tuple[str, ...] = ()


def decoded_text(capture: RawCapture) -> tuple[str, str, str]:
    """Return the capture's text, its encoding, and a warning where that was guessed.

    Raises:
        UnreadableDocumentError: the bytes are no text.
    """
    try:
        decoded = decode(capture.content, capture.charset)
    except BinaryContentError as error:
        raise UnreadableDocumentError(capture.document, str(error)) from error
    return decoded.text, decoded.charset, decoded.warning


def interpret(capture: RawCapture) -> Interpretation:
    """Decode and parse one capture.

    Raises:
        UnreadableDocumentError: it is binary, or holds no text at all.
    """
    text, charset, warning = decoded_text(capture)
    articles = parse_text(
        text,
        uri=capture.uri,
        url=capture.url or "",
        captured=capture.captured.date() if capture.captured else None,
    )
    if not articles:
        raise UnreadableDocumentError(capture.document, "empty: no text was found in it")
    warnings = [*capture.warnings, *([warning] if warning else [])]
    for article in articles:
        warnings.extend(article.warnings)
        if not article.title:
            warnings.append("no title was found; the first words stand for it")
        if not article.published.edtf:
            warnings.append("no publication date was found")
    return Interpretation(text, charset, tuple(articles), tuple(dict.fromkeys(warnings)))
