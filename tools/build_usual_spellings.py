"""Builds the shipped list of words that are usually written with a hamza on their alef.

Run as ``python -m tools.build_usual_spellings``; it needs requirements-dev.txt.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from typing import Final

import wordfreq

from archive.arabic.data_files import DIRECTORY
from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.usual_spellings import SHIPPED_FILE, bare

LEAST_SHARE: Final = 2e-7
"""Of all words of the corpus: one in five million. Rarer words are mostly misspellings."""
MAJORITY: Final = 0.5
"""Share of its spellings that the usual one has at least."""
HEADER: Final = """\
# Words usually written with a hamza or madda on an alef, without which hurried hands write them.
# Source: wordfreq 3.1.1 by Robyn Speer, Arabic list (https://github.com/rspeer/wordfreq).
# Licence: CC BY-SA 4.0. Changes: only these words, without their frequencies.
"""


def usual_spellings() -> list[str]:
    """Return the words whose usual spelling has what their bare one lacks, sorted."""
    spellings: dict[str, dict[str, float]] = defaultdict(dict)
    for word, share in wordfreq.get_frequency_dict("ar").items():
        if all(letter in ARABIC_LETTERS for letter in word):
            spellings[bare(word)][word] = share
    found = []
    for plain, shares in spellings.items():
        usual, total = max(shares, key=shares.__getitem__), sum(shares.values())
        if usual != plain and shares[usual] >= MAJORITY * total and total >= LEAST_SHARE:
            found.append(usual)
    return sorted(found)


def main() -> None:
    """Write the list into the package."""
    words = usual_spellings()
    target = DIRECTORY / SHIPPED_FILE
    target.write_bytes(gzip.compress((HEADER + "\n".join(words)).encode(), 9, mtime=0))
    print(f"{len(words)} words, {target.stat().st_size} bytes: {target.name}")


if __name__ == "__main__":
    main()
