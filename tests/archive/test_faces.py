"""The face of each room: its package says what it is for, and names what others may call."""

from importlib import import_module
from pkgutil import walk_packages

import pytest

import archive

ROOMS = [
    module.name
    for module in walk_packages(archive.__path__, "archive.")
    if module.ispkg and not module.name.startswith(("archive.management", "archive.migrations"))
]


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_says_what_it_is_for_and_names_what_others_may_call(name: str) -> None:
    room = import_module(name)
    assert room.__doc__
    for public in room.__all__:
        assert hasattr(room, public) or import_module(f"{name}.{public}")
