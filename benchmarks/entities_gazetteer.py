"""The gazetteer recogniser measured: on the real documents, on ANERcorp, and its speed.

    python -m benchmarks.entities_gazetteer

The real documents count distinct entities, judged by hand in
``tests/entities/seed_entities.toml``; ANERcorp (training split) counts mentions, strict
by the CoNLL rule. The folder of documents and data is ``KHIZANA_SHARED``.
"""

from __future__ import annotations

import gzip
import json
import os
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from archive.entities.gazetteer.state_bodies import OPEN_KEY
from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import ArticleText, FoundMention, Recogniser

ROOT: Final = Path(__file__).parent.parent
JUDGED: Final = ROOT / "tests" / "entities" / "seed_entities.toml"
KINDS: Final = {"person": "PER", "place": "LOC", "organisation": "ORG"}
SENTENCES_A_DOCUMENT: Final = 12
"""ANERcorp has lost its article borders; so many sentences are read as one article."""

FIRST: Final = "وزير الخارجية السوري في دمشق، لاعب الأهلي علي حسن وبأبها"
"""A title that asks for all that the recogniser reads at first use."""


@dataclass
class Score:
    """Counts of what was found and what should have been."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the counts of ``other`` to this score."""
        self.right += other.right
        self.found += other.found
        self.wanted += other.wanted

    def __str__(self) -> str:
        precision = self.right / max(self.found, 1)
        recall = self.right / max(self.wanted, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({self.right} of {self.wanted})"


def seed_articles(shared: Path) -> Iterator[tuple[dict[str, Any], ArticleText]]:
    """Yield the judgement of each real article with its title and body."""
    expected = json.loads((shared / "expected" / "seeds.json").read_text(encoding="utf-8"))
    for judged in tomllib.loads(JUDGED.read_text(encoding="utf-8"))["article"]:
        article = expected[judged["document"]][judged["position"]]
        text = (shared / "seeds" / judged["document"]).read_text(encoding="utf-8")
        yield judged, ArticleText(article["title"], "", body_of(text, article))


def body_of(text: str, article: dict[str, Any]) -> str:
    """Return the part of ``text`` between the first and last words that ``article`` states."""
    plain = text.replace("\u00a0", " ")
    last_words = article.get("body_ends") or article["body_ends_any"][-1]
    start = plain.index(article["body_starts"])
    return plain[start : plain.rindex(last_words) + len(last_words)]


def seed_score(judged: dict[str, Any], article: ArticleText, reader: GazetteerRecogniser) -> Score:
    """Return how the distinct entities found in ``article`` agree with the judgement."""
    gazetteer = reader.gazetteer
    wanted: dict[str, str] = {}
    for kind in KINDS:
        for name in judged[kind]:
            keys = [entry.key for entry in gazetteer.by_name(name) if entry.kind == kind]
            wanted[keys[0] if keys else name] = name
    found = {
        mention.key: mention.surface
        for mention in reader.recognise(article)
        if not mention.key.startswith(OPEN_KEY)
    }
    return Score(
        right=len(wanted.keys() & found.keys()),
        found=len(found),
        wanted=len(wanted),
        wrong=[found[key] for key in found.keys() - wanted.keys()],
        missed=[wanted[key] for key in wanted.keys() - found.keys()],
    )


def conll_sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the sentences of a CoNLL file as (word, tag) pairs."""
    sentence: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        word, _, tag = line.rpartition(" ")
        if word:
            sentence.append((word, tag.replace("PERS", "PER")))
        elif sentence:
            yield sentence
            sentence = []


def tagged_spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """Return (first, last exclusive, kind) of each name of IOB2 ``tags``."""
    spans = set()
    first = 0
    for index, tag in enumerate([*tags, "O"]):
        if index and not tag.startswith("I-") and tags[index - 1] != "O":
            spans.add((first, index, tags[index - 1][2:]))
        if tag.startswith("B-"):
            first = index
    return spans


def corpus_scores(path: Path, reader: Recogniser) -> dict[str, Score]:
    """Return strict scores per kind on a CoNLL file; kinds other than ours don't count."""
    scores = {kind: Score() for kind in KINDS.values()}
    sentences = list(conll_sentences(path))
    for start in range(0, len(sentences), SENTENCES_A_DOCUMENT):
        group = sentences[start : start + SENTENCES_A_DOCUMENT]
        body = "\n".join(" ".join(word for word, _ in sentence) for sentence in group)
        words = [word for sentence in group for word, _ in sentence]
        gold = tagged_spans([tag for sentence in group for _, tag in sentence])
        found = {
            _word_span(mention, body) for mention in reader.recognise(ArticleText("", "", body))
        }
        assert len(words) == len(body.split())
        for kind, score in scores.items():
            ours = {span for span in found if span[2] == kind}
            theirs = {span for span in gold if span[2] == kind}
            score.add(Score(len(ours & theirs), len(ours), len(theirs)))
    return scores


def _word_span(mention: FoundMention, body: str) -> tuple[int, int, str]:
    first = len(body[: mention.start - len(mention.clitic)].split())
    return first, first + len(mention.surface.split()), KINDS[mention.kind]


def news_articles(shared: Path, megabytes: float) -> Iterator[ArticleText]:
    """Yield real news up to ``megabytes`` of UTF-8."""
    left = megabytes * 1e6
    with gzip.open(shared / "data" / "news" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            left -= len(record["text"].encode())
            if left < 0:
                return
            yield ArticleText(record["title"] or "", "", record["text"])


def megabytes_a_second(articles: list[ArticleText], reader: Recogniser) -> float:
    """Return the speed of ``reader`` in this process, in MB of UTF-8 a second of CPU."""
    size = sum(len((article.title + article.body).encode()) for article in articles)
    begin = time.process_time()
    for article in articles:
        reader.recognise(article)
    return size / 1e6 / (time.process_time() - begin)


def main() -> None:
    """Print all figures."""
    shared = Path(os.environ.get("KHIZANA_SHARED", ROOT.parent / "shared"))
    begin = time.process_time()
    reader = GazetteerRecogniser()
    reader.recognise(ArticleText(FIRST))  # Tables that are read at first use belong to the start.
    counts = Counter(entry.kind.value for entry in reader.gazetteer)
    print(f"gazetteer {dict(counts)}, ready in {time.process_time() - begin:.2f} s")
    total = Score()
    for judged, article in seed_articles(shared):
        score = seed_score(judged, article, reader)
        total.add(score)
        print(f"{judged['document'][:3]}/{judged['position']}  {score}")
        print(f"       wrong: {score.wrong}  missed: {score.missed}")
    print(f"real   {total}")
    for kind, score in corpus_scores(shared / "data/ner/anercorp_train.conll", reader).items():
        print(f"ANERcorp train {kind}  {score}")
    articles = list(news_articles(shared, 3))
    print(f"speed {megabytes_a_second(articles, reader):.2f} MB/s, words unknown")
    print(f"speed {megabytes_a_second(articles, reader):.2f} MB/s, words known")


if __name__ == "__main__":
    main()
