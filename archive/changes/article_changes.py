"""What changed of articles, written: their columns, the log, what search must know.

The form of one article keeps the whole article in its history besides; here only the fields are
kept that changed, so that thousands can be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from archive.entities.storage.authors import write_authors
from archive.entities.storage.corrections import corrections
from archive.entities.storage.reanchoring import reread
from archive.models import Article, Change, ChangeSet, OutboxEntry
from archive.models.editing import (
    DATE,
    EDITABLE,
    OUTLET,
    REPUBLISHER,
    STATUS,
    TEXTS,
    FieldState,
    columns_of,
    set_field,
    set_state,
    state_of,
)
from archive.models.insertion import update
from archive.records.mentions import as_text

COLUMNS_ALONE: Final = frozenset({OUTLET, REPUBLISHER, DATE, "section", "language"})
"""Fields that search keeps apart from the texts: to change them is cheap."""
LOGGED: Final = (*EDITABLE, STATUS)
"""The fields of an article that can be given back what they had."""


def articles_to_change(keys: Collection[int]) -> QuerySet[Article]:
    """Return articles to change, locked where the database can, without their long texts."""
    rows = Article.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return rows.defer("body", "spans", "captions").order_by("pk")


def states(article: Article, names: Iterable[str] = LOGGED) -> dict[str, FieldState]:
    """Return what an article has now in each of these fields."""
    return {name: state_of(article, name) for name in names}


def changes_since(before: Mapping[str, FieldState], article: Article) -> list[Change]:
    """Return the rows for what an article has otherwise than before."""
    return [
        Change.of_article(article, name, was, now)
        for name, was in before.items()
        if (now := state_of(article, name)) != was
    ]


_BYLINE: Final = "byline"


@dataclass(slots=True)
class ArticleChanges:
    """Articles that are changed in memory, and written together, in one transaction.

    ``changeset`` gets a row for each field that became another.
    """

    changeset: ChangeSet
    _articles: dict[int, Article] = field(default_factory=dict)
    _changes: dict[int, list[Change]] = field(default_factory=lambda: defaultdict(list))

    def set(self, article: Article, values: Mapping[str, Any]) -> bool:
        """Give fields what an editor chose (see ``set_field``); return whether any changed."""
        before = states(article, values)
        for name, value in values.items():
            set_field(article, name, value)
        return self._keep(article, changes_since(before, article))

    def give_back(self, article: Article, name: str, state: FieldState) -> bool:
        """Give a field back what it had; return whether it changed."""
        before = states(article, [name])
        set_state(article, name, state)
        return self._keep(article, changes_since(before, article))

    def _keep(self, article: Article, changes: Sequence[Change]) -> bool:
        if changes:
            self._articles[article.pk] = article
            self._changes[article.pk] += changes
        return bool(changes)

    def write(self) -> int:
        """Write what was changed, and return the number of articles."""
        together: dict[tuple[str, ...], list[Article]] = defaultdict(list)
        now = timezone.now()
        for key, article in self._articles.items():
            article.updated_at = now
            fields = sorted({change.field for change in self._changes[key]})
            together[tuple(fields)].append(article)
        for names, articles in together.items():
            columns = [column for name in names for column in columns_of(name)]
            update(articles, [*columns, "edited", "updated_at"])
            keys = [article.pk for article in articles]
            OutboxEntry.announce(keys, columns_only=COLUMNS_ALONE.issuperset(names))
        self.changeset.note(change for rows in self._changes.values() for change in rows)
        self._reread()
        return len(self._articles)

    def _reread(self) -> None:
        """Bring mentions in line with texts that changed, and authors with bylines."""
        resigned = []
        for key, changes in self._changes.items():
            texts = {
                each.field: as_text(each.before[each.field])
                for each in changes
                if each.field in TEXTS
            }
            if texts:
                reread(self._articles[key], texts)
            if any(each.field == _BYLINE for each in changes):
                resigned.append(self._articles[key])
        if resigned:
            write_authors(resigned, corrections())
