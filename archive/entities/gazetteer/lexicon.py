"""The gazetteer made ready for matching: a trie of all spellings, and lists of words.

The trie is one over words: every spelling of the gazetteer is a path from its root.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from archive.arabic.clitics import PROCLITICS, strip_clitics
from archive.arabic.frequencies import WordMemory
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.name_spellings import AliasRule, alias_words, match_form, spellings
from archive.records.mentions import AliasPolicy

MAX_KNOWN_WORDS: Final = 100_000
"""Words remembered before the memory starts anew: some 20 MB in each process, weeks of a
newspaper."""


class Target(NamedTuple):
    """What a path names: an entry, by one of its spellings.

    ``entry`` is None for a phrase that holds a name's words and is none (صلاة المغرب).
    """

    entry: GazetteerEntry | None
    rule: AliasRule


SELDOM: Final = frozenset({AliasPolicy.QUOTED, AliasPolicy.SPORT})
"""Policies of words that are nearly always something else: their names are looked at only where
a glance at the text allows it."""
_PHRASE: Final = Target(None, AliasRule(""))
_ALIAS_WORDS: Final = WordMemory(alias_words)
"""The words of each alias: with every correction of an editor a lexicon is made anew."""


class Node:
    """The words that may come next, and what the path so far names."""

    __slots__ = ("children", "targets")

    def __init__(self) -> None:
        self.children: dict[str, Node] = {}
        self.targets: tuple[Target, ...] = ()

    def add(self, words: Sequence[str], target: Target) -> None:
        """Put ``target`` at the end of the path ``words``; an entry stands there once."""
        node = self
        for word in words:
            child = node.children.get(word)
            if child is None:
                child = node.children[word] = Node()
            node = child
        if all(target.entry is not known.entry for known in node.targets):
            node.targets = (*node.targets, target)

    def walk(self, words: Sequence[str], start: int) -> list[tuple[int, Node]]:
        """Return (end, node) for each path from here along ``words[start:]`` that names
        something, shortest first; a path of no words is the node itself."""
        found = []
        node: Node | None = self
        while node is not None:
            if node.targets:
                found.append((start, node))
            node = node.children.get(words[start]) if start < len(words) else None
            start += 1
        return found


class Start(NamedTuple):
    """A way into the trie: what was taken off the word, and the node behind the rest."""

    clitic: str
    taken: int
    node: Node


class Opening(NamedTuple):
    """What a word may begin: its ways into the trie, the words that may come second, and
    whether it may be a whole name.

    ``asks`` holds the policies of the names that it is by itself, where all of them ask for
    something that most texts do not have; else nothing.
    """

    starts: tuple[Start, ...]
    seconds: Container[str]
    is_name: bool
    asks: frozenset[AliasPolicy]


NOTHING: Final = Opening((), (), False, frozenset())
"""What a word that begins no name may begin."""


class Lexicon(dict[str, Opening | None]):
    """All spellings of some entries: ``lexicon[folded_word]`` gives what the word may begin.

    ``suppressed`` holds (spelling, key) pairs that are not to be matched.
    """

    def __init__(
        self, entries: Iterable[GazetteerEntry], suppressed: Collection[tuple[str, str]] = ()
    ) -> None:
        super().__init__()
        self._root = Node()
        refused = {(alias_words(spelling), key) for spelling, key in suppressed}
        for phrase in word_list("phrases.txt"):
            self._root.add(alias_words(phrase), _PHRASE)
        for entry in entries:
            for rule in entry.aliases:
                if rule.policy is AliasPolicy.NEVER:
                    continue
                words = _ALIAS_WORDS[rule.text]
                if (words, entry.key) not in refused:
                    self._add(words, Target(entry, rule))

    def _add(self, words: tuple[str, ...], target: Target) -> None:
        if words:
            for variant in spellings(words):
                self._root.add(variant, target)

    def targets(self, name: str) -> tuple[Target, ...]:
        """Return what ``name``, whole and without proclitics, is a spelling of."""
        words = alias_words(name)
        for end, node in self._root.walk(words, 0):
            if end == len(words):
                return node.targets
        return ()

    def __missing__(self, word: str) -> Opening | None:
        if len(self) >= MAX_KNOWN_WORDS:
            self.clear()
        form = match_form(word)
        if form.startswith(PROCLITICS):
            starts = tuple(self._starts(form))
        else:
            node = self._root.children.get(form)
            starts = () if node is None else (Start("", 0, node),)
        opening = self[word] = _opening(starts) if starts else None
        return opening

    def _starts(self, word: str) -> Iterator[Start]:
        for reading in strip_clitics(word):
            node = self._root.children.get(reading.rest)
            if node is not None:
                yield Start(reading.clitic, reading.taken, node)


def _opening(starts: tuple[Start, ...]) -> Opening:
    nodes = [start.node for start in starts]
    seconds = nodes[0].children if len(nodes) == 1 else {w for n in nodes for w in n.children}
    policies = frozenset(target.rule.policy for node in nodes for target in node.targets)
    asks = policies if policies <= SELDOM else frozenset()
    return Opening(starts, seconds, any(node.targets for node in nodes), asks)


@cache
def word_list(name: str) -> tuple[str, ...]:
    """Return the lines of a word list in ``archive/data/gazetteer``, without comments."""
    text = (files("archive") / "data" / "gazetteer" / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def folded_words(name: str) -> frozenset[str]:
    """Return the words of a word list, folded."""
    return frozenset(fold(word) for line in word_list(name) for word in line.split())


@lru_cache(maxsize=1 << 16)
def is_word_of(word: str, words: frozenset[str]) -> bool:
    """Return whether a folded word, or what its proclitics leave, is one of ``words``."""
    return any(reading.rest in words for reading in strip_clitics(word))
