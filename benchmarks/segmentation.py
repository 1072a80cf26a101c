"""How often proclitics are taken off as the linguists of UD Arabic-PUD took them off.

Run as ``python -m benchmarks.segmentation``. A word counts as right when exactly its
single-letter proclitics go; the article, which the treebank leaves on, is not counted, nor
are stop words, which are never analysed.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from typing import Final

from archive.arabic.clitics import ARTICLE, FOR_THE, SINGLE_PROCLITICS, without_proclitics
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import ARABIC_LETTERS, LAM, SEEN
from archive.arabic.normalize import fold
from archive.arabic.word_lists import STOP_WORDS
from benchmarks.retrieval import SHARED

SHOWN: Final = 10


def read_words() -> Iterator[tuple[str, str]]:
    """Yield folded words of the treebank, each with its proclitics in one string."""
    path = SHARED / "data/segmentation/ud_pud_ar.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            kinds = zip(row["segments"].split("+"), row["upos"].split("+"), strict=False)
            segments = [fold(segment) for segment, kind in kinds if kind != "PUNCT"]
            word = "".join(segments)
            if word and all(letter in ARABIC_LETTERS for letter in word):
                yield word, _proclitics(segments)


def _proclitics(segments: list[str]) -> str:
    found = ""
    for segment in segments[:-1]:
        if segment not in SINGLE_PROCLITICS + SEEN:
            break
        found += segment
    return found


def taken_off(word: str, table: FrequencyTable) -> str:
    """Return the single-letter proclitics that the analysis takes off ``word``."""
    opening = word[: len(word) - len(without_proclitics(word, table.count))]
    if opening.endswith(FOR_THE):
        return opening.removesuffix(LAM)
    return opening.removesuffix(ARTICLE)


def main() -> None:
    """Print how many words agree, and the most frequent that do not."""
    table = FrequencyTable.shipped()
    words = [(word, true) for word, true in read_words() if word not in STOP_WORDS]
    wrong = Counter(
        (word, true or "-", taken_off(word, table) or "-")
        for word, true in words
        if taken_off(word, table) != true
    )
    right = len(words) - wrong.total()
    print(f"{right} of {len(words)} words agree: {right / len(words):.2%}")
    for (word, true, taken), count in wrong.most_common(SHOWN):
        print(f"{count} × {word}: {true} expected, {taken} taken off")


if __name__ == "__main__":
    main()
