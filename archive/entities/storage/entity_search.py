"""Entities by any of their spellings, for whoever looks through a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

from archive.entities.gazetteer.gazetteer import Gazetteer, KnownNames, new_key
from archive.entities.gazetteer.gazetteer_entry import name_key
from archive.entities.storage.entity_linker import EntityLinker
from archive.models import Alias, Entity, EntityKind
from archive.models.entity import STATUSES_WITH_PAGE

_OFFERED: Final = 12
"""Entities that are offered for one name."""


def keys_named(part: str) -> frozenset[str]:
    """Return the keys of the entities with a spelling of which words begin as ``part`` does.

    Spellings are those of the shipped gazetteer and those that editors gave, folded alike. Of a
    merged entity, whose name counts too, it is the key of what it is after all merges. Names
    of others are not looked through: a list that is searched shows them. Two queries, more where there are merges.
    """
    wanted = name_key(part)
    if not wanted:
        return frozenset()
    keys = set(KnownNames.shipped().keys_with(part))
    aliases = Alias.objects.order_by().values_list("entity__key", "text")
    keys.update(key for key, text in aliases if _begins(text, wanted))
    merged = [
        entity
        for entity in Entity.objects.filter(merged_into__isnull=False)
        if entity.key in keys or _begins(entity.name_ar, wanted)
    ]
    keys.update(entity.key for entity in Entity.objects.canonical_of(merged).values())
    return frozenset(keys)


def _begins(name: str, wanted: str) -> bool:
    return f" {wanted}" in f" {name_key(name)}"


class Called(NamedTuple):
    """What a name may mean: entities that are called so, and others of which a name begins so."""

    exactly: list[Entity]
    nearly: list[Entity]


def entities_called(name: str) -> Called:
    """Return the entities that ``name`` may mean, a dozen at most.

    What only the shipped gazetteer has yet is not saved: ``entity_of_key`` makes it. Rejected and
    suppressed ones are left out; of a merged one it is what it became.
    """
    listed = list(KnownNames.shipped().keys(name))
    exact = dict.fromkeys([*listed, *_keys_called(name)])
    rows = {entity.key: entity for entity in Entity.objects.filter(key__in=list(exact))}
    rows |= {entity.key: entity for entity in Entity.objects.filter(name_ar=name)}
    canonical = Entity.objects.canonical_of(rows.values())
    found = dict.fromkeys(canonical[rows[key].pk] for key in chain(exact, rows) if key in rows)
    own = [entity for entity in found if _may_be_named(entity)]
    own += _not_yet_made([key for key in listed if key not in rows])
    nearly: list[Entity] = []
    if len(own) < _OFFERED:
        near = Entity.objects.with_page().filter(key__in=keys_named(name) - exact.keys())
        others = near.exclude(pk__in=[each.pk for each in own if each.pk]).order_by("name_ar")
        nearly = list(others[: _OFFERED - len(own)])
    return Called(own[:_OFFERED], nearly)


def entity_of_key(key: str) -> Entity | None:
    """Return the entity of a key after all merges; made where only the gazetteer has it yet."""
    found = EntityLinker().entities_of([key])
    return Entity.objects.filter(pk=found.get(key, 0)).first()


def _keys_called(name: str) -> list[str]:
    """Return the keys of what editors or the program call exactly so, spelling folded."""
    wanted = name_key(name)
    aliases = Alias.objects.order_by().values_list("entity__key", "text")
    taught = [key for key, text in aliases if name_key(text) == wanted]
    return taught + [new_key(name, kind) for kind in EntityKind]


def _may_be_named(entity: Entity) -> bool:
    return entity.status in STATUSES_WITH_PAGE and not entity.suppressed


def _not_yet_made(keys: Sequence[str]) -> list[Entity]:
    """Return what only the shipped gazetteer has, as unsaved rows."""
    entries = filter(None, map(Gazetteer.shipped().get, keys)) if keys else ()
    return [
        Entity(
            key=entry.key,
            kind=entry.kind,
            name_ar=entry.name_ar,
            name_en=entry.name_en,
            subkind=entry.subkind,
        )
        for entry in entries
    ]
