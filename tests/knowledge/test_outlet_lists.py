"""The shipped outlets: what their files hold, and what is said of a broken line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from archive.arabic.normalize import fold
from archive.errors import ArchiveError
from archive.knowledge.knowledge import OutletRegistry
from archive.knowledge.outlet_lists import KnownOutlet, read_outlets

ARAB = frozenset(
    [
        "EG",
        "IQ",
        "SY",
        "LB",
        "JO",
        "PS",
        "SA",
        "KW",
        "AE",
        "QA",
        "BH",
        "OM",
        "YE",
        "SD",
        "LY",
        "TN",
        "DZ",
        "MA",
        "MR",
        "SO",
        "DJ",
    ]
)
OUTLETS = OutletRegistry.shipped().outlets
CELLS = "manara\tمنارة البلدة\tTown Beacon\tSY\tsite\tbeacon.example\tالمنارة|منارة\tالبلدة"


def read(folder: Path, *lines: str) -> tuple[KnownOutlet, ...]:
    (folder / "towns.tsv").write_text("# Towns.\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return read_outlets(folder)


def test_a_line_is_an_outlet(tmp_path: Path) -> None:
    assert read(tmp_path, CELLS) == (
        KnownOutlet(
            "manara",
            "منارة البلدة",
            "Town Beacon",
            "SY",
            "site",
            ("beacon.example",),
            ("المنارة", "منارة"),
            ("البلدة",),
        ),
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("manara\tمنارة\tBeacon\tSY\tsite", "has 5 columns and not 8"),
        (CELLS.replace("manara", "Manara 1"), "'Manara 1' is no slug"),
        (CELLS.replace("منارة البلدة", ""), "manara lacks its Arabic or its English name"),
        (CELLS.replace("SY", "Syria"), "'Syria' is no country"),
        (CELLS.replace("site", "blog"), "'blog' is no kind"),
        (CELLS.replace("beacon.example", "https://beacon.example/"), "is no host name"),
        (CELLS.replace("المنارة|", "المنارة||"), "has a name that is empty"),
        (CELLS.replace("\tالبلدة", "\t البلدة"), "has a name that is empty or has blanks about it"),
    ],
)
def test_a_broken_line_is_named_with_its_reason(tmp_path: Path, cells: str, reason: str) -> None:
    with pytest.raises(ArchiveError, match=r"towns\.tsv, line 3: ") as raised:
        read(tmp_path, CELLS.replace("manara", "first").replace("beacon", "first"), cells)
    assert reason in str(raised.value)


@pytest.mark.parametrize("again", ["manara", "beacon.example"])
def test_what_stands_twice_is_named_with_both_places(tmp_path: Path, again: str) -> None:
    other = CELLS.replace("manara", "other").replace("beacon.example", "other.example")
    other = other.replace("other", again, 1) if again == "manara" else CELLS.replace("manara", "x")
    with pytest.raises(ArchiveError, match=r"line 3: .* stands in towns\.tsv, line 2 too"):
        read(tmp_path, CELLS, other)


def test_a_folder_without_lists_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="holds no list of outlets"):
        read_outlets(tmp_path)


def test_a_name_that_two_outlets_bear_is_marked() -> None:
    """Where it stands on a page of neither, nobody could tell which is meant."""
    bearers = Counter(name for outlet in OUTLETS for name in {fold(each) for each in outlet.names})
    assert [name for name, count in bearers.items() if count > 1] == []


def test_a_marked_name_is_nobody_elses() -> None:
    names = {fold(name): outlet.slug for outlet in OUTLETS for name in outlet.names}
    own = [
        (name, outlet.slug)
        for outlet in OUTLETS
        for name in outlet.here
        if names.get(fold(name)) == outlet.slug
    ]
    assert own == []


def test_the_shipped_outlets_are_of_every_arab_country() -> None:
    countries = Counter(outlet.country for outlet in OUTLETS)
    assert len(OUTLETS) >= 2000
    assert countries.keys() >= ARAB
    assert sum(countries[country] for country in ARAB) > len(OUTLETS) / 2
