"""The description of the API is true: calls made from it are answered as it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from archive.readers.request_limits import RequestLimits
from archive.web_application import application
from search.api.addresses import described
from tests.factories import make_article, make_entity, make_mention

pytestmark = pytest.mark.property

SCHEMA = schemathesis.openapi.from_dict(described())
SCHEMA.app = application
EXAMPLES = 25
"""Calls of each kind that are made in a run of all tests."""


@pytest.fixture
def filled(index: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An archive with something to find, whose callers need not wait."""
    unhurried = RequestLimits(clock=count(step=1_000).__next__)
    monkeypatch.setattr(apps.get_app_config("archive"), "request_limits", unhurried)
    article = make_article("خبر من دمشق", "وصل الوفد إلى دمشق")
    make_mention(article, make_entity("دمشق"))
    index()
    # The test's transaction outlives each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("filled")
@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_calls_are_answered_as_described(case: schemathesis.Case[Any]) -> None:
    # The test's transport reads no compressed answers.
    case.call_and_validate(headers={"Accept-Encoding": "identity"})
