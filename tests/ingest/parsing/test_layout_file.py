"""Layout files: what they may hold, and how a wrong one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.layout_rules import read_layout
from archive.ingest.parsing.layouts import LayoutLibrary
from archive.ingest.parsing.page_lines import split_lines


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_new_outlet_needs_a_file_and_no_code(tmp_path: Path) -> None:
    write(tmp_path, '[layout]\ntitle = "x"\n', "generic.toml")
    write(
        tmp_path,
        '[layout]\ntitle = "y"\ndomains = ["example.org"]\n[[recognise]]\nlines = ["سطر ثابت"]\n',
    )
    library = LayoutLibrary(tmp_path)
    assert library.choose([], "www.example.org").layout.name == "mine"
    assert library.choose(list(split_lines("خبر\nسطر ثابت"))).layout.name == "mine"
    assert library.choose(list(split_lines("خبر"))).layout.name == "generic"


def test_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="colour"):
        read_layout(write(tmp_path, '[layout]\ntitle = "x"\n[colour]\nlines = []\n'))


def test_wrong_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="date_above_title"):
        read_layout(write(tmp_path, '[layout]\ntitle = "x"\ndate_above_title = "maybe"\n'))


def test_broken_pattern_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="pattern"):
        read_layout(write(tmp_path, '[layout]\ntitle = "x"\n[chrome]\npatterns = ["("]\n'))


@pytest.mark.parametrize("written", ["إقرأ أيضا", "اقرا ايضا", "أقرأ أيضا"])
def test_pattern_meets_every_spelling(written: str) -> None:
    assert compile_folded("^اقرأ ايضا$").match(written)


def test_character_class_meets_every_spelling() -> None:
    assert compile_folded("[ية]$").search("مدينه")
