"""The article that a page of Next.js keeps as data in a script, where its elements show none.

Next.js writes what a page was made of into ``<script id="__NEXT_DATA__">`` as JSON
(nextjs.org/docs, "getServerSideProps"); a page that was saved before its script ran has its text
nowhere else. No key is fixed by it: the article is the object whose headline is the page's, or the
one with the most text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from archive.arabic.normalize import fold
from archive.ingest.decoding.html_fragments import fragment_text, is_markup

NEXT_DATA: Final = b"__NEXT_DATA__"
"""What a page's bytes hold where it has such data."""
_SCRIPT: Final = './/script[@id="__NEXT_DATA__"]'
_LONGEST_SCRIPT: Final = 5_000_000
"""Letters of such a script that are read. A choice, not a measurement."""
_MOST_NODES: Final = 100_000
_DEEPEST: Final = 24
_TEXTS: Final = ("articleBody", "body", "content", "text", "html", "paragraphs", "blocks")
"""Keys under which content systems keep an article's text, the surest first."""
_PIECES: Final = (*_TEXTS, "value", "data", "children")
"""Keys of a block, a paragraph of it, or of what it holds."""
_TITLES: Final = ("title", "headline", "name")
_LEAST_TEXT: Final = 200
"""Letters of an article's text; what is shorter is a teaser or a label."""


def next_data_body(root: Any, title: str) -> str:
    """Return the article's text that the page's data hold, a line a paragraph, or "".

    ``title`` is the page's headline as its metadata give it.
    """
    found: list[tuple[bool, str]] = []
    for script in root.iterfind(_SCRIPT):
        source = (script.text or "").strip()
        if not source or len(source) > _LONGEST_SCRIPT:
            continue
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _objects(data):
            text = _text_of(node)
            if len(text) >= _LEAST_TEXT:
                found.append((_is_called(node, title), text))
    return max(found, key=lambda each: (each[0], len(each[1])), default=(False, ""))[1]


def _objects(data: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of some JSON, as many and as deep as are looked at."""
    waiting = [(data, 0)]
    seen = 0
    while waiting and seen < _MOST_NODES:
        node, depth = waiting.pop()
        seen += 1
        if depth > _DEEPEST:
            continue
        if isinstance(node, dict):
            yield node
            waiting += [
                (each, depth + 1) for each in node.values() if isinstance(each, dict | list)
            ]
        elif isinstance(node, list):
            waiting += [(each, depth + 1) for each in node if isinstance(each, dict | list)]


def _is_called(node: Mapping[str, Any], title: str) -> bool:
    names = (node.get(key) for key in _TITLES)
    headline = fold(title).strip()
    return bool(headline) and any(
        isinstance(name, str) and name.strip() and fold(name).strip() in headline for name in names
    )


def _text_of(node: Mapping[str, Any]) -> str:
    """Return the text of an object that has a name: a string, or blocks one below the other."""
    if not any(isinstance(node.get(key), str) for key in _TITLES):
        return ""
    texts = (_lines_of(node[key], _DEEPEST) for key in _TEXTS if key in node)
    return max(texts, key=len, default="")


def _lines_of(value: Any, deepest: int) -> str:
    if isinstance(value, str):
        return (fragment_text(value) if is_markup(value) else value).strip()
    if deepest == 0:
        return ""
    if isinstance(value, list):
        return "\n".join(filter(None, (_lines_of(each, deepest - 1) for each in value)))
    if isinstance(value, dict):
        return next(
            filter(None, (_lines_of(value[key], deepest - 1) for key in _PIECES if key in value)),
            "",
        )
    return ""
