"""What entities are called on a page: their names, and a word that tells those of one name apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.models.entity import STATUSES_WITH_PAGE, Entity
from archive.models.kept_labels import KeptLabels
from archive.models.page_paths import page_path
from archive.models.subkinds import subkind_label

_COLUMNS: Final = ("key", "name_ar", "name_en", "has_namesake")


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """What a page of an article shows of an entity: ``label`` is in the reader's language."""

    key: str
    kind: str
    label: str
    is_machine_found: bool

    def get_absolute_url(self) -> str:
        """Return the address of the entity's page."""
        return page_path("entity", self.key)


def description_of(entity: Entity) -> str:
    """Return what an entity is, in the reader's language: an editor's words, else the list's.

    The list says of which sort it is and in which country: «مدينة، سوريا». Empty where neither
    says anything. ``entity.parent`` is looked at.
    """
    english = get_language() == "en"
    written = entity.description_en if english else entity.description_ar
    if written:
        return written
    parts = [subkind_label(entity.subkind)]
    if entity.parent is not None and entity.parent.is_shown:
        parts.append(entity.parent.name("en" if english else "ar"))
    return _(", ").join(filter(None, parts))


def label_of_entity(entity: Entity) -> str:
    """Return the name of an entity, with a word that tells it apart where another bears it too.

    Whether one does is asked for with ``EntityQuerySet.marking_namesakes``. Where nothing is known
    of the entity, its kind tells it apart, and its key at last.
    """
    name = entity.name(get_language() or "ar")
    if not getattr(entity, "has_namesake", False):
        return name
    if entity.is_machine_found:
        # Nothing else is known of it; a person and a place may be called alike.
        told = _(", ").join((entity.get_kind_display(), _("not reviewed")))
        return f"{name} ({told})"
    return f"{name} ({description_of(entity) or entity.wikidata or entity.key})"


def labels_of_keys(keys: Collection[str]) -> Mapping[str, str]:
    """Return key → label of the entities that have a page; at most two queries, often none."""
    return _kept.of(keys)


def _look_up(keys: Collection[str]) -> Mapping[str, str]:
    # Not narrowed by status in the query: SQLite would read all entities of that status for it.
    rows = Entity.objects.filter(key__in=keys).marking_namesakes().order_by()
    found = [
        row
        for *row, status, suppressed in rows.values_list(*_COLUMNS, "status", "suppressed")
        if status in STATUSES_WITH_PAGE and not suppressed
    ]
    english = get_language() == "en"
    labels = {
        key: name_en if english and name_en else name_ar for key, name_ar, name_en, _shared in found
    }
    shared = [key for key, _ar, _en, has_namesake in found if has_namesake]
    if shared:
        told_apart = Entity.objects.filter(key__in=shared).select_related("parent")
        for entity in told_apart.marking_namesakes().order_by():
            labels[entity.key] = label_of_entity(entity)
    return labels


def names_of(entities: Collection[int]) -> Mapping[int, NamedEntity]:
    """Return primary key → name of the entities that have a page; one query, often none."""
    return _named.of(entities)


def _look_up_names(entities: Collection[int]) -> Mapping[int, NamedEntity]:
    marked = Entity.objects.marking_namesakes().select_related("parent")
    return {
        pk: NamedEntity(each.key, each.kind, label_of_entity(each), each.is_machine_found)
        for pk, each in marked.in_bulk(entities).items()
        if each.is_shown or each.is_machine_found
    }


_kept: Final = KeptLabels[str, str](_look_up)
_named: Final = KeptLabels[int, NamedEntity](_look_up_names)
