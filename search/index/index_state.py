"""Whether searches are answered now, in one sentence: for health checks and the status page."""

from __future__ import annotations

from dataclasses import dataclass

from search.contract import IndexUnavailableError
from search.index.archive_index import ArchiveIndex
from search.index.columnar_home import ColumnarHome
from search.index.repair import RepairRecord, repair_record


@dataclass(frozen=True, slots=True)
class IndexState:
    """Whether the index ``serves``, and how many ``articles``; where it does not, the ``problem``, for the operator.

    ``tries`` counts how often the worker has tried to mend it, ``last_failure`` is what ended the
    last try. The sentences name files of the server: they are not for strangers.
    """

    serves: bool
    articles: int = 0
    problem: str = ""
    tries: int = 0
    last_failure: str = ""


def index_state(home: ArchiveIndex) -> IndexState:
    """Return the state of the index. It costs no more than a look at its folder, or a question."""
    articles, problem = 0, ""
    in_folder = home if isinstance(home, ColumnarHome) else None
    try:
        articles = home.read()[1].document_count
        problem = in_folder.notice.reason() if in_folder else ""
    except IndexUnavailableError as error:
        problem = str(error)
    record = repair_record(in_folder.folder) if in_folder else RepairRecord()
    return IndexState(not problem, articles, problem, record.tries, record.problem)
