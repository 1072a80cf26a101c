"""Entities by any of their spellings, for whoever looks through a list of them."""

from __future__ import annotations

from archive.entities.gazetteer.gazetteer import KnownNames
from archive.entities.gazetteer.gazetteer_entry import name_key
from archive.models import Alias, Entity


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
