"""Django's own checks of the desk."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.core import checks
from django.urls import get_resolver

pytestmark = pytest.mark.django_db


def test_the_desk_passes_every_check() -> None:
    assert get_resolver().url_patterns  # The addresses find the desk.
    assert len(admin.site._registry) > 10
    assert [str(each) for each in checks.run_checks()] == []
