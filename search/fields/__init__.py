"""The fields of the index, each declared once: ``FIELDS``.

Everything that concerns a field follows from its declaration: the schema of the index and the
values that an article has in it, the names by which queries ask for it, the parameter of the
URL, the facet with its title, labels and place on the page, and Haystack's fields. A builder
of any of these takes ``fields``, which are ``FIELDS`` where nothing else is said.

This room imports no Django model while it is loaded: queries are read without a database.
"""

from search.fields.date_periods import (
    DATE,
    DATE_COLUMNS,
    DATE_DAY,
    DATE_EARLIEST,
    DATE_LATEST,
    DATE_MONTH,
    DATE_SORT,
    DATE_YEAR,
    column_of_period,
    first_day,
    is_period,
    period_of,
)
from search.fields.declarations import (
    ADDED,
    AUTHOR,
    FIELDS,
    TEXT,
    TITLE,
    machine_found_column,
)
from search.fields.field import (
    APPROXIMATE,
    FacetDefinition,
    Field,
    Fields,
    IndexedArticle,
    Kind,
)
from search.fields.searched_texts import SEARCHED_TEXTS, texts_in
from search.fields.time_units import TimeUnit

__all__ = [
    "ADDED",
    "APPROXIMATE",
    "AUTHOR",
    "DATE",
    "DATE_COLUMNS",
    "DATE_DAY",
    "DATE_EARLIEST",
    "DATE_LATEST",
    "DATE_MONTH",
    "DATE_SORT",
    "DATE_YEAR",
    "FIELDS",
    "SEARCHED_TEXTS",
    "TEXT",
    "TITLE",
    "FacetDefinition",
    "Field",
    "Fields",
    "IndexedArticle",
    "Kind",
    "TimeUnit",
    "column_of_period",
    "first_day",
    "is_period",
    "machine_found_column",
    "period_of",
    "texts_in",
]
