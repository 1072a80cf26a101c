"""One change of many articles: what is asked of each, and what it would do before it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from archive.changes.article_changes import changes_since, states
from archive.changes.typed_dates import date_of
from archive.ingest.dates import Interval, from_edtf
from archive.models import Article, Change, Outlet
from archive.models.editing import (
    DATE,
    OUTLET,
    REPUBLISHER,
    STATUS,
    Hiding,
    is_edited,
    set_field,
)
from archive.records.documents import DatePrecision, PublicationDate

MOST_ARTICLES: Final = 100_000
"""Articles of one act: what a person can answer for, and a database keeps at hand."""
_CHUNK: Final = 1000
_SAMPLES: Final = 12

Values = Mapping[str, Any]
"""Name of a field → its value as ``set_field`` takes it."""


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What is asked of every article.

    ``values`` are the same for all, as JSON's types: an outlet by its slug, a date as EDTF, a
    status as ``None`` or the fields of ``Hiding``. ``overwrite`` says that what an editor has set
    is changed as well.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    add_keywords: tuple[str, ...] = ()
    remove_keywords: tuple[str, ...] = ()
    shift_days: int = 0
    overwrite: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> BulkChange:
        """Return what a changeset keeps of what was asked."""
        return cls(
            asked.get("values", {}),
            tuple(asked.get("add_keywords", ())),
            tuple(asked.get("remove_keywords", ())),
            asked.get("shift_days", 0),
            asked.get("overwrite", False),
        )

    def asked(self) -> dict[str, Any]:
        """Return what was asked as JSON's types; nothing of what was not."""
        kept = {
            "values": dict(self.values),
            "add_keywords": list(self.add_keywords),
            "remove_keywords": list(self.remove_keywords),
            "shift_days": self.shift_days,
            "overwrite": self.overwrite,
        }
        return {name: value for name, value in kept.items() if value}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.values or self.add_keywords or self.remove_keywords or self.shift_days)

    def for_articles(self) -> Callable[[Article], Values]:
        """Return what gives the values of each article; outlets are looked up once."""
        values = values_from_json(self.values, outlets_by_slug(self.values))

        def of(article: Article) -> Values:
            own = dict(values)
            if self.add_keywords or self.remove_keywords:
                kept = [each for each in article.keywords if each not in self.remove_keywords]
                own["keywords"] = list(dict.fromkeys([*kept, *self.add_keywords]))
            if self.shift_days and article.edtf:
                own[DATE] = shifted(article, self.shift_days)
            return own

        return of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the values wanted for one article is another than it has, and may be set.

    ``kept`` names the fields that an editor has set, and that are therefore left.
    """

    values: Values
    kept: tuple[str, ...] = ()


def wanted(article: Article, values: Values, *, overwrite: bool) -> Wanted:
    """Return which of ``values`` change the article, and which an editor's own stand against."""
    others = {name: value for name, value in values.items() if not _has(article, name, value)}
    kept = tuple(name for name in others if not overwrite and is_edited(article, name))
    return Wanted({name: value for name, value in others.items() if name not in kept}, kept)


def _has(article: Article, name: str, value: Any) -> bool:
    """Whether a reader sees no difference: the same outlet, the same days."""
    if name in (OUTLET, REPUBLISHER):
        return bool(getattr(article, f"{name}_id") == (value.pk if value else None))
    if name == DATE:
        return bool(article.edtf == value.edtf)
    if name == STATUS:
        return bool(_hiding(article) == value)
    return bool(getattr(article, name) == value)


def _hiding(article: Article) -> Hiding | None:
    if not article.hidden:
        return None
    return Hiding(
        article.hidden_public_reason, article.hidden_internal_reason, article.hidden_until
    )


def shifted(article: Article, days: int) -> PublicationDate:
    """Return an article's publication date so many days later, its clock with it."""
    moved = date_of(Interval(article.published_earliest, article.published_latest).shifted(days))
    if article.published_at is None:
        return moved
    day = moved.earliest or date.min
    at = article.published_at + (day - (article.published_earliest or day))
    return PublicationDate(
        moved.earliest, moved.latest, at=at, precision=DatePrecision.MINUTE, edtf=moved.edtf
    )


def outlets_by_slug(*values: Mapping[str, Any]) -> dict[str, Outlet]:
    """Return the outlets that are named in ``values``, by their slugs."""
    slugs = {each[name] for each in values for name in (OUTLET, REPUBLISHER) if each.get(name)}
    return {outlet.slug: outlet for outlet in Outlet.objects.filter(slug__in=slugs)}


def values_from_json(values: Mapping[str, Any], outlets: Mapping[str, Outlet]) -> dict[str, Any]:
    """Return values as ``set_field`` takes them; an outlet that is gone meanwhile is left out."""
    read: dict[str, Any] = {}
    for name, value in values.items():
        if name in (OUTLET, REPUBLISHER):
            if value and value not in outlets:
                continue
            read[name] = outlets[value] if value else None
        elif name == DATE:
            earliest, latest, _precision = from_edtf(value)
            read[name] = date_of(Interval(earliest, latest))
        elif name == STATUS:
            read[name] = _hiding_from_json(value)
        else:
            read[name] = value
    return read


def _hiding_from_json(value: Mapping[str, Any] | None) -> Hiding | None:
    if value is None:
        return None
    until = value.get("until")
    return Hiding(
        value.get("public_reason", "").strip(),
        value.get("internal_reason", "").strip(),
        date.fromisoformat(until) if until else None,
    )


@dataclass(slots=True)
class Preview:
    """What a change would do: of ``total`` articles ``changing`` change, ``same`` have it already.

    ``kept`` have a field left that an editor has set. ``samples`` are articles with their changes.
    """

    total: int = 0
    changing: int = 0
    same: int = 0
    kept: int = 0
    samples: list[tuple[Article, list[Change]]] = field(default_factory=list)
    kept_samples: list[Article] = field(default_factory=list)

    def add(self, article: Article, found: Wanted) -> None:
        """Count one article, and keep it as a sample while there are few."""
        self.total += 1
        self.changing += bool(found.values)
        self.kept += bool(found.kept)
        self.same += not (found.values or found.kept)
        if found.values and len(self.samples) < _SAMPLES:
            self.samples.append((article, _changed(article, found.values)))
        if found.kept and len(self.kept_samples) < _SAMPLES:
            self.kept_samples.append(article)


def _changed(article: Article, values: Values) -> list[Change]:
    """Return what would change of an article, which is changed in memory alone."""
    before = states(article, values)
    for name, value in values.items():
        set_field(article, name, value)
    return changes_since(before, article)


def preview(bulk: BulkChange, keys: Sequence[int]) -> Preview:
    """Return what a change of the articles of these primary keys would do."""
    shown, values_of = Preview(), bulk.for_articles()
    for article in looked_at(keys):
        shown.add(article, wanted(article, values_of(article), overwrite=bulk.overwrite))
    return shown


def looked_at(keys: Collection[int], related: Sequence[str] = ()) -> Iterator[Article]:
    """Yield articles without their long texts, in constant memory, with their ``related`` rows."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _CHUNK):
        rows = Article.objects.filter(pk__in=ordered[start : start + _CHUNK])
        rows = rows.select_related(*related) if related else rows
        yield from rows.defer("body", "spans", "captions", "standfirst").order_by("pk")
