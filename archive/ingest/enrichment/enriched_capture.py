"""Everything that is found in one capture, in one call that any process can make."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.errors import UnreadableDocumentError
from archive.fault_places import fault_place
from archive.ingest.parsing import parse_capture
from archive.knowledge.knowledge import Knowledge
from archive.records.documents import ParsedArticle, RawCapture
from archive.records.mentions import FoundMention, text_of_parsed
from archive.republications.signatures import signature
from archive.work_limit import TooLargeError, TooSlowError, work_limit

_LOG: Final = logging.getLogger("khizana.ingest")
_LONGEST: Final = 20
"""Seconds of processor time for one document: below the 30 that one may take in all."""
_TOO_SLOW: Final = f"took more than {_LONGEST} seconds to read; divide it, or load its text alone"
_TOO_DEEP: Final = "nested too deeply, or larger in memory than this machine can hold"


@dataclass(frozen=True, slots=True)
class EnrichedCapture:
    """A capture's articles with their mentions and signatures, side by side.

    ``captured`` is the day of capture where a page states it; ``recogniser`` is the version
    of what found the mentions.
    """

    articles: tuple[ParsedArticle, ...]
    mentions: tuple[tuple[FoundMention, ...], ...]
    signatures: tuple[bytes, ...]
    charset: str
    captured: date | None
    layout: str
    recogniser: str
    warnings: tuple[str, ...]


EnrichmentResult = EnrichedCapture | UnreadableDocumentError
"""What became of one capture. Errors are values here, so that a pool of processes can map
over captures and one bad document never ends the others."""


def enrich_capture(capture: RawCapture, knowledge: Knowledge) -> EnrichmentResult:
    """Parse a capture and find the names in its articles; an unreadable one gives its error."""
    try:
        with work_limit(_LONGEST):
            return _enriched(capture, knowledge)
    except UnreadableDocumentError as error:
        return error
    except TooSlowError:
        return UnreadableDocumentError(capture.document, _TOO_SLOW)
    except (MemoryError, RecursionError, TooLargeError):
        return UnreadableDocumentError(capture.document, _TOO_DEEP)
    except Exception as error:
        # A document that no stage foresaw must not end the run either.
        place = fault_place(error)
        _LOG.error("%r was not understood: %s (%.200r)", capture.document, place, str(error))
        _LOG.debug("the stack of it", exc_info=True)
        return UnreadableDocumentError(capture.document, f"could not be understood ({place})")


def _enriched(capture: RawCapture, knowledge: Knowledge) -> EnrichedCapture:
    parsed = parse_capture(capture, knowledge.outlets)
    recogniser = gazetteer_recogniser(knowledge.corrections)
    articles = parsed.articles
    return EnrichedCapture(
        articles=articles,
        mentions=tuple(
            tuple(
                recogniser.recognise(
                    text_of_parsed(article, knowledge.outlets.by_slug(article.outlet.slug))
                )
            )
            for article in articles
        ),
        signatures=tuple(signature("\n".join(article.paragraphs)) for article in articles),
        charset=parsed.charset,
        captured=next((article.captured for article in articles if article.captured), None),
        layout=articles[0].layout,
        recogniser=recogniser.version,
        warnings=parsed.warnings,
    )
