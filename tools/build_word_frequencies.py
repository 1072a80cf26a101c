"""Builds the shipped word-frequency table from the Arabic list of ``wordfreq``.

Run as ``python -m tools.build_word_frequencies``; it needs requirements-dev.txt.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import wordfreq

from archive.arabic.data_files import DIRECTORY
from archive.arabic.frequencies import CORPUS_SIZE, SHIPPED_FILE, FrequencyTable
from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.tokenize import tokenize

SIGNIFICANT_DIGITS: Final = 3
HEADER: Final = f"""\
Counts of folded Arabic words, scaled to a corpus of {CORPUS_SIZE} words.
Source: wordfreq 3.1.1 by Robyn Speer, Arabic list (https://github.com/rspeer/wordfreq).
Licence: CC BY-SA 4.0. Changes: spellings folded together, rare words left out, counts rounded.
wordfreq names its own sources in its NOTICE: among them Wikipedia, OPUS OpenSubtitles,
NewsCrawl, GlobalVoices, OSCAR and Twitter."""


def folded_frequencies() -> dict[str, float]:
    """Return the share of each folded word in the corpus of wordfreq."""
    shares: dict[str, float] = defaultdict(float)
    for spelling, share in wordfreq.get_frequency_dict("ar").items():
        words = [token.text for token in tokenize(spelling)]
        if len(words) == 1 and words[0][0] in ARABIC_LETTERS:
            shares[words[0]] += share
    return shares


def rounded(count: float) -> int:
    """Return ``count`` with few significant digits, which compress better."""
    return int(float(f"{count:.{SIGNIFICANT_DIGITS}g}"))


def main() -> None:
    """Write the table into the package."""
    shares = folded_frequencies()
    counts = {word: rounded(share * CORPUS_SIZE) for word, share in shares.items()}
    table = FrequencyTable({word: count for word, count in counts.items() if count > 0})
    target = DIRECTORY / SHIPPED_FILE
    target.write_bytes(table.to_bytes(HEADER))
    print(f"{len(table)} words, {target.stat().st_size} bytes: {target.name}")


if __name__ == "__main__":
    main()
