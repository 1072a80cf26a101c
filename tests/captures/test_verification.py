"""Checking the archive finds what is damaged, and nothing where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.captures.store import capture_store
from archive.captures.verification import verify_captures
from archive.models import Article
from tests.captures.bridge_sample import FIRST, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]
Write = Callable[..., Article]


def stored(archive_home: Path) -> Path:
    (path,) = (archive_home / "captures").rglob("*.gz")
    return path


def test_a_sound_archive_has_no_findings(write: Write) -> None:
    write(FIRST, SECOND)
    assert list(verify_captures()) == []


def test_a_byte_that_changed_is_found(write: Write, archive_home: Path) -> None:
    write(FIRST, SECOND)
    content = bytearray(stored(archive_home).read_bytes())
    content[-12] ^= 1
    stored(archive_home).write_bytes(bytes(content))
    (finding,) = verify_captures()
    assert finding.serious
    assert "bridge.txt" in finding.subject


def test_bytes_that_are_missing_are_found(write: Write, archive_home: Path) -> None:
    write(FIRST, SECOND)
    stored(archive_home).unlink()
    (finding,) = verify_captures()
    assert finding.serious
    assert "missing" in finding.problem


def test_bytes_of_no_capture_are_named_and_no_loss(write: Write) -> None:
    write(FIRST, SECOND)
    sha256 = capture_store().put(b"bytes of a load that was killed")
    (finding,) = verify_captures()
    assert (finding.subject, finding.serious) == (sha256, False)
