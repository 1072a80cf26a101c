"""What was made of the database is made once, and no longer kept than until anything is written."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from archive.models import Outlet
from archive.models.kept_while_unchanged import KeptWhileUnchanged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept() -> KeptWhileUnchanged[list[str]]:
    if connection.vendor != "sqlite":
        pytest.skip("nothing is kept on PostgreSQL")
    return KeptWhileUnchanged(2)


def names() -> list[str]:
    return list(Outlet.objects.order_by("slug").values_list("name_ar", flat=True))


def test_an_answer_is_made_once_until_something_is_written(
    kept: KeptWhileUnchanged[list[str]],
) -> None:
    made = kept.get("all", names)
    assert kept.get("all", names) is made
    Outlet.objects.create(slug="nahr", name_ar="النهر")
    assert kept.get("all", names) == ["النهر"]
    with transaction.atomic():
        Outlet.objects.create(slug="bahr", name_ar="البحر")
        assert kept.get("all", names) == ["البحر", "النهر"]
        transaction.set_rollback(True)
    assert kept.get("all", names) == ["النهر"]


def test_no_more_is_kept_than_may_be_and_nothing_that_shall_not_be(
    kept: KeptWhileUnchanged[list[str]],
) -> None:
    first = kept.get("first", names)
    kept.get("second", names)
    kept.get("third", names)
    assert kept.get("first", names) is not first
    refused = kept.get("refused", names, lambda _made: False)
    assert kept.get("refused", names) is not refused
