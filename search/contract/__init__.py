"""What the service asks of an index, whichever index it is; no index is known here.

``requests`` travel in and out of a search, ``index_schema`` says what is indexed, ``search_index``
is the contract itself. Two indexes keep it: the columnar one (``search.engine``) and a cluster's
(``search.opensearch``); one suite of tests tries both (``tests/cluster/test_index_contract.py``).
"""

from search.contract.index_schema import (
    ColumnValues,
    Document,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    TextField,
)
from search.contract.log_likelihood import SURPRISING, SignificantTerm, log_likelihood
from search.contract.requests import (
    AnyFilter,
    EitherFilter,
    FacetRequest,
    Filter,
    FoundDocument,
    PhraseOf,
    Request,
    Response,
    Synonyms,
)
from search.contract.search_errors import (
    IndexUnavailableError,
    QueryTooCostlyError,
    QueryTooLargeError,
    UnknownFieldError,
    UnknownQueryError,
)
from search.contract.search_index import IndexReader, IndexWriter, OrderedKeys
from search.contract.word_analysis import ChunkReader, Context, ReadChunks, WordAnalyzer

__all__ = [
    "SURPRISING",
    "AnyFilter",
    "ChunkReader",
    "ColumnValues",
    "Context",
    "Document",
    "EitherFilter",
    "FacetRequest",
    "Filter",
    "FoundDocument",
    "IndexReader",
    "IndexSchema",
    "IndexUnavailableError",
    "IndexWriter",
    "KeyField",
    "KeywordField",
    "NumberField",
    "OrderedKeys",
    "PhraseOf",
    "QueryTooCostlyError",
    "QueryTooLargeError",
    "ReadChunks",
    "Request",
    "Response",
    "SignificantTerm",
    "Synonyms",
    "TextField",
    "UnknownFieldError",
    "UnknownQueryError",
    "WordAnalyzer",
    "log_likelihood",
]
