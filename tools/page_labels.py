"""Pages whose lines are labelled by hand, as the page model is trained on them.

A folder of them holds ``pages/`` and ``gold.jsonl``: for each page its ``file``, its ``host``, the
``labels`` of its non-blank lines and its ``articles``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from archive.ingest.parsing.line_features import features_of
from archive.ingest.parsing.line_forms import Kind
from archive.ingest.parsing.page_classifier import page_evidence
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_states import STATES, Part, Phase, State, may_follow, may_start
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import PageMetadata
from tools.invented_pages import invented_page

EXAMPLES: Final = Path(__file__).with_name("page_examples.jsonl")
"""Invented pages in the forms of the layouts that are shipped, with the state of each line."""
LABELLED: Final = Path(__file__).with_name("labelled_pages")
"""Pages in the forms of saved ones, their words written anew, labelled line by line."""
HARD: Final = Path(__file__).with_name("hard_pages")
"""The same of forms that are hard to read: lists, several stories, verse, no headline."""
_EXAMPLE_WEIGHT: Final = 0.2
"""Weight of an example beside a page that was saved: many of them differ in a line."""
_INVENTED: Final = 150
_INVENTED_WEIGHT: Final = 0.15
"""How many invented pages there are, and the weight of each: they teach one thing alone."""
_LABELS: Final = {
    "capture_date": Part.CAPTURE,
    "quote": Part.TEXT,
    "mixed": Part.TEXT,
    "other_article": Part.OTHER_TEXT,
}
"""Parts of labels that are called otherwise."""
_PRECEDENCE: Final = [
    "text",
    "title",
    "date",
    "byline",
    "outlet",
    "section",
    "dateline",
    "subhead",
    "update",
    "capture_date",
    "kicker",
    "caption",
    "keywords",
    "related",
    "chrome",
]
"""Which of several labels of one line counts."""
_NEAREST: Final = {
    Part.STANDFIRST: (Part.TEXT, Part.CAPTION),
    Part.KICKER: (Part.SECTION, Part.CHROME),
    Part.UPDATE: (Part.DATE,),
    Part.CAPTURE: (Part.DATE,),
    Part.OTHER_TEXT: (Part.TEXT, Part.RELATED),
    Part.DATELINE: (Part.OUTLET,),
    Part.TITLE: (Part.RELATED,),
    Part.RELATED: (Part.CHROME,),
}
"""What a part counts as in a phase that has no such part."""


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page as the model sees it: features of its lines, and their states."""

    name: str
    host: str
    features: Sequence[Sequence[str]]
    states: Sequence[int]
    weight: float = 1.0


def parted(folder: str) -> tuple[Path, str]:
    """Return a folder as it is given, ``PATH`` or ``PATH:tune``: its path, and the half that counts."""
    path, _, half = folder.partition(":")
    if half not in ("", "tune", "check"):
        raise ValueError(f"{folder}: no half is called {half}; it is tune or check")
    return Path(path), half


def labelled_pages(folder: Path, half: str = "") -> Iterator[LabelledPage]:
    """Yield the pages of ``folder`` whose labels the model can express."""
    for row in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(row)
        if half and half_of(page["host"]) != half:
            continue
        if not page["articles"]:
            continue  # By its lines alone a list of openings looks like an article (decision 0306).
        found = read_page(folder, page)
        if found is not None:
            yield found
        else:
            print(f"left out: {page['file']}: the model has no such sequence of parts")


def example_pages(path: Path = EXAMPLES) -> Iterator[LabelledPage]:
    """Yield the invented pages of ``path``: each the example of a layout or of a rule."""
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        page = json.loads(row)
        evidence = _evidence(page["text"], page)
        by_line: dict[int, list[State]] = {}
        for each in page["states"]:
            line, phase, part = each.split()
            by_line.setdefault(int(line), []).append(State(Phase(phase), Part(part)))
        states: list[State] = []
        for line in evidence.lines:
            known = by_line.get(line.number) or [states[-1] if states else STATES[0]]
            states.append(known.pop(0) if len(known) > 1 else known[0])
        if _is_sound(states):
            numbers = [STATES.index(state) for state in states]
            features = features_of(evidence)
            yield LabelledPage(str(number), "", features, numbers, _EXAMPLE_WEIGHT)


def _evidence(text: str, page: Mapping[str, Any]) -> PageEvidence:
    metadata = PageMetadata(**page.get("metadata", {}))
    domain = page.get("domain", "")
    outlets = OutletRegistry.shipped()
    return page_evidence(text, outlets=outlets, domain=domain, metadata=metadata)[0]


def half_of(host: str) -> str:
    """Return the half of the labelled pages to which those of ``host`` belong."""
    return "check" if int(hashlib.sha256(host.encode()).hexdigest(), 16) % 2 else "tune"


