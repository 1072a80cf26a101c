"""One search within one time budget, and everything that a page shows of it.

``search`` answers a search; ``prepared_search`` holds the time budget of a request and a search
read against one state of the index; ``search_suggestions`` gives spellings, other searches and
completions; ``similar_articles`` gives more like this; ``whole_results`` lists all that a search
finds. ``period_counts``, ``coverage`` and ``days`` count over time, ``significance`` and
``side_by_side`` compare, ``batch_search`` counts many searches, ``neighbours`` gives the results
beside one. ``site_status`` tells how the archive is.
"""

__all__ = [
    "prepared_search",
    "search",
    "search_suggestions",
    "similar_articles",
    "site_status",
    "whole_results",
]
