"""Labels are looked up once, and no longer than until anything is written."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping

import pytest
from django.db import connection, transaction
from django.utils import translation

from archive.models import Outlet
from archive.models import kept_labels as kept
from archive.models.kept_labels import KeptLabels

pytestmark = pytest.mark.django_db(transaction=True)


class Outlets:
    """Looks up the names of outlets, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, slugs: Collection[str]) -> Mapping[str, str]:
        self.asked.append(sorted(slugs))
        return dict(Outlet.objects.filter(slug__in=slugs).values_list("slug", "name_ar"))


@pytest.fixture
def outlets() -> Outlets:
    if connection.vendor != "sqlite":
        pytest.skip("nothing is kept on PostgreSQL")
    Outlet.objects.create(slug="nahr", name_ar="النهر")
    return Outlets()


def test_what_was_looked_up_is_not_asked_again(outlets: Outlets) -> None:
    labels = KeptLabels(outlets)
    assert labels.of(["nahr", "none"]) == {"nahr": "النهر"}
    assert labels.of(["nahr"]) == {"nahr": "النهر"}
    assert labels.of([]) == {}
    assert outlets.asked == [["nahr", "none"]]


def test_a_name_changed_here_or_elsewhere_shows_at_once(outlets: Outlets) -> None:
    labels = KeptLabels(outlets)
    labels.of(["nahr"])
    Outlet.objects.update(name_ar="النهر الجديد")
    assert labels.of(["nahr"]) == {"nahr": "النهر الجديد"}

    def rename() -> None:
        try:
            Outlet.objects.update(name_ar="الضفة")
        finally:
            connection.close()

    other = threading.Thread(target=rename)
    other.start()
    other.join()
    assert labels.of(["nahr"]) == {"nahr": "الضفة"}


def test_what_is_not_committed_is_not_kept(outlets: Outlets) -> None:
    labels = KeptLabels(outlets)
    with transaction.atomic():
        Outlet.objects.update(name_ar="مسوّدة")
        assert labels.of(["nahr"]) == {"nahr": "مسوّدة"}
        transaction.set_rollback(True)
    assert labels.of(["nahr"]) == {"nahr": "النهر"}


def test_each_language_has_its_own_and_the_number_is_bounded(
    outlets: Outlets, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = KeptLabels(outlets)
    with translation.override("en"):
        labels.of(["nahr"])
    labels.of(["nahr"])
    assert len(outlets.asked) == 2
    monkeypatch.setattr(kept, "MOST_KEPT", 3)
    assert labels.of(["nahr", "a", "b"]) == {"nahr": "النهر"}
    assert labels.of(["nahr", "c"]) == {"nahr": "النهر"}
    assert outlets.asked[-1] == ["c", "nahr"]
