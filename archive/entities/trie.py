"""A trie over words: every alias of the gazetteer is a path from the root."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.entities.aliases import AliasRule
from archive.entities.gazetteer import GazetteerEntry


class Target(NamedTuple):
    """What a path names: an entry, by which of its rules. ``entry`` is None for a phrase
    that holds a name's words and is none (صلاة المغرب)."""

    entry: GazetteerEntry | None
    rule: AliasRule


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

    def walk(self, words: Sequence[str], start: int) -> Iterator[tuple[int, Node]]:
        """Yield (end, node) for each path from here along ``words[start:]`` that names
        something, shortest first; a path of no words is the node itself."""
        node: Node | None = self
        while node is not None:
            if node.targets:
                yield start, node
            if start >= len(words) or not node.children:
                return
            node = node.children.get(words[start])
            start += 1
