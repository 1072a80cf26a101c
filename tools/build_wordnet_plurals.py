"""Make ``archive/data/arabic/wordnet_plurals.txt``: the broken plurals of Arabic WordNet.

Run as ``python -m tools.build_wordnet_plurals wn-data-arb.tab``. The file is the Arabic WordNet
(AWN v2, CC BY-SA 3.0) as the Open Multilingual Wordnet gives it in its folder ``wns/arb``: after
a lemma stand its root and its broken plurals.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from archive.arabic.data_files import DIRECTORY
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold, strip_marks
from archive.arabic.plurals import WORDNET_FILE, shares_consonants
from archive.arabic.word_lists import STOP_WORDS

HEADER: Final = """\
# Broken plurals from Arabic WordNet (AWN v2) in the Open Multilingual Wordnet: Lahsen Abouenour,
# Karim Bouzoubaa and Paolo Rosso, "On the evaluation and improvement of Arabic WordNet coverage
# and usability", Language Resources and Evaluation 47 (2013), after W. Black and others,
# "Introducing the Arabic WordNet project" (2006).
# Source: https://github.com/omwn/omw-data, wns/arb/wn-data-arb.tab
# Licence: CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/); so is this file.
# Changed: marks taken off; kept are single words that wordfreq knows. A line is a singular and
# its plurals; a plural with ? is too short or too doubtful to count, and only ranks.
# Made by tools/build_wordnet_plurals.py.
"""
MIN_LETTERS: Final = 4
OTHER_WORDS: Final = frozenset(
    [
        "اجراء",
        "اسراء",
        "اربعاء",
        "انهاء",
        "جزاءر",
        "فواتح",
        "معاون",
        "مجالد",
        "مشارق",
        "معارف",
        "ضوابط",
        "مرابع",
        "خياله",
        "جماله",
        "مقاتله",
        "حلاوي",
        "مناور",
        "كوافير",
        "مساقط",
        "مخايل",
        "علاءق",
    ]
)
"""Plurals that are commoner as another word, or the plural of another one."""
MIN_SURE_LETTERS: Final = 5
_LIKE_VERBAL_NOUN: Final = re.compile("ا..ا.")
_WORD: Final = re.compile("[\u0621-\u064a]+")


def read_pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each singular with one of its broken plurals, as they are written without marks."""
    lemma = ""
    for line in lines:
        _synset, kind, word = (*line.rstrip("\n").split("\t"), "", "")[:3]
        word = strip_marks(word).strip()
        if kind == "arb:lemma":
            lemma = word
        elif kind == "arb:lemma:brokenplural" and _WORD.fullmatch(lemma) and _WORD.fullmatch(word):
            yield lemma, word


def kept_lines(pairs: Iterable[tuple[str, str]], frequencies: FrequencyTable) -> list[str]:
    """Return the lines of the data file: each singular with its plurals, sorted."""
    plurals: dict[str, dict[str, str]] = defaultdict(dict)
    singulars: dict[str, set[str]] = defaultdict(set)
    for singular, plural in pairs:
        folded, of = fold(plural), fold(singular)
        words = (folded, of)
        if folded == of or len(folded) < MIN_LETTERS or STOP_WORDS.intersection(words):
            continue
        if all(map(frequencies.count, words)) and shares_consonants(of, folded):
            plurals[singular].setdefault(folded, plural)
            singulars[folded].add(of)
    return [
        " ".join(
            (
                singular,
                *(
                    plural if is_sure(folded) and len(singulars[folded]) == 1 else f"{plural}?"
                    for folded, plural in sorted(found.items())
                ),
            )
        )
        for singular, found in sorted(plurals.items())
    ]


def is_sure(plural: str) -> bool:
    """Return whether the folded ``plural`` is hardly another word.

    أفعال is, since folding makes it one with the verbal noun إفعال.
    """
    return (
        len(plural) >= MIN_SURE_LETTERS
        and plural not in OTHER_WORDS
        and _LIKE_VERBAL_NOUN.fullmatch(plural) is None
    )


def main() -> None:
    """Write the data file."""
    pairs = read_pairs(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    lines = kept_lines(pairs, FrequencyTable.shipped())
    (DIRECTORY / WORDNET_FILE).write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} singulars")


if __name__ == "__main__":
    main()
