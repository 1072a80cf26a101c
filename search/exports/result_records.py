"""Results as records: lines of JSON with the whole articles, and lists for reference managers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from search.exports.json_records import article_record
from search.exports.result_articles import found_articles
from search.exports.result_provenance import ResultProvenance
from search.presentation.citation import Citation, bibtex, citation_of, csl_item, ris
from search.service.whole_results import WholeResults


def json_lines(results: WholeResults, provenance: ResultProvenance, start: str) -> Iterator[bytes]:
    """Yield a line about the search, under ``search``, then a line for each article.

    ``start`` is the address of articles without their number. An article's line is the archive's
    exchange format, with its ``address`` in this archive.
    """
    yield _line({"search": provenance.as_json()})
    for found in found_articles(results, start, texts=True):
        yield _line({**article_record(found.article), "address": found.address})


def bibtex_list(results: WholeResults, provenance: ResultProvenance, start: str) -> Iterator[bytes]:
    """Yield a BibLaTeX entry for each article, after a comment about the search."""
    about = json.dumps(provenance.as_json(), ensure_ascii=False)
    # A comment of BibTeX ends where its braces do.
    yield "@comment{{{}}}\n\n".format(about.replace("{", "(").replace("}", ")")).encode()
    for citation, _note in _citations(results, provenance, start):
        yield f"{bibtex(citation)}\n".encode()


def ris_list(results: WholeResults, provenance: ResultProvenance, start: str) -> Iterator[bytes]:
    """Yield a RIS record for each article; its notes say by which search it was found."""
    for citation, note in _citations(results, provenance, start):
        yield ris(citation, note).encode()


def csl_list(results: WholeResults, provenance: ResultProvenance, start: str) -> Iterator[bytes]:
    """Yield one CSL-JSON list; the items' notes say by which search they were found."""
    before = "[\n"
    for citation, note in _citations(results, provenance, start):
        yield before.encode() + json.dumps(csl_item(citation, note), ensure_ascii=False).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _citations(
    results: WholeResults, provenance: ResultProvenance, start: str
) -> Iterator[tuple[Citation, str]]:
    """Yield the citation of each article, and a note about the search where one belongs."""
    accessed: date = provenance.exported_at.date()
    note = provenance.note()
    for found in found_articles(results, start):
        citation = citation_of(found.article, found.address, found.original_address, accessed)
        yield citation, note if found.is_first or provenance.is_repeated else ""


def _line(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"
