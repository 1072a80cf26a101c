"""What was measured, kept as lines of JSON beside the archive: a run goes on behind the last one."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one step with ``articles`` in the archive.

    ``resumed`` says that the step had been begun before and was broken off, so that its times are
    not those of the whole.
    """

    step: str
    articles: int
    figures: Mapping[str, float]
    resumed: bool = False
    commit: str = ""
    load: float = 0.0
    when: str = ""


@dataclass(slots=True)
class KeptFigures:
    """The lines of one archive, in their order."""

    path: Path
    measured: list[Measured] = field(default_factory=list)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> KeptFigures:
        """Read what is kept; a last line that a kill cut short counts for nothing."""
        kept = cls(path)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            path.write_text(whole, encoding="utf-8")
        for line in whole.splitlines():
            row = json.loads(line)
            if "figures" in row:
                kept.measured.append(Measured(**row))
            else:
                kept._begun.add((row["step"], row["articles"]))
        return kept

    def has(self, step: str, articles: int) -> bool:
        """Return whether the step was measured to its end."""
        return any((each.step, each.articles) == (step, articles) for each in self.measured)

    def begin(self, step: str, articles: int) -> bool:
        """Note that a step begins; return whether it had been begun before."""
        resumed = (step, articles) in self._begun
        if not resumed:
            self._begun.add((step, articles))
            self._append({"step": step, "articles": articles})
        return resumed

    def add(self, step: str, articles: int, figures: Mapping[str, float], *, resumed: bool) -> None:
        """Keep the figures of a step."""
        one = Measured(
            step,
            articles,
            figures,
            resumed,
            _commit(),
            os.getloadavg()[0],
            time.strftime("%Y-%m-%dT%H:%M:%S"),
        )
        self.measured.append(one)
        self._append(asdict(one))

    def _append(self, row: Mapping[str, object]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _commit() -> str:
    git = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
