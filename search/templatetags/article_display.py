"""Filters that show articles, their dates, their names and why they matched."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

from babel import Locale
from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.loads.reasons_in_arabic import in_arabic
from archive.models import Article, Entity, Outlet
from archive.models import dates_in_words as dates
from search.hits.article_hits import MatchNote
from search.hits.matching import Relation
from search.presentation.excerpts import beginning_of
from search.presentation.text_directions import direction_of
from search.suggest.alternatives import Alternative, AlternativeKind

register = template.Library()

_UNIT: Final = 1024


@register.filter
def published(article: Article) -> str:
    """Return an article's publication date in words, as wide as it is known."""
    return dates.publication_in_words(article)


@register.filter
def clock(article: Article) -> str:
    """Return the time of publication with its offset from UTC, or nothing."""
    moment = dates.clock_of(article)
    if moment is None:
        return ""
    return f"{moment:%H:%M} (UTC{moment.isoformat()[-6:]})"


@register.filter
def machine_date(article: Article) -> str:
    """Return the value of ``<time datetime>``."""
    return dates.machine_date(article)


@register.filter
def date_evidence(article: Article) -> str:
    """Return how the date is known, with the words it was read from."""
    return dates.evidence_in_words(article)


@register.filter
def day(value: date) -> str:
    """Return a day in words."""
    return dates.day_in_words(value)


@register.filter
def grouped(number: int) -> str:
    """Return a number with its thousands apart: 10,202 in both languages."""
    return f"{number:,}"


@register.filter
def file_size(size: int) -> str:
    """Return a number of bytes in a unit that readers know, with a point as in all other numbers."""
    if size < _UNIT:
        return ngettext("%(size)s byte", "%(size)s bytes", size) % {"size": size}
    units = (_("KB"), _("MB"), _("GB"), _("TB"))
    power = min(int(math.log(size, _UNIT)), len(units))
    return f"{size / _UNIT**power:,.1f}".removesuffix(".0") + f" {units[power - 1]}"


@register.filter
def warning_in_words(warning: str) -> str:
    """Return what a load remarked on a document, in the reader's language."""
    return in_arabic(warning) if get_language() == "ar" else warning


@register.filter
def name(named: Entity | Outlet) -> str:
    """Return the name of an entity or outlet in the reader's language."""
    return named.name(get_language() or "ar")


@register.filter
def country(code: str) -> str:
    """Return the name of a country (ISO 3166-1, two letters); an unknown code as it is."""
    territories = Locale.parse(get_language() or "ar").territories
    return str(territories.get(code.upper(), code))


@register.filter
def beginning(article: Article) -> str:
    """Return the beginning of an article's standfirst, or of its text where it has none."""
    return beginning_of(article.standfirst or article.body)


@register.filter
def alternative_introduction(alternative: Alternative) -> str:
    """Return what a search offered instead is, where its label does not say it."""
    introductions = {
        AlternativeKind.KEYBOARD: _("typed on the other keyboard:"),
        AlternativeKind.NAME: _("written in Arabic:"),
        AlternativeKind.WORD: _("one word alone:"),
    }
    return introductions.get(alternative.kind, "")


@register.filter
def direction(article: Article) -> str:
    """Return the direction in which an article's language is written."""
    return direction_of(article.language)


@register.filter
def match_reason(note: MatchNote) -> str:
    """Return how a matched word of the article is related to the word of the query; see ``Hit.news``."""
    reasons = {
        Relation.SPELLING: _("another spelling of “%(word)s”"),
        Relation.STEM: _("a form of “%(word)s”"),
        Relation.ROOT: _("from the root of “%(word)s”"),
    }
    reason = reasons.get(note.relation)
    return reason % {"word": note.word} if reason else ""
