"""What a recogniser reads and what it finds: frozen records and the interface between.

A mention is not an entity: it is a stretch of one article's text that names one. ``overlap`` and
``apart`` tell whether such stretches meet, found or stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from archive.records.documents import ParsedArticle


class EntityKind(StrEnum):
    """The three kinds of entity that the archive keeps."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


class RelationKind(StrEnum):
    """What one entity may be to another."""

    CAPITAL_OF = "capital_of"
    PART_OF = "part_of"
    METONYM_OF = "metonym_of"


class AliasPolicy(StrEnum):
    """When an alias found in a text is taken for its entity."""

    ALWAYS = "always"
    TRIGGER = "trigger"
    """After a trigger word (مدينة، بلدة، حركة…), or when one occurrence in the article was."""
    CONTEXT = "context"
    """When the entity's fuller name or its parent is elsewhere in the article."""
    PREPOSITION = "preposition"
    """After a preposition or trigger word, for words that are adjectives elsewhere (مالي)."""
    NOUN = "noun"
    """Unless a word with the article precedes it: «الحكومة السعودية» names no country."""
    QUOTED = "quoted"
    """Alone in quotes or brackets: in the outlet's own articles, or where it is credited there;
    and after a word for an outlet. For outlets that are named like cities and ordinary words."""
    SPORT = "sport"
    """In an article about sport whose country is the entity's: for clubs named like cities and
    ordinary words, and for those whose name clubs of other countries bear too."""
    NEVER = "never"
    """Known to searches, never matched in a text."""


class ArticleField(StrEnum):
    """The parts of an article that are read for mentions, in reading order.

    Captions and keywords are lists: what is read of them, and what places in them count from, is
    their values joined by newlines (``field_text``).
    """

    TITLE = "title"
    STANDFIRST = "standfirst"
    BODY = "body"
    DATELINE = "dateline"
    CAPTIONS = "captions"
    KEYWORDS = "keywords"


class MentionMethod(StrEnum):
    """How a mention was found."""

    GAZETTEER = "gazetteer"
    COREFERENCE = "coreference"
    CRF = "crf"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text of an article; ``body`` holds its paragraphs joined by newlines.

    ``outlet`` is the Arabic name of its outlet, ``country`` that one's country (ISO 3166-1
    alpha-2); both are empty where it is not known.
    """

    title: str
    standfirst: str = ""
    body: str = ""
    outlet: str = ""
    country: str = ""
    dateline: str = ""
    captions: str = ""
    keywords: str = ""

    def prose(self) -> ArticleText:
        """Return the article without what holds no sentences: its dateline and keywords."""
        return replace(self, dateline="", keywords="")

    def fields(self) -> Iterator[tuple[ArticleField, str]]:
        """Yield each field with its text, in reading order."""
        yield ArticleField.TITLE, self.title
        yield ArticleField.STANDFIRST, self.standfirst
        yield ArticleField.BODY, self.body
        yield ArticleField.DATELINE, self.dateline
        yield ArticleField.CAPTIONS, self.captions
        yield ArticleField.KEYWORDS, self.keywords


class _Outlet(Protocol):
    """What is known of an outlet."""

    @property
    def name_ar(self) -> str: ...
    @property
    def country(self) -> str: ...


class _Row(Protocol):
    """An article as the database holds it."""

    @property
    def outlet(self) -> _Outlet | None: ...

    @property
    def title(self) -> str: ...
    @property
    def standfirst(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def dateline(self) -> str: ...


def field_text(article: _Row, field: str) -> str:
    """Return what of one field of an article's row is read for names."""
    return as_text(getattr(article, field))


def as_text(value: str | Sequence[str]) -> str:
    """Return a field's value as it is read for names: of several texts one a line."""
    return value if isinstance(value, str) else "\n".join(value)


def text_of(article: _Row) -> ArticleText:
    """Return what of an article's row is read for names."""
    outlet = article.outlet
    return ArticleText(
        article.title,
        article.standfirst,
        article.body,
        outlet.name_ar if outlet else "",
        outlet.country if outlet else "",
        article.dateline,
        field_text(article, ArticleField.CAPTIONS),
        field_text(article, ArticleField.KEYWORDS),
    )


def text_of_parsed(article: ParsedArticle, outlet: _Outlet | None) -> ArticleText:
    """Return what of a parsed article is read for names: the same as of its row.

    ``outlet`` is its outlet where that is a known one.
    """
    return ArticleText(
        article.title,
        article.standfirst,
        "\n".join(article.paragraphs),
        outlet.name_ar if outlet else article.outlet.name,
        outlet.country if outlet else "",
        article.dateline,
        "\n".join(article.captions),
        "\n".join(article.keywords),
    )


class FoundMention(NamedTuple):
    """A stretch of text that names an entity.

    ``start`` and ``end`` (exclusive) are code points of the named field's original text,
    and ``surface`` is exactly what stands between them. Proclitics stand before
    ``start`` and are given folded in ``clitic``: for «والعراق» the surface is «العراق»
    and the clitic «و». In «للقامشلي» the article has lost its alef to the preposition, so
    that no full spelling of the name is there to point at: the clitic is «لل» and the
    surface «قامشلي». ``confidence`` lies between 0 and 1.

    ``key`` is the gazetteer's; a recogniser that finds names and not entities gives "".
    """

    field: ArticleField
    start: int
    end: int
    surface: str
    clitic: str
    key: str
    kind: EntityKind
    method: MentionMethod
    confidence: float


class Placed(Protocol):
    """Anything at ``start`` to ``end`` (exclusive) of a field of an article."""

    @property
    def field(self) -> str:
        """The name of the field."""
        ...

    @property
    def start(self) -> int:
        """Its first code point."""
        ...

    @property
    def end(self) -> int:
        """The code point behind its last."""
        ...


class Place(NamedTuple):
    """A stretch of a field."""

    field: str
    start: int
    end: int


def overlap(one: Placed, other: Placed) -> bool:
    """Return whether two stretches of one article have a letter in common."""
    return one.field == other.field and one.start < other.end and other.start < one.end


_Placed = TypeVar("_Placed", bound=Placed)


def apart(mentions: Iterable[_Placed], others: Iterable[Placed]) -> list[_Placed]:
    """Return the mentions of one article that overlap none of the ``others``."""
    taken = list(others)
    return [each for each in mentions if not any(overlap(each, other) for other in taken)]


class Recogniser(Protocol):
    """Anything that reads an article and says which names stand where in it."""

    @property
    def name(self) -> str:
        """A short stable name, kept with every mention found."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same article might give other mentions."""
        ...

    def recognise(self, article: ArticleText) -> list[FoundMention]:
        """Return the mentions of ``article`` in reading order, never overlapping."""
        ...
