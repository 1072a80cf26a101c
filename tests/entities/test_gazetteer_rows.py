"""Rows of the gazetteer's files: a broken one is refused, by file, line and reason."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from archive.entities.gazetteer.gazetteer import FILES, read_entries
from archive.entities.gazetteer.gazetteer_entry import GazetteerError

ROW = "person-salma\tperson\tartist\tسلمى الورد\tSalma Alward\t~الورد{المطربة}\tQ123\tQ79\tpart_of:Q79"


def written(folder: Path, *rows: str) -> Path:
    file = folder / "people.tsv"
    file.write_text("\n".join(("# a comment", *rows)) + "\n", encoding="utf-8")
    return file


def test_a_sound_row_is_read(tmp_path: Path) -> None:
    (entry,) = read_entries(written(tmp_path, ROW))
    assert (entry.key, entry.name_ar, entry.parent) == ("person-salma", "سلمى الورد", "Q79")


@pytest.mark.parametrize(
    ("found", "broken", "reason"),
    [
        ("\tQ79\tpart_of:Q79", "", "7 columns instead of 9"),
        ("\tperson\t", "\thuman\t", "human"),
        ("person-salma\t", "سلمى\t", "is no key"),
        ("person-salma\t", "\t", "no key"),
        ("سلمى الورد", "", "no word"),
        ("سلمى الورد", " سلمى الورد", "blanks around"),
        ("~الورد{المطربة}", "~الورد{المطربة", "a brace too many or too few"),
        ("~الورد{المطربة}", "~{المطربة}", "no word"),
        ("~الورد", "الورد", "which has no sign"),
        ("Q123", "123", "is no Wikidata id"),
        ("\tQ79\t", "\tمصر\t", "is no key"),
        ("part_of:Q79", "part_of", "no key in relation"),
        ("part_of:", "belongs_to:", "belongs_to"),
    ],
)
def test_a_broken_row_is_refused_by_file_line_and_reason(
    tmp_path: Path, found: str, broken: str, reason: str
) -> None:
    assert found in ROW
    other = ROW.replace("person-salma", "person-nada")
    file = written(tmp_path, other, ROW.replace(found, broken, 1))
    with pytest.raises(GazetteerError, match=rf"people\.tsv, line 3: .*{reason}"):
        list(read_entries(file))


def test_a_key_that_comes_again_in_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="line 3: the key person-salma is that of line 2"):
        list(read_entries(written(tmp_path, ROW, ROW)))


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_row_is_sound(name: str) -> None:
    assert list(read_entries(files("archive") / "data" / "gazetteer" / name))
