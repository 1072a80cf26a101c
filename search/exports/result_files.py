"""The formats in which a whole list of results is taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from search.exports.result_provenance import ResultProvenance
from search.exports.result_records import bibtex_list, csl_list, json_lines, ris_list
from search.exports.result_tables import csv_table, workbook
from search.service.whole_results import WholeResults

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """A format: its name, what it is for, its media type, and what writes it, in constant memory.

    ``write`` takes the results, where they come from, and the address of articles without their
    number.
    """

    name: str
    purpose: StrPromise
    media_type: str
    write: Callable[[WholeResults, ResultProvenance, str], Iterator[bytes]]


RESULT_FORMATS: Final = {
    "xlsx": ResultFormat(
        "Excel",
        _("spreadsheet"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook,
    ),
    "csv": ResultFormat("CSV", _("table"), "text/csv; charset=utf-8", csv_table),
    "jsonl": ResultFormat("JSONL", _("articles with their texts"), "application/jsonl", json_lines),
    "bib": ResultFormat(
        "BibTeX", _("references"), "application/x-bibtex; charset=utf-8", bibtex_list
    ),
    "ris": ResultFormat(
        "RIS",
        _("references for Zotero and EndNote"),
        "application/x-research-info-systems; charset=utf-8",
        ris_list,
    ),
    "json": ResultFormat(
        "CSL-JSON", _("references"), "application/vnd.citationstyles.csl+json", csl_list
    ),
}
"""Formats by the ending of their address, as a menu lists them."""
