"""Citations in words after the styles of APA, Chicago and MLA, in Arabic and in English.

The forms of an article in a newspaper, read in an archive: Publication Manual of the APA, 7th ed.,
10.1 no. 16; Chicago Manual of Style, 17th ed., 14.191; MLA Handbook, 9th ed., 5.99. Arabic names
stand as they are written: turned about and shortened, nobody would find them again. Between the work
and the archive stands in brackets, as APA and Chicago have descriptions, which page was kept: its
address, the day of capture, and the beginning of the checksum by which ``/verify/`` knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from archive.models import Article
from archive.models.dates_in_words import day_in_words, publication_in_words
from search.presentation.citation import Citation
from search.presentation.hijri_words import hijri_in_words

LANGUAGES: Final = ("ar", "en")
_LOCAL_ARABIC: Final = "عنوان محلي (لا يُفتح من خارج هذا الأرشيف):"
_LOCAL_ENGLISH: Final = "local address (opens in this archive alone):"
"""What stands before an address where the archive has no public one."""
_ENGLISH_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MLA_MONTHS: Final = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July"),
    *("Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
"""MLA Handbook, 9th ed., appendix 1."""


@dataclass(frozen=True, slots=True)
class CitationPart:
    """A piece of a citation. ``role`` is "title", "work", "address", or empty for what joins them."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class StyledCitation:
    """A citation of a style in a language."""

    style: str
    language: str
    parts: tuple[CitationPart, ...]

    @property
    def text(self) -> str:
        """The citation as plain text."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Cited:
    """What the styles put together, in words of one language."""

    authors: str
    title: str
    outlet: str
    day: date | None
    published: str
    accessed: date
    address: str
    is_local: bool
    hijri: str
    original: str
    captured: date | None
    kept_since: date | None
    checksum: str


def citations_in_order(
    article: Article, citation: Citation
) -> list[tuple[str, list[StyledCitation]]]:
    """Return (language, the citation in each style), the reader's language first."""
    first = get_language()
    return [
        (language, [styled_citation(article, citation, style, language) for style in STYLES])
        for language in sorted(LANGUAGES, key=lambda each: each != first)
    ]


def styled_citation(
    article: Article, citation: Citation, style: str, language: str
) -> StyledCitation:
    """Return the citation of an article. Raises ``KeyError`` for an unknown style or language."""
    with override(language):
        cited = _Cited(
            authors=_joined(citation.authors, language),
            title=citation.title or _("Untitled"),
            outlet=article.outlet.name(language) if article.outlet else "",
            day=citation.day,
            published=publication_in_words(article) if citation.edtf else "",
            accessed=citation.accessed,
            address=citation.url,
            is_local=citation.is_local,
            hijri=hijri_in_words(citation.day) if citation.hijri and citation.day else "",
            original=citation.original_url,
            captured=citation.captured,
            kept_since=citation.kept_since,
            checksum=citation.checksum,
        )
        parts = tuple(STYLES[style][language](cited))
    return StyledCitation(style, language, parts)


def _joined(authors: tuple[str, ...], language: str) -> str:
    if language == "ar":
        return " و".join(authors)
    return " and ".join(filter(None, [", ".join(authors[:-1]), *authors[-1:]]))


def _apa_arabic(cited: _Cited) -> Iterator[CitationPart]:
    when = f"({_year_first(cited, '، ', 'د. ت.')}{_hijri(cited, '؛ ')}). "
    yield from _headed(cited, f"{cited.authors}. ", when)
    yield from _work(cited, ". ")
    yield from _kept_arabic(cited)
    yield CitationPart(f"أرشيف خزانة. استُرجع في {day_in_words(cited.accessed)}، من ")
    yield from _place(cited, _LOCAL_ARABIC)


def _apa_english(cited: _Cited) -> Iterator[CitationPart]:
    when = f"({_year_first(cited, ', ', 'n.d.')}{_hijri(cited, '; ')}). "
    yield from _headed(cited, f"{cited.authors}. ", when)
    yield from _work(cited, ". ")
    yield from _kept_english(cited, _american)
    yield CitationPart(f"Khizana archive. Retrieved {_american(cited.accessed)}, from ")
    yield from _place(cited, f"a {_LOCAL_ENGLISH}")


def _year_first(cited: _Cited, comma: str, undated: str) -> str:
    """Return the date as APA has it: the year, then the day of the month."""
    if cited.day is None:
        return cited.published or undated
    year = str(cited.day.year)
    american = f"{_ENGLISH_MONTHS[cited.day.month - 1]} {cited.day.day}"
    arabic = day_in_words(cited.day).removesuffix(f" {year}")
    return f"{year}{comma}{arabic if comma == '، ' else american}"


def _headed(cited: _Cited, authors: str, when: str) -> Iterator[CitationPart]:
    """Yield author, date and title; without an author the title stands first."""
    if cited.authors:
        yield CitationPart(authors + when)
        yield CitationPart(cited.title, "title")
        yield CitationPart(". ")
    else:
        yield CitationPart(cited.title, "title")
        yield CitationPart(f". {when}")


