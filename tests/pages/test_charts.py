"""Bars: shares of the largest, and years without a gap."""

from __future__ import annotations

from search.presentation.charts import Count, bars, year_bars


def test_largest_count_fills_the_bar() -> None:
    assert [bar.share for bar in bars([Count("أ", 50), Count("ب", 200), Count("ج", 0)])] == [
        25,
        100,
        0,
    ]


def test_one_among_thousands_is_still_seen() -> None:
    assert bars([Count("أ", 1), Count("ب", 40_000)])[0].share > 0


def test_years_without_articles_stand_empty() -> None:
    counts = {2011: Count("2011", 3), 2014: Count("2014", 1)}
    assert [(bar.label, bar.count) for bar in year_bars(counts)] == [
        ("2011", 3),
        ("2012", 0),
        ("2013", 0),
        ("2014", 1),
    ]


def test_long_chart_labels_its_ends_and_each_fifth_year() -> None:
    counts = {year: Count(str(year), 1) for year in (2011, 2025)}
    assert [bar.label for bar in year_bars(counts) if bar.labelled] == [
        "2011",
        "2015",
        "2020",
        "2025",
    ]


def test_nothing_makes_no_chart() -> None:
    assert year_bars({}) == ()
