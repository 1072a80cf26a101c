"""Bars: shares of the largest, and years without a gap."""

from __future__ import annotations

from search.presentation.charts import BarCount, bars, year_bars


def test_largest_count_fills_the_bar() -> None:
    assert [
        bar.share for bar in bars([BarCount("أ", 50), BarCount("ب", 200), BarCount("ج", 0)])
    ] == [
        25,
        100,
        0,
    ]


def test_one_among_thousands_is_still_seen() -> None:
    assert bars([BarCount("أ", 1), BarCount("ب", 40_000)])[0].share > 0


def test_years_without_articles_stand_empty() -> None:
    counts = {2011: BarCount("2011", 3), 2014: BarCount("2014", 1)}
    assert [(bar.label, bar.count) for bar in year_bars(counts)] == [
        ("2011", 3),
        ("2012", 0),
        ("2013", 0),
        ("2014", 1),
    ]


def test_long_chart_labels_its_ends_and_each_fifth_year() -> None:
    counts = {year: BarCount(str(year), 1) for year in (2011, 2025)}
    assert [bar.label for bar in year_bars(counts) if bar.labelled] == [
        "2011",
        "2015",
        "2020",
        "2025",
    ]


def test_nothing_makes_no_chart() -> None:
    assert year_bars({}) == ()
