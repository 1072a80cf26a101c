"""From found mentions to rows: which entity of the database each one means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.arabic.name_clitics import spelled_out
from archive.entities.gazetteer.gazetteer import Gazetteer, GazetteerEntry
from archive.entities.storage.corrections import revision_of
from archive.models import (
    Entity,
    EntityRelation,
    EntityStatus,
    Mention,
    MentionRow,
    MentionSuppression,
)
from archive.records.mentions import FoundMention, MentionMethod

_SURFACE = 300
_EDITOR = "editor"
_Place = tuple[str, int, int]
"""A field, and the start and end of a stretch of it."""


@dataclass(slots=True)
class EntityLinker:
    """Finds or makes the entity of each mention; follows merges, honours what editors set."""

    gazetteer: Gazetteer = field(default_factory=Gazetteer.shipped)
    _entities: dict[str, int | None] = field(default_factory=dict)
    _revision: tuple[int, ...] = ()

    def link(self, found: Sequence[tuple[int, Sequence[FoundMention]]]) -> list[MentionRow]:
        """Return the rows of mentions for (article id, found mentions) pairs.

        What overlaps a mention that an editor set is left out, and so is what was suppressed.
        Call it inside the transaction that writes the rows: it follows what editors did to
        entities until then.
        """
        self._forget_if_edited()
        self._propose([mention for _article, mentions in found for mention in mentions])
        self._look_up({mention.key for _article, mentions in found for mention in mentions})
        suppressed = set(
            MentionSuppression.objects.filter(article_id__in=[pk for pk, _mentions in found])
            .values_list("article_id", "entity_id")
            .order_by()
        )
        edited = _edited([pk for pk, _mentions in found])
        rows = []
        for article_id, mentions in found:
            for mention in mentions:
                entity = self._entities.get(mention.key)
                if entity is None or (article_id, entity) in suppressed:
                    continue
                if article_id in edited and _overlaps(mention, edited[article_id]):
                    continue
                rows.append(_row(article_id, entity, mention))
        return rows

    def _forget_if_edited(self) -> None:
        """Look entities up anew where one was merged, rejected, suppressed or taken back."""
        revision = revision_of(Entity)
        if revision != self._revision:
            self._entities.clear()
            self._revision = revision

    def _propose(self, mentions: Iterable[FoundMention]) -> None:
        """Make candidates of names that neither the gazetteer nor the database knows.

        What was rejected before is in the database, and stays rejected.
        """
        new = {
            mention.key: mention
            for mention in mentions
            if mention.method is MentionMethod.CRF
            and mention.key not in self._entities
            and self.gazetteer.get(mention.key) is None
        }
        known = set(Entity.objects.filter(key__in=new).values_list("key", flat=True))
        Entity.objects.bulk_create(
            [
                Entity(
                    key=key,
                    kind=mention.kind,
                    name_ar=spelled_out(mention.surface, mention.clitic)[:_SURFACE],
                    status=EntityStatus.CANDIDATE,
                )
                for key, mention in new.items()
                if key not in known
            ],
            ignore_conflicts=True,
        )

    def _look_up(self, keys: Iterable[str]) -> None:
        wanted = [key for key in keys if key not in self._entities]
        if not wanted:
            return
        known = {
            entity.key: entity
            for entity in Entity.objects.filter(key__in=wanted).select_related("merged_into")
        }
        missing = [key for key in wanted if key not in known and self.gazetteer.get(key)]
        if missing:
            known.update(self._create(missing))
        for key in wanted:
            self._entities[key] = _effective(known.get(key))

    def _create(self, keys: Sequence[str]) -> dict[str, Entity]:
        """Make the entities of these gazetteer keys, and those that they are related to."""
        entries = self._with_relatives(keys)
        Entity.objects.bulk_create(
            [
                Entity(
                    key=entry.key,
                    kind=entry.kind,
                    name_ar=entry.name_ar,
                    name_en=entry.name_en,
                    wikidata=entry.wikidata or "",
                )
                for entry in entries.values()
            ],
            ignore_conflicts=True,
        )
        rows = Entity.objects.in_bulk(list(entries), field_name="key")
        EntityRelation.objects.bulk_create(
            [
                EntityRelation(source=rows[key], kind=kind, target=rows[target])
                for key, entry in entries.items()
                for kind, target in entry.relations
                if target in rows
            ],
            ignore_conflicts=True,
        )
        return {key: rows[key] for key in keys if key in rows}

    def _with_relatives(self, keys: Sequence[str]) -> dict[str, GazetteerEntry]:
        entries: dict[str, GazetteerEntry] = {}
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            entry = self.gazetteer.get(key)
            if entry is not None and key not in entries:
                entries[key] = entry
                waiting.extend(target for _kind, target in entry.relations)
        return entries


def _row(article_id: int, entity_id: int, mention: FoundMention) -> MentionRow:
    place, start, end, surface, clitic, _key, _kind, method, confidence = mention
    return MentionRow(
        article_id,
        entity_id,
        str(place),
        start,
        end,
        surface[:_SURFACE],
        clitic,
        str(method),
        confidence,
    )


def _edited(articles: Sequence[int]) -> dict[int, list[_Place]]:
    """Return where in these articles mentions stand that an editor set."""
    places: dict[int, list[_Place]] = defaultdict(list)
    rows = Mention.objects.filter(article__in=articles, method=_EDITOR, end__gt=0)
    columns = rows.order_by().values_list("article_id", "field", "start", "end")
    for article, name, start, end in columns:
        places[article].append((name, start, end))
    return places


def _overlaps(mention: FoundMention, places: Iterable[_Place]) -> bool:
    return any(
        field == mention.field and start < mention.end and mention.start < end
        for field, start, end in places
    )


def _effective(entity: Entity | None) -> int | None:
    """Return the key of the entity that a mention of ``entity`` counts for, if any."""
    for _step in range(10):
        if entity is None or entity.merged_into is None:
            break
        entity = entity.merged_into
    if entity is None or entity.suppressed or entity.status == EntityStatus.REJECTED:
        return None
    return entity.pk
