"""The recognisers measured: on the real documents, on ANERcorp per kind, and their speed.

    python -m benchmarks.entities

ANERcorp is scored strictly by the CoNLL rule on its test part, which nothing was trained
or chosen on. The folder of documents and data is ``KHIZANA_SHARED``.
"""

from __future__ import annotations

import os
from pathlib import Path

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.recognition.crf_model import CrfModel
from archive.entities.recognition.crf_tagger import Tagger
from archive.records.mentions import ArticleText
from benchmarks import entities_gazetteer
from tools.labelled_corpus import evaluate, read_corpus

BAR: float = 0.71
MEGABYTES: float = 1.0


def main() -> None:
    """Print all figures of both recognisers."""
    print("== Gazetteer")
    entities_gazetteer.main()
    shared = Path(os.environ.get("KHIZANA_SHARED", entities_gazetteer.ROOT.parent / "shared"))
    print("== Trained recogniser")
    test = read_corpus(shared / "data" / "ner" / "anercorp_test.conll")
    result = evaluate(Tagger(CrfModel.shipped()), test)
    for kind, counts in result.kinds.items():
        print(f"ANERcorp test {kind}  {counts}")
    print(f"ANERcorp test all  {result.together}  bar {BAR}")
    articles = list(entities_gazetteer.news_articles(shared, MEGABYTES))
    recogniser = combined_recogniser(Corrections())
    recogniser.recognise(ArticleText("قال سليم الحمداني"))  # reads the files
    for state in ("unknown", "known"):
        speed = entities_gazetteer.megabytes_a_second(articles, recogniser)
        print(f"both recognisers: {1 / speed:.2f} s a MB, words {state}")


if __name__ == "__main__":
    main()
