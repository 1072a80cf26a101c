"""The names in one article, as the database has them: mentions and authors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from archive.models import Article, Authorship, Entity, Mention
from archive.models.entity_labels import names_of
from archive.models.kept_statements import KeptValues
from archive.records.mentions import ArticleField
from search.presentation.paragraphs import PlacedName

_MOST_READ: Final = 20_000
"""Mentions of an article that are read for its page: some million letters of text."""
_MOST_LISTED: Final = 300
"""Names in the list of an article."""
_MOST_ENTITIES: Final = 900
"""Names of an article that are listed or links in its text: one query takes 999 keys."""
_YES: Final = BooleanField()
_COLUMNS: Final = ("entity_id", "field", "start", "end", "method")


@dataclass(frozen=True, slots=True)
class ArticleMentions:
    """The mentions that stand somewhere in the article, by field."""

    by_field: Mapping[str, Sequence[PlacedName]]

    @classmethod
    def of(cls, mentions: Iterable[PlacedName]) -> ArticleMentions:
        """Sort ``mentions``; those without a place in the text are left out."""
        by_field: dict[str, list[PlacedName]] = defaultdict(list)
        for mention in mentions:
            if mention.end:
                by_field[mention.field].append(mention)
        return cls(by_field)

    def in_field(self, field: ArticleField) -> Sequence[PlacedName]:
        """Return the mentions in one field."""
        return self.by_field.get(field, ())


@dataclass(frozen=True, slots=True)
class MentionsShown:
    """The mentions of an article that its page shows or marks.

    ``mentions`` are of no more than ``_MOST_ENTITIES`` entities, ``listed`` those of them that the
    list of names has; ``are_all`` says whether the article mentions no other.
    """

    mentions: Sequence[PlacedName]
    listed: Sequence[PlacedName]
    are_all: bool


def mentions_with_entities(article: Article, start: int, end: int) -> MentionsShown:
    """Return the article's mentions of entities that have a page. Two queries, often one.

    Where there are too many, those between ``start`` and ``end`` of its fields are read first, and
    the names that come most often are listed. Each entity is one object.
    """
    found = _MENTIONS.read(article.pk)
    if len(found) > _MOST_READ or len({row[0] for row in found}) > _MOST_ENTITIES:
        here = ExpressionWrapper(Q(start__gte=start, end__lte=end), _YES)
        all_ = article.mentions.of_entities_with_page()
        rows = all_.alias(here=here).order_by("-here", "id")
        found = list(rows.values_list(*_COLUMNS)[:_MOST_READ])
    counts = Counter(row[0] for row in found)
    # The most frequent, then the others as they come in the text.
    often = [key for key, _count in counts.most_common(_MOST_ENTITIES)]
    keys = list(dict.fromkeys([*often[:_MOST_LISTED], *counts]))[:_MOST_ENTITIES]
    named = names_of(keys)
    listed = set([key for key in often if key in named][:_MOST_LISTED])
    placed = [
        (key, PlacedName(named[key], field, begin, stop, method))
        for key, field, begin, stop, method in found
        if key in named
    ]
    return MentionsShown(
        [name for _key, name in placed],
        [name for key, name in placed if key in listed],
        len(listed) == len(named) and len(keys) == len(counts) and len(found) < _MOST_READ,
    )


def _mentions(article: int) -> QuerySet[Any, tuple[Any, ...]]:
    all_ = Mention.objects.filter(article=article).order_by("id")
    return all_.values_list(*_COLUMNS)[: _MOST_READ + 1]


_MENTIONS: Final = KeptValues(_mentions)


def authors_of(article: Article) -> list[Entity]:
    """Return those who wrote the article, after all merges, where readers see them."""
    if not article.byline:
        return []
    written = Authorship.objects.filter(article=article).order_by("pk").select_related("entity")
    entities = [each.entity for each in written]
    canonical = Entity.objects.canonical_of(entities)
    return [author for author in dict.fromkeys(canonical.values()) if author.is_shown]
