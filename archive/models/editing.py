"""What an editor may set of an article, what they have set, and what parsing then leaves alone.

``Article.edited`` holds names: those of the fields in ``EDITABLE``, and ``ENTITIES`` where an
editor has chosen the article's entities. Some names stand for several columns, which an editor
sets together: ``DATE`` stands for the whole publication date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from archive.records.documents import DateBasis, OutletBasis, PublicationDate
from archive.records.mentions import ArticleField

if TYPE_CHECKING:
    from archive.models.article import Article
    from archive.models.outlet import Outlet

DATE: Final = "edtf"
OUTLET: Final = "outlet"
REPUBLISHER: Final = "republisher"
ENTITIES: Final = "entities"
STATUS: Final = "status"
"""Whether readers see the article. No reading sets it, so that it is never in ``edited``."""

TEXTS: Final = tuple(field.value for field in ArticleField)
"""The fields that are read for names: when one of them changes, mentions change with it."""

EDITABLE: Final = (
    "title",
    "standfirst",
    "body",
    "byline",
    "dateline",
    "agency",
    "section",
    "keywords",
    "captions",
    "language",
    "url",
    OUTLET,
    REPUBLISHER,
    DATE,
)
"""The fields of the editor's form."""

DATE_COLUMNS: Final = (
    "published_earliest",
    "published_latest",
    "published_at",
    "published_offset",
    "precision",
    "edtf",
    "date_basis",
    "date_evidence",
    "review",
)
OUTLET_COLUMNS: Final = ("outlet_id", "outlet_basis", "outlet_evidence")
STATUS_COLUMNS: Final = (
    "hidden",
    "hidden_until",
    "hidden_public_reason",
    "hidden_internal_reason",
)

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    DATE: DATE_COLUMNS,
    OUTLET: OUTLET_COLUMNS,
    REPUBLISHER: ("republisher_id",),
    STATUS: STATUS_COLUMNS,
}
"""The columns of the names that stand for others than the column of their own name."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """An article is shown nowhere, for these reasons, until the day ``until`` or for good."""

    public_reason: str = ""
    internal_reason: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class FieldState:
    """What an article has in a field: its columns as JSON's types, and whether an editor set it."""

    values: Mapping[str, Any]
    edited: bool = False


def mark_edited(article: Article, names: Iterable[str]) -> None:
    """Note in ``article.edited`` that an editor has set these; the article is not saved."""
    article.edited = sorted({*article.edited, *names})


def is_edited(article: Article, *names: str) -> bool:
    """Return whether an editor has set any of ``names``."""
    return any(name in article.edited for name in names)


def set_field(article: Article, name: str, value: Any) -> None:
    """Give a field what an editor chose, whatever its page says. The article is not saved.

    ``value`` is an ``Outlet`` or ``None`` for ``OUTLET`` and ``REPUBLISHER``, a
    ``PublicationDate`` for ``DATE``, a ``Hiding`` or ``None`` for ``STATUS``, else a text or a
    list of texts. This is the one place where an editor's value reaches an article.
    """
    if name == STATUS:
        _set_status(article, value)
        return
    if name == DATE:
        _set_date(article, value)
    elif name == OUTLET:
        _set_outlet(article, value)
    else:
        setattr(article, name, value)
    mark_edited(article, [name])


def _set_date(article: Article, date: PublicationDate) -> None:
    offset = date.at.utcoffset() if date.at else None
    article.edtf = date.edtf
    article.published_earliest, article.published_latest = date.earliest, date.latest
    article.precision = date.precision.value
    article.published_at = date.at
    article.published_offset = None if offset is None else int(offset.total_seconds() // 60)
    article.date_basis = DateBasis.EDITOR
    article.date_evidence = article.review = ""


def _set_outlet(article: Article, outlet: Outlet | None) -> None:
    article.outlet = outlet
    article.outlet_basis = OutletBasis.EDITOR
    article.outlet_evidence = ""


def _set_status(article: Article, hiding: Hiding | None) -> None:
    article.hidden = hiding is not None
    hiding = hiding or Hiding()
    article.hidden_public_reason = hiding.public_reason.strip()
    article.hidden_internal_reason = hiding.internal_reason.strip()
    article.hidden_until = hiding.until


def columns_of(name: str) -> tuple[str, ...]:
    """Return the columns for which the name of a field stands."""
    return _COLUMNS.get(name, (name,))


def state_of(article: Article, name: str) -> FieldState:
    """Return what an article has in a field now."""
    values = {column: _as_json(getattr(article, column)) for column in columns_of(name)}
    return FieldState(values, name in article.edited)


def set_state(article: Article, name: str, state: FieldState) -> None:
    """Give a field back what it had, and whether an editor set it. The article is not saved."""
    for column in columns_of(name):
        value = state.values[column]
        kind = article._meta.get_field(column).get_internal_type()
        if value is not None and kind == "DateField":
            value = date.fromisoformat(value)
        elif value is not None and kind == "DateTimeField":
            value = datetime.fromisoformat(value)
        setattr(article, column, value)
    if name == STATUS:
        return
    article.edited = sorted({*article.edited} - {name} | ({name} if state.edited else set()))


def _as_json(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, list) else value


def edited_columns(edited: Collection[str]) -> frozenset[str]:
    """Return the columns that an article with this ``edited`` keeps when it is parsed again."""
    return frozenset(column for name in edited for column in columns_of(name))
