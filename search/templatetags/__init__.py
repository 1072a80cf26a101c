"""Template tags, each module named by what it writes."""

__all__ = [
    "article_display",
    "batch_tables",
    "coverage_tables",
    "facet_rows",
    "marked_text",
    "search_links",
    "time_charts",
]
