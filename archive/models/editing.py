"""What an editor may set of an article, what they have set, and what parsing then leaves alone.

``Article.edited`` holds names: those of the fields in ``EDITABLE``, and ``ENTITIES`` where an
editor has chosen the article's entities. Some names stand for several columns, which an editor
sets together: ``DATE`` stands for the whole publication date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from archive.records.documents import DateBasis, OutletBasis, PublicationDate
from archive.records.mentions import ArticleField

if TYPE_CHECKING:
    from archive.models.article import Article

DATE: Final = "edtf"
OUTLET: Final = "outlet"
REPUBLISHER: Final = "republisher"
ENTITIES: Final = "entities"

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

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    DATE: DATE_COLUMNS,
    OUTLET: OUTLET_COLUMNS,
    REPUBLISHER: ("republisher_id",),
}
"""The columns of the names that stand for others than the column of their own name."""


def mark_edited(article: Article, names: Iterable[str]) -> None:
    """Note in ``article.edited`` that an editor has set these; the article is not saved."""
    article.edited = sorted({*article.edited, *names})


def is_edited(article: Article, *names: str) -> bool:
    """Return whether an editor has set any of ``names``."""
    return any(name in article.edited for name in names)


def set_date(article: Article, date: PublicationDate) -> None:
    """Give the article the publication date that an editor wrote, whatever its page says."""
    article.edtf = date.edtf
    article.published_earliest, article.published_latest = date.earliest, date.latest
    article.precision = date.precision.value
    article.published_at = article.published_offset = None
    article.date_basis = DateBasis.EDITOR
    article.date_evidence = article.review = ""


def set_outlet_basis(article: Article) -> None:
    """Note that the article's outlet is an editor's choice, whatever its page says."""
    article.outlet_basis = OutletBasis.EDITOR
    article.outlet_evidence = ""


def edited_columns(edited: Collection[str]) -> frozenset[str]:
    """Return the columns that an article with this ``edited`` keeps when it is parsed again."""
    return frozenset(column for name in edited for column in _COLUMNS.get(name, (name,)))
