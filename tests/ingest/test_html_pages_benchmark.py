"""The benchmark of HTML pages prints what is kept of each, and names the pages refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import html_pages
from tests.ingest.document_samples import PARAGRAPHS, page


def test_words_are_compared_as_bags() -> None:
    score = html_pages.score("جسر جديد جديد", "جديد جسر فوق النهر")
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == 0.5


def test_the_table_names_each_page_the_means_and_the_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "whole.html").write_text(page())
    (tmp_path / "whole.txt").write_text("\n".join(PARAGRAPHS))
    (tmp_path / "empty.html").write_text("<html><body></body></html>")
    (tmp_path / "empty.txt").write_text(PARAGRAPHS[0])
    monkeypatch.setattr("sys.argv", ["html_pages", str(tmp_path)])
    html_pages.main()
    printed = capsys.readouterr().out
    assert "1.000  1.000  1.000" in printed
    assert "2 pages; refused: empty.html" in printed
