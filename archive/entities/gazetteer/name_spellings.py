"""The spellings that an entity goes by: when each may be believed, and how it may vary.

In the data files an alias carries its policy as a sign before it and its own trigger words in
braces behind it:

>>> [(rule.text, rule.policy.value, rule.triggers) for rule in parse_aliases("قسد|~فتح{حركة}")]
[('قسد', 'always', ()), ('فتح', 'trigger', ('حركة',))]

For matching, names are compared more loosely than words of a search. Folding makes one of the
letters' variants; here words are made one that newspapers spell by habit: أمريكا and أميركا, and
the joined and parted forms of the names in عبد and أبو.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final, NamedTuple

from archive.arabic.clitics import ARTICLE
from archive.arabic.frequencies import WordMemory
from archive.arabic.letters import GHAIN, JEEM
from archive.arabic.normalize import fold, fold_letters
from archive.arabic.tokenize import WORD_PATTERN
from archive.records.mentions import AliasPolicy

POLICY_SIGNS: Final = {
    "~": AliasPolicy.TRIGGER,
    "+": AliasPolicy.CONTEXT,
    "^": AliasPolicy.PREPOSITION,
    "!": AliasPolicy.NOUN,
    "=": AliasPolicy.QUOTED,
    "*": AliasPolicy.SPORT,
    "-": AliasPolicy.NEVER,
}
"""The signs of the data files; a spelling without one always counts."""

_AMERICA: Final = fold("امريك")
_AMERICA_LEVANTINE: Final = fold("اميرك")
_SERVANT: Final = fold("عبد")
_FATHER: Final = tuple(map(fold, ("ابو", "ابا", "ابي")))
_SON: Final = tuple(map(fold, ("بن", "ابن")))
_FOREIGN_G_MIN_WORDS: Final = 2
_WORDS: Final = re.compile(WORD_PATTERN)
_VARYING: Final = frozenset((_FATHER[0], *_SON, _SERVANT))


class AliasRule(NamedTuple):
    """A spelling with its policy; ``triggers`` replace the usual trigger words of its kind."""

    text: str
    policy: AliasPolicy = AliasPolicy.ALWAYS
    triggers: tuple[str, ...] = ()


def parse_alias(cell: str) -> AliasRule:
    """Return the rule that one cell of a gazetteer file states."""
    policy = POLICY_SIGNS.get(cell[:1])
    if policy is None and "{" not in cell and not cell.endswith("}"):
        return AliasRule(cell)
    text, _, triggers = cell.removesuffix("}").partition("{")
    return AliasRule(
        text if policy is None else text[1:],
        policy or AliasPolicy.ALWAYS,
        tuple(trigger for trigger in triggers.split(",") if trigger),
    )


def parse_aliases(cell: str) -> tuple[AliasRule, ...]:
    """Return the rules of a cell whose aliases are parted by ``|``."""
    if not cell:
        return ()
    return tuple(parse_alias(part.strip()) for part in cell.split("|") if part.strip())


def match_form(folded: str) -> str:
    """Return the form under which a folded word is compared with the gazetteer."""
    return folded.replace(_AMERICA, _AMERICA_LEVANTINE)


def match_form_of(word: str) -> str:
    """Return the form under which a word of a text is compared."""
    return match_form(fold(word))


def match_letters(text: str) -> str | None:
    """Return a text whose words are in the forms of ``MATCH_FORMS``; None where it has unusual ones.

    See ``archive.arabic.normalize.fold_letters``.
    """
    folded = fold_letters(text)
    return None if folded is None else match_form(folded)


MATCH_FORMS: Final = WordMemory(match_form_of)
"""The form under which each word of a text is compared."""


def alias_words(alias: str, forms: Mapping[str, str] = MATCH_FORMS) -> tuple[str, ...]:
    """Return the words of an alias as they are compared."""
    return tuple(filter(None, map(forms.__getitem__, _WORDS.findall(alias))))


def spellings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the word sequences under which ``words`` may be written, itself first.

    أبو takes its cases (أبا، أبي), بن and ابن meet, عبد may be joined to the next word,
    and a foreign g is heard as غ or ج (جونغ، جونج) where two words or more make the
    match safe.
    """
    if _VARYING.isdisjoint(words):
        yield words
    else:
        for variant in product(*map(_word_variants, words)):
            yield variant
            joined = _join_servant(variant)
            if joined != variant:
                yield joined
    if len(words) >= _FOREIGN_G_MIN_WORDS and any(GHAIN in word for word in words):
        yield tuple(word.replace(GHAIN, JEEM) for word in words)


def plain_name(name: str) -> str:
    """Return the words of ``name`` in the one of their spellings that stands for all.

    >>> plain_name("عبدالله ابن أبي ربيعة") == plain_name("عبد الله بن أبو ربيعة")
    True
    """
    words = alias_words(name)
    plain = (_FATHER[0] if w in _FATHER else _SON[0] if w in _SON else w for w in words)
    return " ".join(_part_servant(plain))


def _part_servant(words: Iterable[str]) -> Iterator[str]:
    """Yield ``words`` with عبد parted from the name of God that it is joined to."""
    for word in words:
        rest = word.removeprefix(_SERVANT)
        if rest != word and rest.startswith(ARTICLE):
            yield _SERVANT
            yield rest
        else:
            yield word


def _word_variants(word: str) -> tuple[str, ...]:
    if word == _FATHER[0]:
        return _FATHER
    return _SON if word in _SON else (word,)


def _join_servant(words: tuple[str, ...]) -> tuple[str, ...]:
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == _SERVANT:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)
