"""The shapes of answers, in which programs may trust: a field is added, never changed or taken away."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import Field


class Matched(Schema):
    """Which word of the article stands for a word of the query, and how they are related."""

    word: str
    surface: str
    how: str


class FoundArticle(Schema):
    """An article that was found. ``published`` is EDTF (ISO 8601-2), null where it is unknown."""

    id: str
    address: str = Field(description="Of its page, to read and to cite.")
    title: str
    outlet: str | None
    published: str | None
    date_basis: str = Field(description="How the date is known.")
    score: float
    snippet: str
    marked: list[str] = Field(description="The words of title and snippet that matched.")
    matched: list[Matched]


class PartlyFoundArticle(FoundArticle):
    """An article that lacks some of the words. It counts in no total."""

    missing: list[str]


class FacetValue(Schema):
    """A value of a facet with the number of articles that have it."""

    value: str
    label: str
    count: int
    machine_found: bool = False


class WayOut(Schema):
    """Another search, and how many articles it finds."""

    kind: str
    label: str
    count: int


class SearchAnswer(Schema):
    """What a search found. ``total`` is exact, and so is every count of a facet."""

    query: str
    total: int
    machine_found_names: bool
    hits: list[FoundArticle]
    also: list[PartlyFoundArticle]
    near: list[FoundArticle] = Field(
        default_factory=list,
        description="What only meaning finds, the nearest first, where it was asked for; "
        "`score` is the cosine. It counts in no total.",
    )
    facets: dict[str, list[FacetValue]]
    repairs: list[str] = Field(description="How the query was read where it was not clear.")
    notices: list[str] = Field(description="What the answer does not hold, and why.")
    did_you_mean: list[str]
    ways_out: list[WayOut]
    next: str | None = Field(description="The cursor of what follows, null at the end.")


class NamedInArticle(Schema):
    """An entity that an article names, and the spellings that it uses."""

    key: str
    name: str
    kind: str
    surfaces: list[str]
    count: int


class ArticleAnswer(Schema):
    """One article as it is shown: its words, what is known of it, and where that comes from."""

    id: str
    address: str
    title: str
    outlet: str | None
    outlet_basis: str
    republisher: str | None
    published: str | None = Field(description="EDTF (ISO 8601-2); null where it is unknown.")
    published_at: str | None
    date_basis: str
    date_evidence: str
    captured: str | None = Field(description="The day on which the page was saved.")
    byline: str
    dateline: str
    agency: str
    section: str
    keywords: list[str]
    captions: list[str]
    standfirst: str
    body: str
    url: str
    language: str
    entities: list[NamedInArticle]
    citation: dict[Literal["ar", "en"], dict[str, str]] = Field(
        description="Language → style → the citation in words."
    )
    capture: int
    sha256: str = Field(description="Of the saved bytes that the article was read from.")


class ListedArticle(Schema):
    """An article in a list."""

    id: str
    address: str
    title: str
    outlet: str | None
    published: str | None
    date_basis: str


class ArticleList(Schema):
    """Articles in the order in which they were loaded."""

    items: list[ListedArticle]
    next: str | None


class OutletAnswer(Schema):
    """An outlet; ``forms`` are other names that pages call it by."""

    slug: str
    address: str
    name: str
    name_en: str
    country: str
    kind: str
    forms: list[str]
    domains: list[str]
    articles: int


class OutletList(Schema):
    """Outlets by their slugs."""

    items: list[OutletAnswer]
    next: str | None


class ListedEntity(Schema):
    """A person, an organisation or a place."""

    key: str
    address: str
    label: str = Field(description="Its name, with a word that tells it from another of that name.")
    name: str
    name_en: str
    kind: str
    description: str
    wikidata: str
    reviewed: bool = Field(description="Whether an editor or the shipped list vouches for it.")


class EntityAnswer(ListedEntity):
    """An entity with its spellings and the number of articles that name it."""

    spellings: list[str]
    articles: int


class EntityList(Schema):
    """Entities in the order of their first appearance in the archive."""

    items: list[ListedEntity]
    next: str | None


class ListedCapture(Schema):
    """A version of an address; of a withdrawn one only that it was there."""

    id: int
    address: str = Field(description="Its page in the archive.")
    url: str = Field(description="The address at which it was captured.")
    sha256: str
    size: int | None
    media_type: str | None
    captured: str | None
    captured_at: str | None = Field(description="The moment, where it is known.")
    status: str


class CaptureList(Schema):
    """The versions of an address in the order of time, those of no known day at the end."""

    items: list[ListedCapture]
    next: str | None


class CaptureAnswer(Schema):
    """A saved page: what came, when, and which articles stand in it."""

    id: int
    address: str
    document: str
    url: str
    sha256: str
    size: int
    media_type: str
    captured: str | None
    status: str
    articles: list[str]


class YearCount(Schema):
    """Articles of an outlet in a year; null where their date lies within none."""

    outlet: str
    year: str | None
    articles: int


class CountedQuery(Schema):
    """What one query of a batch finds; ``total`` is null where it took too long."""

    number: int
    query: str
    total: int | None
    counts: list[YearCount]
    notice: str


class BatchAnswer(Schema):
    """A short batch, counted at once."""

    lines: list[CountedQuery]


class BatchAsked(Schema):
    """A long batch, which is counted in the background."""

    id: int
    address: str = Field(description="Where its counts are read.")


class BatchCounts(Schema):
    """How far a batch is, and the lines that are done."""

    id: int
    address: str
    state: str
    done: int
    of: int | None
    lines: list[CountedQuery]
    next: str | None


class Problem(Schema):
    """Problem details by RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
