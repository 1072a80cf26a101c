"""Xapian, in the system's own Python: standard library and Debian's bindings alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xapian

from benchmarks.peers.inputs import GAP, KIND_NAMES, Inputs, Questions, Row
from benchmarks.peers.protocol import folder_bytes, run

_MONTH, _OUTLET, _ENTITIES = 0, 1, 2
_PREFIX = {"exact": "XE", "form": "XF", "stem": "XS", "root": "XR"}
_LONGEST_TERM = 240


class _EntitySpy(xapian.MatchSpy):
    """Counts the entities of every match; the bindings count only single values in C++."""

    def __init__(self) -> None:
        xapian.MatchSpy.__init__(self)
        self.counts: Counter[int] = Counter()

    def __call__(self, document: Any, _weight: float) -> None:
        self.counts.update(json.loads(document.get_value(_ENTITIES)))


class XapianPeer:
    """The C++ engine that Debian ships."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, inputs: Inputs, timed: Callable[..., Any]) -> None:
        database = xapian.WritableDatabase(str(self._folder), xapian.DB_CREATE_OR_OVERWRITE)
        for row in inputs.rows():
            timed(self._add, database, row)
        timed(database.commit)
        database.close()

    def _add(self, database: Any, row: Row) -> None:
        document = xapian.Document()
        for kind in KIND_NAMES:
            prefix = _PREFIX[kind]
            for position, word in enumerate(row.texts[kind].split(" ")):
                if word != GAP and len(word.encode()) < _LONGEST_TERM:
                    document.add_posting(prefix + word, position)
        document.add_value(_MONTH, str(row.month))
        document.add_value(_OUTLET, str(row.outlet))
        document.add_value(_ENTITIES, json.dumps(row.entities))
        document.set_data(row.key)
        document.add_boolean_term("Q" + row.key)
        database.replace_document("Q" + row.key, document)

    def open(self, questions: Questions) -> None:
        self._database = xapian.Database(str(self._folder))

    def search(self, kind: str, words: list[str]) -> int:
        prefix = _PREFIX["exact" if kind == "phrase" else "form"]
        operator = {"phrase": xapian.Query.OP_PHRASE, "or": xapian.Query.OP_OR}
        chosen = operator.get(kind, xapian.Query.OP_AND)
        enquire = xapian.Enquire(self._database)
        enquire.set_query(xapian.Query(chosen, [prefix + word for word in words]))
        spies = [
            xapian.ValueCountMatchSpy(_MONTH),
            xapian.ValueCountMatchSpy(_OUTLET),
            _EntitySpy(),
        ]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, 10, self._database.get_doccount())
        for match in found:
            match.document.get_data()
        for spy in spies[:2]:
            list(spy.top_values(10))
        spies[2].counts.most_common(10)
        return int(found.get_matches_estimated())

    def update(self, row: Row) -> None:
        writing = xapian.WritableDatabase(str(self._folder), xapian.DB_OPEN)
        self._add(writing, row)
        writing.commit()
        writing.close()
        self._database.reopen()
        self.search("and", [row.texts["form"].split()[0]])

    def sizes(self) -> dict[str, int]:
        return {"all": folder_bytes(self._folder)}


if __name__ == "__main__":
    run(XapianPeer)
