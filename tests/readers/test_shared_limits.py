"""Limits hold for all processes that share a PostgreSQL database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from archive.models import RequestBucket
from archive.readers.request_limits import Rate, SharedRequestLimits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_server() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("limits are shared through PostgreSQL alone")


def test_a_bucket_empties_and_fills_again() -> None:
    rate = Rate(3, 0.5)
    assert [SharedRequestLimits().wait("address 192.0.2.1", rate) for _ in range(3)] == [0, 0, 0]
    assert SharedRequestLimits().wait("address 192.0.2.1", rate) == 2
    assert SharedRequestLimits().wait("address 192.0.2.2", rate) == 0
    RequestBucket.objects.filter(asker="address 192.0.2.1").update(
        at=F("at") - timedelta(seconds=3)
    )
    assert SharedRequestLimits().wait("address 192.0.2.1", rate) == 0
    assert SharedRequestLimits().wait("address 192.0.2.1", rate) == 1


def test_a_bucket_holds_no_more_than_all_of_it() -> None:
    rate = Rate(2, 1.0)
    assert SharedRequestLimits().wait("key 7", rate) == 0
    RequestBucket.objects.update(at=F("at") - timedelta(days=1))
    assert [SharedRequestLimits().wait("key 7", rate) for _ in range(3)] == [0, 0, 1]
