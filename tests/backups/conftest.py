"""An archive for each test, copied from one that was made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backups.archives import World


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return World(tmp_path_factory.mktemp("template")).home


@pytest.fixture
def world(tmp_path: Path, template: Path) -> World:
    return World(tmp_path, template)
