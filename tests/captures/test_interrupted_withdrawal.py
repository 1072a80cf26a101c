"""A withdrawal whose process was ended before it removed the bytes is finished by the worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from archive.captures.store import CaptureStore, capture_store
from archive.captures.withdrawal import finish_withdrawals, withdraw
from archive.models import Capture
from tests.factories import make_article


@pytest.mark.django_db
def test_the_worker_removes_the_bytes_that_are_left(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = make_article().capture
    Capture.objects.filter(pk=kept.pk).update(sha256=capture_store().put(b"other bytes"))
    capture = make_article().capture
    Capture.objects.filter(pk=capture.pk).update(sha256=capture_store().put(b"bytes"))
    capture.refresh_from_db()
    with monkeypatch.context() as ended:
        ended.setattr(CaptureStore, "remove", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            withdraw(capture, "على طلب صاحبه")
    assert capture_store().has(capture.sha256)
    call_command("index_worker", once=True, verbosity=0)
    assert not capture_store().has(capture.sha256)
    kept.refresh_from_db()
    assert capture_store().get(kept.sha256) == b"other bytes"
    assert finish_withdrawals() == 0
    assert archive_home.exists()
