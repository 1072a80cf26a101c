"""Where the code keeps its regular expressions, and what it does with each, read from its source."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_FUNCTIONS: Final = frozenset(
    ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
)
_AS_A_VALUE: Final = "as a value"
"""A pattern that is handed on: it may be used in any way."""


class UseTable:
    """The names of patterns by place, and the methods that are called on each name."""

    def __init__(self, root: Path, packages: tuple[str, ...]) -> None:
        self._root = root
        self._spans: dict[Path, list[tuple[int, int, str]]] = {}
        self._methods: dict[str, set[str]] = defaultdict(set)
        self.literals: list[tuple[str, str, frozenset[str]]] = []
        """Name, pattern and method of what is compiled where it is used."""
        for package in packages:
            for path in sorted((root / package).rglob("*.py")):
                self._read(path)

    def name_at(self, path: Path, line: int) -> str:
        """Return the module and the constant or function that a line stands in."""
        around = [
            (last - first, name)
            for first, last, name in self._spans.get(path, ())
            if first <= line <= last
        ]
        module = ".".join(path.relative_to(self._root).with_suffix("").parts)
        return f"{module}.{min(around)[1]}" if around else module

    def methods_of(self, name: str) -> frozenset[str]:
        """Return what the code calls on the patterns of a name; a scan is no match."""
        module, _, last = name.rpartition(".")
        return frozenset(self._methods.get(_known_as(module, last), {_AS_A_VALUE}))

    def _read(self, path: Path) -> None:
        module = ".".join(path.relative_to(self._root).with_suffix("").parts)
        tree = ast.parse(path.read_text("utf-8"))
        spans = self._spans[path] = list(_spans(tree))
        calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
        asked: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                asked |= self._read_method(path, module, node, calls.get(id(node)))
        names = {name for _first, _last, name in spans}
        for node in ast.walk(tree):
            loaded = isinstance(getattr(node, "ctx", None), ast.Load) and id(node) not in asked
            if loaded and (name := _name_of(node)) and (name in names or name.isupper()):
                self._methods[_known_as(module, name)].add(_AS_A_VALUE)

    def _read_method(
        self, path: Path, module: str, node: ast.Attribute, call: ast.Call | None
    ) -> set[int]:
        """Note a method that is called, or handed on: ``filter(_WORD.fullmatch, words)``."""
        if call is None and node.attr not in _FUNCTIONS:
            return set()
        if call is not None and _name_of(node.value) == "re" and node.attr in _FUNCTIONS:
            self._read_literal(path, call, node.attr)
        scanned = call is not None and node.attr == "match" and len(call.args) > 1
        owners = list(_owners(node.value))
        for owner in owners:
            if name := _name_of(owner):
                self._methods[_known_as(module, name)].add("scan" if scanned else node.attr)
        return set(map(id, owners))

    def _read_literal(self, path: Path, call: ast.Call, method: str) -> None:
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            name = f"{self.name_at(path, call.lineno)}:{method}"
            self.literals.append((name, first.value, frozenset((method,))))


def _owners(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what a method is called on: a constant, what a function made, one of two."""
    if isinstance(node, ast.IfExp):
        yield from _owners(node.body)
        yield from _owners(node.orelse)
    else:
        yield node.func if isinstance(node, ast.Call) else node


def _known_as(module: str, name: str) -> str:
    """Return what a name is told apart by: a private one is its module's alone."""
    return f"{module}.{name}" if name.startswith("_") else name


def _name_of(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _spans(tree: ast.Module) -> Iterator[tuple[int, int, str]]:
    """Yield the first and last lines of assignments and functions with their names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.end_lineno or node.lineno, node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if name := _name_of(target):
                yield node.lineno, node.end_lineno or node.lineno, name
