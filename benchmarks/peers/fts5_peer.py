"""SQLite FTS5: one column a kind, no content kept, facets by grouped joins on integers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.peers.inputs import KIND_NAMES, Inputs, Questions, Row
from benchmarks.peers.protocol import folder_bytes, run

_SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(exact, form, stem, root, content='',
  tokenize='unicode61 remove_diacritics 0');
CREATE TABLE articles(id INTEGER PRIMARY KEY, key TEXT UNIQUE, month INTEGER, outlet INTEGER);
CREATE TABLE mentions(article INTEGER, entity INTEGER, PRIMARY KEY(article, entity)) WITHOUT ROWID;
"""
_BEST = """
SELECT key FROM words JOIN articles ON id = words.rowid WHERE words MATCH ?
ORDER BY bm25(words) LIMIT 10
"""
_COUNTS = """
WITH found AS MATERIALIZED (SELECT rowid AS id FROM words WHERE words MATCH ?)
SELECT * FROM (SELECT 0, 0, count(*) FROM found)
UNION ALL SELECT * FROM (SELECT 1, month, count(*) n FROM found JOIN articles USING (id)
  GROUP BY month ORDER BY n DESC LIMIT 10)
UNION ALL SELECT * FROM (SELECT 2, outlet, count(*) n FROM found JOIN articles USING (id)
  GROUP BY outlet ORDER BY n DESC LIMIT 10)
UNION ALL SELECT * FROM (SELECT 3, entity, count(*) n FROM found JOIN mentions ON article = id
  GROUP BY entity ORDER BY n DESC LIMIT 10)
"""


class Fts5Peer:
    """SQLite with its own full-text index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def _connect(self) -> None:
        self._database = sqlite3.connect(self._folder / "index.db", isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")

    def build(self, inputs: Inputs, timed: Callable[..., Any]) -> None:
        self._connect()
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")
        for row in inputs.rows():
            timed(self._add, row)
        timed(self._database.execute, "COMMIT")
        timed(self._database.execute, "INSERT INTO words(words) VALUES ('optimize')")
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _add(self, row: Row) -> None:
        execute = self._database.execute
        number = int(row.key) + 1
        texts = [row.texts[kind] for kind in KIND_NAMES]
        execute(
            "INSERT INTO words(rowid, exact, form, stem, root) VALUES (?,?,?,?,?)", (number, *texts)
        )
        execute("INSERT INTO articles VALUES (?,?,?,?)", (number, row.key, row.month, row.outlet))
        self._database.executemany(
            "INSERT INTO mentions VALUES (?,?)", [(number, entity) for entity in row.entities]
        )

    def open(self, questions: Questions) -> None:
        self._connect()

    def search(self, kind: str, words: list[str]) -> int:
        quoted = [f'"{word}"' for word in words]
        if kind == "phrase":
            match = f'exact : "{" ".join(words)}"'
        else:
            match = f"form : ({(' OR ' if kind == 'or' else ' AND ').join(quoted)})"
        self._database.execute(_BEST, (match,)).fetchall()
        counts = self._database.execute(_COUNTS, (match,)).fetchall()
        return int(counts[0][2])

    def update(self, row: Row) -> None:
        execute, number = self._database.execute, int(row.key) + 1
        execute("BEGIN")
        texts = [row.texts[kind] for kind in KIND_NAMES]
        execute(
            "INSERT INTO words(words, rowid, exact, form, stem, root) VALUES ('delete',?,?,?,?,?)",
            (number, *texts),
        )
        execute("DELETE FROM articles WHERE id = ?", (number,))
        execute("DELETE FROM mentions WHERE article = ?", (number,))
        self._add(row)
        execute("COMMIT")
        self.search("and", [row.texts["form"].split()[0]])

    def sizes(self) -> dict[str, int]:
        return {"all": folder_bytes(self._folder)}


if __name__ == "__main__":
    run(Fts5Peer)
