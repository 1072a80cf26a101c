"""Near-identical articles: what is published more than once stands in one cluster.

``signatures`` finds which of many texts may be nearly the same, ``same_text`` compares two
of them, ``text_changes`` tells what changed from one to another, ``clustering`` keeps the clusters up after every load (``cluster_republications``)
and after articles went (``dissolve_single``).
"""

__all__ = ["clustering", "same_text", "signatures", "text_changes"]
