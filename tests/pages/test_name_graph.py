"""The drawing of names that stand in the same articles."""

from __future__ import annotations

from search.presentation.name_graph import MOST_NAMES, WIDTH, Neighbour, name_graph

CENTRE = Neighbour("الميناء", "place", 0, "")


def names(*counts: int) -> list[Neighbour]:
    return [
        Neighbour(f"اسم {number}", "person", count, f"/entity/{number}/")
        for number, count in enumerate(counts)
    ]


def test_one_name_is_no_graph() -> None:
    assert name_graph(CENTRE, names(5), [[5]]) is None


def test_lines_are_as_thick_as_names_are_frequent() -> None:
    graph = name_graph(CENTRE, names(10, 5), [[10, 0], [0, 5]])
    assert graph is not None
    first, second = graph.lines
    assert float(first.width) == 2 * float(second.width)


def test_two_names_that_share_most_of_their_articles_are_joined() -> None:
    shared = [[10, 5, 1], [5, 6, 0], [1, 0, 8]]
    graph = name_graph(CENTRE, names(10, 6, 8), shared)
    assert graph is not None
    assert [line.between for line in graph.lines] == [True, False, False, False]


def test_a_crowd_is_cut_and_stays_on_the_drawing() -> None:
    graph = name_graph(CENTRE, names(*range(40, 0, -1)), None)
    assert graph is not None
    assert len(graph.dots) == MOST_NAMES
    assert all(0 < float(dot.x) < WIDTH and 0 < float(dot.y) < graph.height for dot in graph.dots)


def test_a_long_name_is_cut_between_words() -> None:
    long = Neighbour("هيئة السوق الكبيرة في المدينة القديمة", "organisation", 3, "")
    graph = name_graph(CENTRE, [long, *names(2)], None)
    assert graph is not None
    assert graph.dots[0].label == "هيئة السوق الكبيرة…"
