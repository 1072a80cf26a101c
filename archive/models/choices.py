"""What the admin and the site call the values that a field may hold.

The values are declared once, without Django, in ``archive.records``; their labels stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from archive.records.documents import DateBasis, DatePrecision, OutletBasis, OutletKind
from archive.records.mentions import (
    AliasPolicy,
    ArticleField,
    EntityKind,
    MentionMethod,
    RelationKind,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LABELS: Final[Mapping[type[StrEnum], Mapping[str, StrOrPromise]]] = {
    DateBasis: {
        DateBasis.EDITOR: _("Set by an editor"),
        DateBasis.STATED: _("Stated in the text"),
        DateBasis.METADATA: _("From the page's metadata"),
        DateBasis.INFERRED: _("Inferred"),
        DateBasis.UNKNOWN: _("Unknown"),
    },
    DatePrecision: {
        DatePrecision.MINUTE: _("Minute"),
        DatePrecision.DAY: _("Day"),
        DatePrecision.MONTH: _("Month"),
        DatePrecision.YEAR: _("Year"),
        DatePrecision.UNKNOWN: _("Unknown"),
    },
    OutletBasis: {
        OutletBasis.EDITOR: _("Set by an editor"),
        OutletBasis.STATED: _("Stated in the text"),
        OutletBasis.SOURCE_LINE: _("From a source line"),
        OutletBasis.LAYOUT: _("From the page's layout"),
        OutletBasis.DOMAIN: _("From the address"),
        OutletBasis.UNKNOWN: _("Unknown"),
    },
    OutletKind: {
        OutletKind.NEWSPAPER: _("Newspaper"),
        OutletKind.AGENCY: _("News agency"),
        OutletKind.BROADCASTER: _("Broadcaster"),
        OutletKind.SITE: _("Site"),
        OutletKind.AGGREGATOR: _("Aggregator"),
    },
    EntityKind: {
        EntityKind.PERSON: _("Person"),
        EntityKind.ORGANISATION: _("Organisation"),
        EntityKind.PLACE: _("Place"),
    },
    RelationKind: {
        RelationKind.CAPITAL_OF: _("capital of"),
        RelationKind.PART_OF: _("part of"),
        RelationKind.METONYM_OF: _("stands for"),
    },
    AliasPolicy: {
        AliasPolicy.ALWAYS: _("Always"),
        AliasPolicy.TRIGGER: _("With a trigger word"),
        AliasPolicy.CONTEXT: _("If its parent or full name is in the article"),
        AliasPolicy.PREPOSITION: _("After a preposition"),
        AliasPolicy.NOUN: _("Unless it is an adjective"),
        AliasPolicy.QUOTED: _("In quotes, as an outlet"),
        AliasPolicy.SPORT: _("In an article about sport"),
        AliasPolicy.NEVER: _("Never"),
    },
    ArticleField: {
        ArticleField.TITLE: _("title"),
        ArticleField.STANDFIRST: _("standfirst"),
        ArticleField.BODY: _("text"),
        ArticleField.DATELINE: _("dateline"),
        ArticleField.CAPTIONS: _("captions"),
        ArticleField.KEYWORDS: _("keywords"),
    },
    MentionMethod: {
        MentionMethod.GAZETTEER: _("From the list of names"),
        MentionMethod.COREFERENCE: _("From a full name in the article"),
        MentionMethod.CRF: _("By the trained recogniser"),
        MentionMethod.EDITOR: _("By an editor"),
    },
}


def choices(values: type[StrEnum]) -> list[tuple[str, StrOrPromise]]:
    """Return the choices of a field that holds one of ``values``, in their order."""
    return [(member.value, _LABELS[values][member]) for member in values]


def label_of(values: type[StrEnum], value: str) -> str:
    """Return the label of ``value`` in the reader's language; itself where it is none of them."""
    return str(_LABELS[values].get(value, value))
