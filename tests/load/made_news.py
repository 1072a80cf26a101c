"""Articles made for a loaded archive: words drawn as often as words of a language are."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

WORDS, _LINKS, _PLACES = (
    line.split()
    for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()[1:]
)
_PEOPLE: Final = ("سامر الحداد", "ليلى النجار", "كريم العطار", "هدى الخياط", "ماجد السقا")
_OUTLETS: Final = ("صحيفة الضفة", "موقع السهل", "وكالة المرفأ", "إذاعة الوادي")
_SECTIONS: Final = ("محليات", "ثقافة", "رياضة", "اقتصاد", "علوم")
_SENTENCES: Final = (4, 14)
_SENTENCE_WORDS: Final = (8, 22)


def write_news(path: Path, count: int, edition: int = 1) -> None:
    """Write ``count`` records as lines of JSON; another ``edition`` has the same with other texts."""
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            lines.write(json.dumps(_record(number, edition), ensure_ascii=False) + "\n")


def _record(number: int, edition: int) -> dict[str, object]:
    facts, choice = random.Random(number), random.Random(number * 10 + edition)
    day = f"{facts.randint(2008, 2024)}-{facts.randint(1, 12):02}-{facts.randint(1, 28):02}"
    return {
        "url": f"https://news{number % len(_OUTLETS)}.example/{number}",
        "title": " ".join(_words(facts, 5)),
        "date": day,
        "outlet": _OUTLETS[number % len(_OUTLETS)],
        "section": facts.choice(_SECTIONS),
        "keywords": facts.sample(WORDS, 3),
        "text": "\n\n".join(
            " ".join(_words(choice, choice.randint(*_SENTENCE_WORDS))) + "."
            for _each in range(choice.randint(*_SENTENCES))
        ),
    }


def _words(choice: random.Random, count: int) -> Iterator[str]:
    """Yield words, the n-th commonest about 1/n as often as the first (Zipf's law)."""
    for place in range(count):
        if place % 3 == 1:
            yield choice.choice(_LINKS)
        elif not choice.randrange(12):
            yield choice.choice((*_PLACES, f"المهندس {choice.choice(_PEOPLE)}"))
        else:
            yield WORDS[int(len(WORDS) ** choice.random()) - 1]
