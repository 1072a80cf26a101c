"""Paragraphs: hits and names marked in a text that stays what it was."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article
from archive.models.entity_labels import NamedEntity
from search.hits.snippets import Fragment
from search.presentation.paragraphs import (
    PlacedName,
    TextSpan,
    line_spans,
    paragraphs_of,
    without_overlaps,
)

DAMASCUS = NamedEntity("damascus", "place", "دمشق", is_machine_found=False)
BODY = "وصل الوفد إلى دمشق.\nمحطات في الطريق\nثم غادر دمشق إلى حلب."


def mention(start: int, end: int) -> PlacedName:
    return PlacedName(DAMASCUS, "body", start, end, "gazetteer")


def texts(spans: Iterable[TextSpan]) -> list[tuple[str, bool]]:
    return [
        ("".join(piece.text for piece in span.fragments), span.entity is not None) for span in spans
    ]


def test_name_in_a_later_paragraph_is_linked_there() -> None:
    start = BODY.rindex("دمشق")
    paragraphs = paragraphs_of(Article(body=BODY), None, [mention(start, start + 4)])
    assert texts(paragraphs[0].spans) == [("وصل الوفد إلى دمشق.", False)]
    assert texts(paragraphs[2].spans) == [("ثم غادر ", False), ("دمشق", True), (" إلى حلب.", False)]


def test_hit_within_a_name_marks_a_part_of_the_link() -> None:
    fragments = [Fragment("قوات سوريا "), Fragment("الديمقراطية", True), Fragment(" تعلن")]
    spans = line_spans(fragments, [mention(0, 22)])
    assert spans[0].fragments == (Fragment("قوات سوريا "), Fragment("الديمقراطية", True))
    assert spans[0].entity == DAMASCUS
    assert spans[1].fragments == (Fragment(" تعلن"),)


def test_longer_of_two_overlapping_names_is_kept() -> None:
    assert [(m.start, m.end) for m in without_overlaps([mention(5, 9), mention(0, 9)])] == [(0, 9)]


def test_short_line_without_a_full_stop_looks_like_a_subhead() -> None:
    subheads = [paragraph.subhead for paragraph in paragraphs_of(Article(body=BODY), None, [])]
    assert subheads == [False, True, False]


@pytest.mark.property
@given(
    st.lists(st.text(min_size=1).filter(lambda text: "\n" not in text), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=6),
)
def test_marks_never_change_the_text(lines: list[str], places: list[tuple[int, int]]) -> None:
    mentions = [mention(start, start + length) for start, length in places]
    paragraphs = paragraphs_of(Article(body="\n".join(lines)), None, mentions)
    shown = ["".join(text for text, _name in texts(each.spans)) for each in paragraphs]
    assert shown == lines
