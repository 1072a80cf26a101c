"""How much of the articles of saved HTML pages is kept, beside what trafilatura keeps.

    python -m benchmarks.html_pages FOLDER

``FOLDER`` holds pages with the text of their article by hand: ``NAME.html`` and ``NAME.txt``,
without the title. Prints precision, recall and F1 of the words, as bags, of this archive's reading
(standfirst and paragraphs of all articles of the page) and of trafilatura's; then the means, the
pages that were refused, and those on which ours is .02 or more below.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

from archive.errors import ArchiveError
from archive.ingest.decoding.page_regions import extract_main_text
from archive.ingest.decoding.page_text import page_tree
from archive.ingest.parsing import parse_capture
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import HTML, RawCapture

_WORD: Final = re.compile(r"\w+")
_NOT_WRITTEN: Final = frozenset({"Cf", "Mn"})
"""Marks and joiners, which readers of pages drop or keep as they please."""

_TOLERANCE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of the words of one text."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return their harmonic mean; 0 where nothing is right."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"{self.precision:9.3f} {self.recall:6.3f} {self.f1:6.3f}"


def main() -> None:
    """Print the table of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    pages = sorted(options.folder.glob("*.html"))
    pages = [page for page in pages if page.with_suffix(".txt").exists()]
    if not pages:
        sys.exit(f"{options.folder} holds no NAME.html with its NAME.txt.")
    print(f"{'':40} {'ours  P':>9} {'R':>6} {'F1':>6} {'peer  P':>9} {'R':>6} {'F1':>6}")
    ours: list[Score] = []
    peers: list[Score] = []
    refused: list[str] = []
    below: list[str] = []
    for page in pages:
        gold, content = page.with_suffix(".txt").read_text("utf-8"), page.read_bytes()
        text = _read(page.name, content)
        ours.append(score(text or "", gold))
        peers.append(score(_peer(content), gold))
        refused += [page.name] if text is None else []
        below += [page.name] if ours[-1].f1 < peers[-1].f1 - _TOLERANCE else []
        print(f"{page.stem[:40]:40} {ours[-1]} {peers[-1]}")
    print(f"{'mean':40} {_mean(ours)} {_mean(peers)}")
    print(f"{'mean F1':40} {fmean(each.f1 for each in ours):23.3f}", end=" ")
    print(f"{fmean(each.f1 for each in peers):23.3f}")
    print(f"{len(pages)} pages; refused: {', '.join(refused) or 'none'}", end="; ")
    print(f"{_TOLERANCE} or more below: {', '.join(below) or 'none'}")


def score(text: str, gold: str) -> Score:
    """Return how well the words of ``text`` agree with those of ``gold``."""
    found, right = _words(text), _words(gold)
    common = (found & right).total()
    return Score(common / max(found.total(), 1), common / max(right.total(), 1))


def _words(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text)
    written = "".join(sign for sign in plain if unicodedata.category(sign) not in _NOT_WRITTEN)
    return Counter(_WORD.findall(written))


def _read(name: str, content: bytes) -> str | None:
    """Return the text of a page's articles as the archive reads it; None where it is refused."""
    capture = RawCapture(uri=name, document=name, content=content, media_type=HTML)
    try:
        parsed = parse_capture(capture, OutletRegistry.shipped())
    except ArchiveError:
        return None
    articles = ((article.standfirst, *article.paragraphs) for article in parsed.articles)
    return "\n".join(line for lines in articles for line in lines)


def _peer(content: bytes) -> str:
    tree = page_tree(content, None)
    return extract_main_text(tree.root, "") if tree else ""


def _mean(scores: Sequence[Score]) -> Score:
    return Score(fmean(each.precision for each in scores), fmean(each.recall for each in scores))


if __name__ == "__main__":
    main()
