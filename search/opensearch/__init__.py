"""An index in an OpenSearch cluster, which keeps the contract of ``search.contract``.

It knows nothing of Django. Analysis happens here, in Python, and the cluster is sent the terms of
each position; frequencies are counted over the whole index and sent with a query, so that a
document scores the same in every shard. ``index_body`` says how an index is laid out,
``query_clauses`` how a query is asked, ``cluster_reader`` and ``cluster_writer`` keep the contract.
"""

from search.opensearch.cluster_client import Cluster, ClusterAwayError, ClusterRefusedError
from search.opensearch.cluster_reader import ClusterReader
from search.opensearch.cluster_writer import ClusterWriter
from search.opensearch.index_body import index_body

__all__ = [
    "Cluster",
    "ClusterAwayError",
    "ClusterReader",
    "ClusterRefusedError",
    "ClusterWriter",
    "index_body",
]
