"""What is put into Django where it serves: it still has these places, and they hold for each thread."""

from __future__ import annotations

import threading

import pytest
from django.urls import base, get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.translation import trans_real

from archive.web_application import _keep_language_by_thread


@pytest.fixture(autouse=True)
def _by_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trans_real, "_active", None)
    monkeypatch.setattr(base, "_prefixes", None)
    _keep_language_by_thread()


def test_language_and_path_belong_to_a_thread() -> None:
    seen: list[tuple[str | None, str, str]] = []

    def other() -> None:
        before = (translation.get_language(), get_script_prefix())
        with translation.override("en"):
            set_script_prefix("/other/")
            seen.append((*before, translation.gettext("Search")))

    here = get_script_prefix()
    with translation.override("ar"):
        set_script_prefix("/here/")
        try:
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
            assert seen == [("ar", "/", "Search")]
            assert get_script_prefix() == "/here/"
            assert translation.gettext("Search") == "بحث"
        finally:
            set_script_prefix(here)


def test_django_looks_there() -> None:
    # Django's stubs leave out what it keeps to itself.
    assert isinstance(trans_real._active, threading.local)  # type: ignore[attr-defined]
    assert isinstance(base._prefixes, threading.local)  # type: ignore[attr-defined]
    with translation.override("en"):
        assert trans_real._active.value.language() == "en"  # type: ignore[attr-defined]
