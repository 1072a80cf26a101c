"""Mentions by their place in an article."""

import pytest

from archive.models import Entity, Mention
from archive.records.mentions import Place, overlap
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


@pytest.mark.parametrize(
    ("field", "start", "end", "common"),
    [
        ("body", 0, 10, False),
        ("body", 0, 11, True),
        ("body", 11, 12, True),
        ("body", 13, 20, True),
        ("body", 14, 20, False),
        ("title", 10, 14, False),
    ],
)
def test_mentions_overlap_where_they_have_a_letter_in_common(
    field: str, start: int, end: int, common: bool
) -> None:
    entity = Entity.objects.create(key="own", kind="place", name_ar="دمشق")
    mention = Mention.objects.create(
        article=make_article(), entity=entity, field="body", start=10, end=14, surface="دمشق"
    )
    place = Place(field, start, end)
    assert overlap(mention, place) is overlap(place, mention) is common
    assert Mention.objects.all().overlapping(place).exists() is common
