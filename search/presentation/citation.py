"""How to cite an article in the formats of reference managers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from archive.lasting_addresses import addresses_are_local
from archive.models import Article
from search.presentation.byline_authors import authors_in
from search.presentation.hijri_words import hijri_in_words

_BIBTEX_SPECIAL: Final[dict[str, str | int | None]] = {
    **{letter: f"\\{letter}" for letter in "#$%&_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""What TeX would obey, and how it is written as a letter."""
_OUTSIDE_ADDRESSES: Final = re.compile(r"[^!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]")
"""What no address holds unescaped (RFC 3986), and may end a field of BibTeX."""

_NOT_DETERMINED: Final = "und"
CHECKSUM_DIGITS: Final = 12
"""Hexadecimal digits of the SHA-256 that a citation carries: 48 bits, of which two are alike in an
archive of a million files once in 500 (the birthday bound n²/2^49)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of an article's citation. ``url`` is its lasting address in the archive.

    Where the archive has no public address it ``is_local``, and ``url`` a path that only the
    archive's own readers can open. ``authors`` are people alone: see ``authors_in``. ``captured`` is
    the day on which the page was saved, where that is known; ``kept_since`` that on which it was
    loaded. ``checksum`` is the beginning of the SHA-256 of the kept file. ``hijri`` is the day of
    publication in the Hijri calendar, in the reader's language, where that was wished.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    outlet: str
    edtf: str
    earliest: date | None
    latest: date | None
    language: str
    url: str
    original_url: str
    accessed: date
    is_local: bool
    captured: date | None
    kept_since: date | None
    checksum: str
    hijri: str = ""

    @property
    def public_url(self) -> str:
        """The address that everybody can open, empty where there is none."""
        return "" if self.is_local else self.url

    @property
    def day(self) -> date | None:
        """The day of publication, where it is one day."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def year(self) -> str:
        """The year of publication, where it is within one year."""
        if self.earliest is None or self.latest is None:
            return ""
        return str(self.earliest.year) if self.earliest.year == self.latest.year else ""


def citation_of(
    article: Article, url: str, original_url: str, accessed: date, *, hijri: bool = False
) -> Citation:
    """Return the citation of ``article`` as it stood on the day ``accessed``.

    ``hijri`` wishes for the day of publication in that calendar, too.
    """
    capture = article.capture
    earliest, latest = article.published_earliest, article.published_latest
    return Citation(
        key=f"khizana-{article.public_id}",
        title=article.title,
        authors=authors_in(article.byline),
        outlet=article.outlet.name_ar if article.outlet else "",
        edtf=article.edtf,
        earliest=earliest,
        latest=latest,
        language="" if article.language == _NOT_DETERMINED else article.language,
        url=url,
        original_url=original_url,
        accessed=accessed,
        is_local=addresses_are_local(),
        captured=article.captured or capture.captured,
        kept_since=capture.loaded_at.date() if capture.loaded_at else None,
        checksum=capture.sha256[:CHECKSUM_DIGITS],
        hijri=hijri_in_words(earliest) if hijri and earliest and earliest == latest else "",
    )


def bibtex(citation: Citation) -> str:
    """Return a BibLaTeX ``@online`` entry; its date field takes EDTF as it is."""
    fields = {
        "title": citation.title,
        "author": " and ".join(f"{{{_escaped(author)}}}" for author in citation.authors),
        "journaltitle": citation.outlet,
        "date": citation.edtf,
        "url": citation.public_url,
        "urldate": citation.accessed.isoformat(),
        "langid": "arabic" if citation.language == "ar" else citation.language,
        "note": "; ".join(_provenance(citation, _address(citation.original_url))),
    }
    # Each author stands in braces of its own; a field of addresses is read letter by letter.
    verbatim = {"author": fields["author"], "url": _address(citation.public_url)}
    lines = [
        f"  {name} = {{{verbatim[name] if name in verbatim else _escaped(value)}}},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@online{{{citation.key},", *lines, "}", ""])


def ris(citation: Citation, note: str = "") -> str:
    """Return a RIS record of type NEWS, with a ``note`` where there is one."""
    day = citation.day
    fields = [
        ("TY", "NEWS"),
        ("ID", citation.key),
        ("TI", citation.title),
        *(("AU", author) for author in citation.authors),
        ("T2", citation.outlet),
        ("PY", citation.year),
        ("DA", day.strftime("%Y/%m/%d") if day else ""),
        ("LA", citation.language),
        ("UR", citation.public_url),
        ("L2", citation.original_url),
        ("Y2", citation.accessed.strftime("%Y/%m/%d")),
        ("DP", "Khizana"),
        ("N1", "; ".join(_provenance(citation, citation.original_url))),
        ("N1", note),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_json(citation: Citation) -> str:
    """Return a CSL-JSON list of one item."""
    return json.dumps([csl_item(citation)], ensure_ascii=False, indent=2) + "\n"


def csl_item(citation: Citation, note: str = "") -> dict[str, object]:
    """Return an item of CSL-JSON of type ``article-newspaper``, with a ``note`` where there is one."""
    notes = [*filter(None, [note]), *_provenance(citation, citation.original_url)]
    item = {
        "id": citation.key,
        "type": "article-newspaper",
        "title": citation.title,
        "author": [{"literal": author} for author in citation.authors],
        "container-title": citation.outlet,
        "issued": _csl_date(citation),
        "accessed": {"date-parts": [_parts(citation.accessed)]},
        "language": citation.language,
        "URL": citation.public_url,
        "source": "Khizana",
        "note": "; ".join(notes),
    }
    return {name: value for name, value in item.items() if value}


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """A format of reference managers: its label, media type and writer."""

    label: str
    media_type: str
    write: Callable[[Citation], str]


FORMATS: Final = {
    "bib": CitationFormat("BibTeX", "application/x-bibtex", bibtex),
    "ris": CitationFormat("RIS", "application/x-research-info-systems", ris),
    "json": CitationFormat("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
"""Formats by the ending of their address."""


def _provenance(citation: Citation, original: str) -> Iterator[str]:
    """Yield what reference managers have no field for; ``original`` is the address of the source.

    Labels are English, as those of the formats are; what every reader must see is in Arabic too.
    """
    if citation.edtf and citation.day is None:
        yield f"Date (EDTF): {citation.edtf}"
    if citation.hijri:
        yield f"Hijri date: {citation.hijri}"
    if original:
        yield f"Original: {original}"
    if citation.captured:
        yield f"Captured: {citation.captured.isoformat()}"
    elif citation.kept_since:
        yield f"Archived: {citation.kept_since.isoformat()}"
    if citation.checksum:
        yield f"SHA-256 begins with: {citation.checksum}"
    if citation.is_local:
        yield f"Local address, opens in this archive alone (عنوان محلي): {citation.url}"


def _csl_date(citation: Citation) -> dict[str, object] | None:
    if citation.earliest is None or citation.latest is None:
        return {"literal": citation.edtf} if citation.edtf else None
    ends = [_parts(citation.earliest)]
    if citation.day is None:
        ends.append(_parts(citation.latest))
    return {"date-parts": ends}


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return _one_line(text).translate(str.maketrans(_BIBTEX_SPECIAL))


def _address(text: str) -> str:
    """Return an address with everything escaped that addresses do not hold."""
    return _OUTSIDE_ADDRESSES.sub(lambda found: quote(found[0], safe=""), text)