def read_page(folder: Path, page: Mapping[str, Any]) -> LabelledPage | None:
    """Return a page with the states of its lines; None where no reading of it has them."""
    return _labelled((folder / "pages" / page["file"]).read_text(encoding="utf-8"), page)


def invented_pages() -> Iterator[LabelledPage]:
    """Yield pages that are put together by chance, the same ones each time."""
    for seed in range(_INVENTED):
        invented = invented_page(seed)
        page = {"file": str(seed), "host": "", "labels": invented.labels, "articles": [{}]}
        found = _labelled(invented.text, page)
        if found is not None:
            yield replace(found, weight=_INVENTED_WEIGHT)


def _labelled(text: str, page: Mapping[str, Any]) -> LabelledPage | None:
    evidence = _evidence(text, page)
    numbers = [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    label_of = {n: _label(page, i) for i, n in enumerate(numbers)}
    labels = []
    seen: list[int] = []
    for line, form in zip(evidence.lines, evidence.forms, strict=True):
        label = label_of.get(line.number, "chrome")
        cut = sum(other.number == line.number for other in evidence.lines) > 1
        named = _named_kinds(page, numbers.index(line.number)) if cut else []
        if len(named) == sum(other.number == line.number for other in evidence.lines):
            label = named[sum(n == line.number for n in seen)]
        if cut and form.kind is Kind.DATE and label not in ("date", "update", "capture_date"):
            label = "chrome" if not seen else "date"
        seen.append(line.number)
        labels.append(label)
    states = _states(labels, several=len(page["articles"]) > 1)
    if not _is_sound(states):
        return None
    return LabelledPage(
        page["file"], page["host"], features_of(evidence), [STATES.index(s) for s in states]
    )


def _named_kinds(page: Mapping[str, Any], index: int) -> list[str]:
    """Return the labels that a page's notes give the parts of a line, in their order."""
    pattern = rf"(?<!\d){index + 1}\s*:\s*([a-z_]+(?:\s*\+\s*[a-z_]+)+)"
    named = re.search(pattern, page.get("notes") or "")
    return re.split(r"\s*\+\s*", named[1]) if named else []


def _label(page: Mapping[str, Any], index: int) -> str:
    label: str = page["labels"][index]
    if label != "mixed":
        return label
    kinds = _named_kinds(page, index) or ["text"]
    return min(kinds, key=lambda k: _PRECEDENCE.index(k) if k in _PRECEDENCE else 99)


_TEXTS: Final = (Part.TEXT, Part.SUBHEAD)


def _states(labels: Sequence[str], *, several: bool) -> list[State]:
    """Return the states of lines with these ``labels``; ``several`` articles stand on the page."""
    parts = [_LABELS.get(label) or Part(label) for label in labels]
    first = next((i for i, part in enumerate(parts) if part in _TEXTS), len(parts))
    others = (
        i
        for i in range(first, len(parts))
        if parts[i] is Part.TITLE or (several and parts[i] is Part.OTHER_TEXT)
    )
    end = next(others, len(parts))
    last = max((i for i in range(first, end) if parts[i] in _TEXTS), default=-1)
    phase = Phase.TOP
    states = []
    for index, part in enumerate(parts):
        phase, part = _placed(phase, part, index, first, last, several)
        states.append(_expressed(phase, part))
    return states


def _placed(
    phase: Phase, part: Part, index: int, first: int, last: int, several: bool
) -> tuple[Phase, Part]:
    if part is Part.TITLE:
        if index < first:
            return Phase.HEAD, Part.TITLE_AGAIN if phase is Phase.HEAD else part
        if several:
            return Phase.NEXT_HEAD, Part.TITLE_AGAIN if phase is Phase.NEXT_HEAD else part
        return Phase.FOOT, Part.RELATED
    if part in _TEXTS:
        return (Phase.BODY, part) if index <= last else (Phase.FOOT, Part.OTHER_TEXT)
    if part is Part.OTHER_TEXT:
        if phase in (Phase.TOP, Phase.HEAD):
            return phase, Part.RELATED
        if several and phase in (Phase.NEXT_HEAD, Phase.NEXT_BODY):
            return Phase.NEXT_BODY, Part.TEXT
        return Phase.FOOT, part
    if phase is Phase.BODY and index > last:
        return Phase.FOOT, part
    return phase, part


def _expressed(phase: Phase, part: Part) -> State:
    for each in (part, *_NEAREST.get(part, ()), Part.CHROME):
        if State(phase, each) in STATES:
            return State(phase, each)
    return State(Phase.FOOT, Part.CHROME)


def _is_sound(states: Sequence[State]) -> bool:
    follows = all(may_follow(a, b) for a, b in pairwise(states))
    return bool(states) and may_start(states[0]) and follows
