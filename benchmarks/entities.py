"""The recognisers measured: on real and judged articles, on labelled text, and their speed.

    python -m benchmarks.entities

ANERcorp and AQMAR are scored strictly by the CoNLL rule, the one on its test part, which nothing
was trained or chosen on, the other whole. The folder of documents and data is ``KHIZANA_SHARED``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.recognition.crf_model import CrfModel
from archive.entities.recognition.crf_tagger import Tagger
from archive.records.mentions import ArticleText
from benchmarks import entities_gazetteer, entities_judged
from tools.labelled_corpus import evaluate, read_corpus

BARS: Final = {"anercorp_test": 0.773, "aqmar": 0.560}
"""The least F1 of each labelled text: what the recogniser reached when it was last trained."""
MEGABYTES: float = 1.0


def main() -> None:
    """Print all figures of both recognisers."""
    print("== Gazetteer")
    entities_gazetteer.main()
    shared = Path(os.environ.get("KHIZANA_SHARED", entities_gazetteer.ROOT.parent / "shared"))
    print("== Judged articles")
    entities_judged.report(shared, lists_faults=False)
    print("== Trained recogniser")
    tagger = Tagger(CrfModel.shipped())
    for name, bar in BARS.items():
        result = evaluate(tagger, read_corpus(shared / "data" / "ner" / f"{name}.conll"))
        for kind, counts in result.kinds.items():
            print(f"{name} {kind}  {counts}")
        print(f"{name} all  {result.together}  bar {bar}")
    articles = list(entities_gazetteer.news_articles(shared, MEGABYTES))
    recogniser = combined_recogniser(Corrections())
    recogniser.recognise(ArticleText("قال سليم الحمداني"))  # reads the files
    for state in ("unknown", "known"):
        speed = entities_gazetteer.megabytes_a_second(articles, recogniser)
        print(f"both recognisers: {1 / speed:.2f} s a MB, words {state}")


if __name__ == "__main__":
    main()
