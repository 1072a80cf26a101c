"""Writes where each name of the hand-made part of the list is met: ``name_sources.tsv``.

    KHIZANA_SHARED=../shared python -m tools.name_sources

An entry is met where one of its whole names stands in a text of the folder of data: a name of
several words, or one of a single word that counts wherever it stands. Only that it is met is kept, no
word of a text. An entry with a Wikidata id is named there.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from archive.entities.gazetteer.gazetteer import read_entries
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Lexicon
from archive.entities.gazetteer.name_spellings import AliasRule, alias_words
from archive.entities.recognition.candidates import FieldWords, scan
from archive.records.mentions import AliasPolicy, ArticleField

ROOT: Final = Path(__file__).parents[1]
GAZETTEER: Final = ROOT / "archive" / "data" / "gazetteer"
TABLE: Final = Path(__file__).with_name("name_sources.tsv")
HAND_MADE: Final = (
    "people.tsv",
    "organisations.tsv",
    "sites.tsv",
    "clubs.tsv",
    "states.tsv",
    "places.tsv",
)
WIKIDATA: Final = "wikidata"
_HEADER: Final = """\
# Where the entries of the list that were written by hand are met: made by tools/name_sources.py.
# columns: key, then each source (tab-separated); nothing behind the key: met in none of them
# sources: news (SaudiNewsNet, ANT corpus v1.1), anercorp, aqmar and wikipedia (paragraphs of ARCD, XQuAD,
# MLQA, TyDi QA), whosonfirst (names of places), seeds (documents from the web), wikidata (the entry has its id)
"""


def main() -> None:
    """Write the table and print how many entries of each file are met nowhere."""
    shared = Path(os.environ.get("KHIZANA_SHARED") or ROOT.parent / "shared")
    files = {name: list(read_entries(GAZETTEER / name)) for name in HAND_MADE}
    entries = [entry for each in files.values() for entry in each]
    found = sources_of(entries, texts_of(shared))
    rows = ("\t".join((entry.key, *sorted(found[entry.key]))) for entry in entries)
    TABLE.write_text(_HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    for name, each in files.items():
        nowhere = sum(not found[entry.key] for entry in each)
        print(f"{name}: {len(each):,} entries, {nowhere:,} met nowhere")


def read_table() -> dict[str, tuple[str, ...]]:
    """Return the sources of each entry by its key, as the table has them."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if not line.startswith("#"))
    return {key: tuple(sources) for key, *sources in cells}


def sources_of(
    entries: Iterable[GazetteerEntry], texts: Iterable[tuple[str, str]]
) -> dict[str, set[str]]:
    """Return the sources in which each entry is met, by its key.

    ``texts`` are pairs of a source's name and a text.
    """
    known = [_by_whole_names(entry) for entry in entries]
    found = {entry.key: {WIKIDATA} if entry.wikidata else set() for entry in known}
    lexicon = Lexicon(known)
    for source, text in texts:
        for key in _met(text, lexicon):
            found[key].add(source)
    return found


def _by_whole_names(entry: GazetteerEntry) -> GazetteerEntry:
    """Return the entry with the names alone that tell it: no word that is mostly another's."""
    names = [
        AliasRule(rule.text)
        for rule in entry.aliases
        if rule.policy is not AliasPolicy.NEVER
        and (rule.policy is AliasPolicy.ALWAYS or len(alias_words(rule.text)) > 1)
    ]
    return replace(entry, aliases=tuple(names))


def _met(text: str, lexicon: Lexicon) -> set[str]:
    words = FieldWords.of(ArticleField.BODY, text)
    return {
        target.entry.key
        for candidates in scan(words, lexicon)
        for candidate in candidates
        for target in candidate.targets
        if target.entry is not None
    }


def texts_of(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield every text of the folder of documents and data, with the name of its source."""
    data = shared / "data"
    for file in sorted((shared / "seeds").iterdir()):
        yield "seeds", file.read_text(encoding="utf-8")
    with gzip.open(data / "news" / "news.jsonl.gz", "rt", encoding="utf-8") as news:
        for line in news:
            article = json.loads(line)
            yield "news", f"{article['title']}\n{article['text']}"
    for name in ("anercorp_train", "anercorp_test", "aqmar"):
        source = name.partition("_")[0]
        sentences = (data / "ner" / f"{name}.conll").read_text(encoding="utf-8").split("\n\n")
        for sentence in sentences:
            yield source, " ".join(line.split(" ")[0] for line in sentence.splitlines() if line)
    for line in (data / "retrieval" / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
        paragraph = json.loads(line)
        yield "wikipedia", f"{paragraph.get('title', '')}\n{paragraph['text']}"
    for file in sorted((data / "gazetteer").glob("whosonfirst_*.tsv")):
        yield "whosonfirst", file.read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
