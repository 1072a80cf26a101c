"""What readers call the sorts of entities that the list of names knows.

Of people it is the field that they are known in: Arabic nouns of trade tell women from men, and the
list does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LABELS: Final[Mapping[str, StrOrPromise]] = {
    "agency": pgettext_lazy("sort of entity", "agency"),
    "airport": pgettext_lazy("sort of entity", "airport"),
    "armed group": pgettext_lazy("sort of entity", "armed group"),
    "artist": pgettext_lazy("sort of entity", "artist"),
    "athlete": pgettext_lazy("sort of entity", "athlete"),
    "bank": pgettext_lazy("sort of entity", "bank"),
    "base": pgettext_lazy("sort of entity", "base"),
    "border": pgettext_lazy("sort of entity", "border"),
    "bridge": pgettext_lazy("sort of entity", "bridge"),
    "broadcaster": pgettext_lazy("sort of entity", "broadcaster"),
    "business": pgettext_lazy("sort of entity", "business"),
    "camp": pgettext_lazy("sort of entity", "camp"),
    "capital": pgettext_lazy("sort of entity", "capital"),
    "church": pgettext_lazy("sort of entity", "church"),
    "circuit": pgettext_lazy("sort of entity", "circuit"),
    "city": pgettext_lazy("sort of entity", "city"),
    "cleric": pgettext_lazy("sort of entity", "cleric"),
    "club": pgettext_lazy("sort of entity", "club"),
    "coach": pgettext_lazy("sort of entity", "coach"),
    "company": pgettext_lazy("sort of entity", "company"),
    "continent": pgettext_lazy("sort of entity", "continent"),
    "country": pgettext_lazy("sort of entity", "country"),
    "court": pgettext_lazy("sort of entity", "court"),
    "crossing": pgettext_lazy("sort of entity", "crossing"),
    "dam": pgettext_lazy("sort of entity", "dam"),
    "desert": pgettext_lazy("sort of entity", "desert"),
    "diplomat": pgettext_lazy("sort of entity", "diplomat"),
    "district": pgettext_lazy("sort of entity", "district"),
    "festival": pgettext_lazy("sort of entity", "festival"),
    "former country": pgettext_lazy("sort of entity", "former country"),
    "fortress": pgettext_lazy("sort of entity", "fortress"),
    "government": pgettext_lazy("sort of entity", "government"),
    "governorate": pgettext_lazy("sort of entity", "governorate"),
    "hospital": pgettext_lazy("sort of entity", "hospital"),
    "international organisation": pgettext_lazy("sort of entity", "international organisation"),
    "island": pgettext_lazy("sort of entity", "island"),
    "journalist": pgettext_lazy("sort of entity", "journalist"),
    "lake": pgettext_lazy("sort of entity", "lake"),
    "library": pgettext_lazy("sort of entity", "library"),
    "media": pgettext_lazy("sort of entity", "news outlet"),
    "militant": pgettext_lazy("sort of entity", "militant"),
    "military": pgettext_lazy("sort of entity", "military"),
    "ministry": pgettext_lazy("sort of entity", "ministry"),
    "mosque": pgettext_lazy("sort of entity", "mosque"),
    "mountain": pgettext_lazy("sort of entity", "mountain"),
    "museum": pgettext_lazy("sort of entity", "museum"),
    "national team": pgettext_lazy("sort of entity", "national team"),
    "neighbourhood": pgettext_lazy("sort of entity", "neighbourhood"),
    "official": pgettext_lazy("sort of entity", "official"),
    "oil field": pgettext_lazy("sort of entity", "oil field"),
    "palace": pgettext_lazy("sort of entity", "palace"),
    "parliament": pgettext_lazy("sort of entity", "parliament"),
    "party": pgettext_lazy("sort of entity", "party"),
    "politician": pgettext_lazy("sort of entity", "politician"),
    "port": pgettext_lazy("sort of entity", "port"),
    "prison": pgettext_lazy("sort of entity", "prison"),
    "province": pgettext_lazy("sort of entity", "province"),
    "refinery": pgettext_lazy("sort of entity", "refinery"),
    "region": pgettext_lazy("sort of entity", "region"),
    "research centre": pgettext_lazy("sort of entity", "research centre"),
    "river": pgettext_lazy("sort of entity", "river"),
    "road": pgettext_lazy("sort of entity", "road"),
    "scholar": pgettext_lazy("sort of entity", "scholar"),
    "scientist": pgettext_lazy("sort of entity", "scientist"),
    "sea": pgettext_lazy("sort of entity", "sea"),
    "security": pgettext_lazy("sort of entity", "security force"),
    "settlement": pgettext_lazy("sort of entity", "settlement"),
    "square": pgettext_lazy("sort of entity", "square"),
    "stadium": pgettext_lazy("sort of entity", "stadium"),
    "state": pgettext_lazy("sort of entity", "state"),
    "strait": pgettext_lazy("sort of entity", "strait"),
    "street": pgettext_lazy("sort of entity", "street"),
    "territory": pgettext_lazy("sort of entity", "territory"),
    "theatre": pgettext_lazy("sort of entity", "theatre"),
    "tower": pgettext_lazy("sort of entity", "tower"),
    "town": pgettext_lazy("sort of entity", "town"),
    "university": pgettext_lazy("sort of entity", "university"),
    "village": pgettext_lazy("sort of entity", "village"),
    "waterway": pgettext_lazy("sort of entity", "waterway"),
    "writer": pgettext_lazy("sort of entity", "writer"),
}
"""Words that say no more than the kind does (organisation, site) have none."""


def subkind_label(subkind: str) -> str:
    """Return the label of a sort in the reader's language, nothing for one that has none."""
    return str(_LABELS.get(subkind, ""))
