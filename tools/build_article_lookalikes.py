"""Finds the words whose first letters ال are no article, from the Arabic list of ``wordfreq``.

Two signs: most writers put a hamza or madda on the alef (ألمانيا, which folding turns into
المانيا), or the word takes an article of its own (الالتزام).
Run as ``python -m tools.build_article_lookalikes``; it needs requirements-dev.txt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import wordfreq

from archive.arabic.clitics import ARTICLE, LOOKALIKES_FILE
from archive.arabic.data_files import DIRECTORY
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold

MIN_COUNT: Final = 5
MIN_LENGTH: Final = 4
MIN_HAMZA_SHARE: Final = 0.5
MIN_ARTICLE_SHARE: Final = 0.02
HEADER: Final = """\
# Words that begin with ال which is not the article, folded, commonest first.
# Source: wordfreq 3.1.1 by Robyn Speer, Arabic list (https://github.com/rspeer/wordfreq).
# Licence: CC BY-SA 4.0. Made by tools/build_article_lookalikes.py.
"""
BY_HAND: Final = ("الله", "اللهم")


def lookalikes() -> Iterator[str]:
    """Yield folded words, in no order."""
    count = FrequencyTable.shipped().count
    total: dict[str, float] = defaultdict(float)
    with_hamza: dict[str, float] = defaultdict(float)
    for spelling, share in wordfreq.get_frequency_dict("ar").items():
        word = fold(spelling)
        if word.startswith(ARTICLE) and len(word) >= MIN_LENGTH and count(word) >= MIN_COUNT:
            total[word] += share
            with_hamza[word] += 0.0 if spelling.startswith(ARTICLE) else share
    for word in total:
        rest, with_article = count(word[len(ARTICLE) :]), count(ARTICLE + word)
        takes_article = with_article > max(2 * rest, MIN_ARTICLE_SHARE * count(word), 1)
        if takes_article or with_hamza[word] > MIN_HAMZA_SHARE * total[word]:
            yield word


def main() -> None:
    """Write the list into the package."""
    count = FrequencyTable.shipped().count
    words = sorted({*lookalikes(), *BY_HAND}, key=lambda word: (-count(word), word))
    (DIRECTORY / LOOKALIKES_FILE).write_text(HEADER + "\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words: {LOOKALIKES_FILE}")


if __name__ == "__main__":
    main()