def _quoted(cited: _Cited, before: str, after: str) -> Iterator[CitationPart]:
    """Yield author and title between quotation marks."""
    yield CitationPart((f"{cited.authors}. " if cited.authors else "") + before)
    yield CitationPart(cited.title, "title")
    yield CitationPart(after)


def _work(cited: _Cited, after: str) -> Iterator[CitationPart]:
    if cited.outlet:
        yield CitationPart(cited.outlet, "work")
        yield CitationPart(after)


def _chicago_arabic(cited: _Cited) -> Iterator[CitationPart]:
    yield from _quoted(cited, "«", "». ")
    yield from _work(cited, "، ")
    yield CitationPart(f"{cited.published or 'من دون تاريخ'}{_hijri_apart(cited)}. ")
    yield from _kept_arabic(cited)
    yield CitationPart(f"أرشيف خزانة، اطُّلع عليه في {day_in_words(cited.accessed)}. ")
    yield from _place(cited, _LOCAL_ARABIC)


def _chicago_english(cited: _Cited) -> Iterator[CitationPart]:
    yield from _quoted(cited, "“", ".” ")
    yield from _work(cited, ", ")
    published = _american(cited.day) if cited.day else cited.published or "n.d"
    yield CitationPart(f"{published}{_hijri_apart(cited)}. ")
    yield from _kept_english(cited, _american)
    yield CitationPart(f"Khizana archive, accessed {_american(cited.accessed)}. ")
    yield from _place(cited, _LOCAL_ENGLISH.capitalize())


def _mla_arabic(cited: _Cited) -> Iterator[CitationPart]:
    yield from _quoted(cited, "«", "». ")
    yield from _work(cited, "، ")
    if cited.published:
        yield CitationPart(f"{cited.published}{_hijri_apart(cited)}. ")
    yield from _kept_arabic(cited)
    yield CitationPart("خزانة", "work")
    yield CitationPart("، ")
    yield from _place(cited, _LOCAL_ARABIC)
    yield CitationPart(f". تاريخ الاطلاع {day_in_words(cited.accessed)}.")


def _mla_english(cited: _Cited) -> Iterator[CitationPart]:
    yield from _quoted(cited, "“", ".” ")
    yield from _work(cited, ", ")
    published = _mla_day(cited.day) if cited.day else cited.published
    if published:
        yield CitationPart(f"{published}{_hijri_apart(cited)}. ")
    yield from _kept_english(cited, _mla_day)
    yield CitationPart("Khizana", "work")
    yield CitationPart(", ")
    yield from _place(cited, _LOCAL_ENGLISH)
    yield CitationPart(f". Accessed {_mla_day(cited.accessed)}.")


def _hijri(cited: _Cited, comma: str) -> str:
    return f"{comma}{cited.hijri}" if cited.hijri else ""


def _hijri_apart(cited: _Cited) -> str:
    return f" ({cited.hijri})" if cited.hijri else ""


def _place(cited: _Cited, local: str) -> Iterator[CitationPart]:
    """Yield where the article is read; ``local`` says before a path that others cannot open it."""
    if cited.is_local:
        yield CitationPart(f"{local} ")
    yield CitationPart(cited.address, "address")


def _kept_arabic(cited: _Cited) -> Iterator[CitationPart]:
    day = ""
    if cited.captured:
        day = f"حُفظت الصفحة في {day_in_words(cited.captured)}"
    elif cited.kept_since:
        day = f"أُدخلت الصفحة الأرشيف في {day_in_words(cited.kept_since)}"
    yield from _bracketed(cited, "الأصل: ", day, "بصمة SHA-256 تبدأ بـ ", "، ")


def _kept_english(cited: _Cited, written: Callable[[date], str]) -> Iterator[CitationPart]:
    day = ""
    if cited.captured:
        day = f"page captured {written(cited.captured)}"
    elif cited.kept_since:
        day = f"page archived {written(cited.kept_since)}"
    yield from _bracketed(cited, "original: ", day, "SHA-256 begins with ", ", ")


def _bracketed(
    cited: _Cited, original: str, day: str, checksum: str, comma: str
) -> Iterator[CitationPart]:
    """Yield what is known of the kept page between brackets, nothing where nothing is."""
    told = [
        [CitationPart(original), CitationPart(cited.original, "address")] if cited.original else [],
        [CitationPart(day)] if day else [],
        [CitationPart(checksum), CitationPart(cited.checksum, "address")] if cited.checksum else [],
    ]
    before = "["
    for parts in filter(None, told):
        yield CitationPart(before + parts[0].text)
        yield from parts[1:]
        before = comma
    if before == comma:
        yield CitationPart("]. ")


def _american(day: date) -> str:
    return f"{_ENGLISH_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _mla_day(day: date) -> str:
    return f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}"


_Writer = Callable[[_Cited], Iterator[CitationPart]]

STYLES: Final[dict[str, dict[str, _Writer]]] = {
    "APA": {"ar": _apa_arabic, "en": _apa_english},
    "Chicago": {"ar": _chicago_arabic, "en": _chicago_english},
    "MLA": {"ar": _mla_arabic, "en": _mla_english},
}
"""Style → language → what writes it."""
