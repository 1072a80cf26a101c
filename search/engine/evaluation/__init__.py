"""How a query finds, scores, counts and orders documents, by whole arrays.

A request goes from ``snapshot`` to ``query_evaluation``, which turns the query's tree into
``match_sets``; ``filter_masks`` narrow them, ``ranking`` orders them, ``facet_counts`` counts
the values of what is left. ``composite_reader`` gives all of them the segments as one.
"""

__all__ = ["edit_distances", "requests", "snapshot"]
