"""An article's history as a file: for people as text, for programs as JSON, with its citation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.changes.change_words import date_words
from archive.changes.field_values import main_value
from archive.models import Article
from archive.models.editing import DATE, OUTLET, REPUBLISHER, STATUS
from search.presentation.citation import Citation
from search.presentation.citation_styles import LANGUAGES, STYLES, styled_citation
from search.presentation.history_words import ToldField, ToldValue


def history_text(article: Article, citation: Citation, fields: Sequence[ToldField]) -> str:
    """Return the history in words, in the language that is active."""
    cited = styled_citation(article, citation, "Chicago", get_language() or "ar")
    blocks = [
        [article.title or _("Untitled"), _("How each field came to be"), cited.text],
        *([each.label, *map(_line, each.values)] for each in fields),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _line(value: ToldValue) -> str:
    words = value.words
    if value.closed:
        words = _("closed by an editor: %(reason)s") % {"reason": value.closed}
    elif value.columns is None:
        words = _("too long to be shown")
    head = _("now") if value.is_current else _("before")
    day = value.day or _("on a day that was not recorded")
    told = (f"- {head}: {words}", value.how, value.evidence, day)
    return " · ".join(each for each in told if each)


def history_json(article: Article, citation: Citation, fields: Sequence[ToldField]) -> str:
    """Return the history with stable keys; days are ISO 8601, publication dates EDTF."""
    record = {
        "id": article.public_id,
        "address": citation.url,
        "address_is_local": citation.is_local,
        "sha256": article.capture.sha256,
        "citation": {
            language: {
                style: styled_citation(article, citation, style, language).text for style in STYLES
            }
            for language in LANGUAGES
        },
        "fields": {each.name: list(_values(each)) for each in fields},
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _values(told: ToldField) -> Iterator[dict[str, Any]]:
    for value in told.values:
        origin, capture = value.origin, value.capture
        row: dict[str, Any] = {
            "current": value.is_current,
            "value": _plain(told.name, value),
            "set_by": origin.setter.value,
            "on": origin.when.date().isoformat() if origin.when else None,
            "capture": capture.sha256 if capture else None,
            "layout": origin.layout or None,
        }
        if told.name == DATE and value.columns is not None:
            row["words"] = date_words(value.columns)
            row["basis"] = value.columns["date_basis"]
            row["evidence"] = value.columns["date_evidence"]
        elif told.name == OUTLET and value.columns is not None:
            row["basis"] = value.columns["outlet_basis"]
            row["evidence"] = value.columns["outlet_evidence"]
        if value.closed:
            row["closed"] = value.closed
        yield row


def _plain(name: str, value: ToldValue) -> Any:
    if value.columns is None:
        return None
    if name == STATUS:
        return dict(value.columns)
    found = main_value(name, value.columns)
    return (value.words if found else None) if name in (OUTLET, REPUBLISHER) else found


@dataclass(frozen=True, slots=True)
class HistoryFormat:
    """A format of a history: its name, media type and writer."""

    name: str
    media_type: str
    write: Callable[[Article, Citation, Sequence[ToldField]], str]


HISTORY_FORMATS: Final = {
    "txt": HistoryFormat("TXT", "text/plain; charset=utf-8", history_text),
    "json": HistoryFormat("JSON", "application/json", history_json),
}
"""Formats by the ending of their address."""
