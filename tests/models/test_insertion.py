"""Rows that are inserted by the hundred are those that saving one by one would have made."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.forms.models import model_to_dict

from archive.models import Article, ArticleSignature, Capture, Entity, Mention, MentionRow
from archive.models.insertion import insert, insert_rows, set_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def a_capture(uri: str) -> Capture:
    return Capture(
        uri=uri,
        document="page.html",
        sha256="ab" * 32,
        size=120,
        media_type="text/html",
        captured_at=datetime(2024, 5, 2, 9, 30, tzinfo=UTC),
        fields={"عنوان": "افتتاح جسر", "وسوم": ["حلب", None]},
    )


def an_article(capture: Capture, public_id: str) -> Article:
    return Article(
        public_id=public_id,
        capture=capture,
        position=0,
        title="افتتاح جسر جديد في حلب",
        spans=[[0, 40]],
        published_earliest=date(2024, 5, 1),
        published_at=datetime(2024, 5, 1, 20, 15, tzinfo=UTC),
        published_offset=180,
    )


def test_an_inserted_object_is_like_a_saved_one() -> None:
    saved, inserted = a_capture("saved"), a_capture("inserted")
    saved.save()
    insert([inserted], ["sha256", "uri"])
    articles = an_article(saved, "saved"), an_article(inserted, "inserted")
    articles[0].save()
    insert([articles[1]], ["public_id"])
    for one, other in ((saved, inserted), articles):
        found = type(other)._default_manager.get(pk=other.pk)
        left, right = model_to_dict(one), model_to_dict(found)
        own = {"id", "uri", "public_id", "capture"}
        assert {k: v for k, v in left.items() if k not in own} == {
            k: v for k, v in right.items() if k not in own
        }


def test_dates_of_making_are_set() -> None:
    capture = a_capture("page")
    insert([capture], ["uri"])
    assert Capture.objects.get().loaded_at is not None


def test_each_object_gets_its_own_key() -> None:
    captures = [a_capture(f"page-{number}") for number in range(50)]
    insert(captures, ["sha256", "uri"])
    assert {each.pk: each.uri for each in captures} == dict(
        Capture.objects.values_list("pk", "uri")
    )


def test_a_row_holds_every_column_of_a_mention() -> None:
    columns = {field.attname for field in Mention._meta.concrete_fields}
    assert columns - {"id"} == set(MentionRow._fields)


def test_mentions_are_inserted_as_rows() -> None:
    capture = a_capture("page")
    capture.save()
    article = an_article(capture, "one")
    article.save()
    entity = Entity.objects.create(key="aleppo", kind="place", name_ar="حلب")
    row = MentionRow(article.pk, entity.pk, "title", 19, 22, "حلب", "", "gazetteer", 0.95)
    insert_rows(Mention, MentionRow._fields, [row])
    assert list(Mention.objects.values_list(*MentionRow._fields)) == [tuple(row)]


def test_a_value_is_set_in_many_rows() -> None:
    captures = [a_capture(f"page-{number}") for number in range(3)]
    insert(captures, ["uri"])
    first, second, third = (each.pk for each in captures)
    set_values(Capture, ["record_offset"], {first: [20], second: [None]})
    offsets = dict(Capture.objects.values_list("pk", "record_offset"))
    assert offsets == {first: 20, second: None, third: None}


def test_keys_go_on_behind_what_was_inserted() -> None:
    inserted, saved = [a_capture(f"page-{number}") for number in range(3)], a_capture("later")
    insert(inserted, ["uri"])
    saved.save()
    assert saved.pk not in {each.pk for each in inserted}


def test_texts_and_bytes_arrive_as_they_are() -> None:
    capture = a_capture("page")
    capture.document = "سطر\tوعمود\\n\r\n\\."
    insert([capture], ["uri"])
    article = an_article(capture, "one")
    insert([article], ["public_id"])
    signature = bytes(range(256))
    insert_rows(
        ArticleSignature, ["article_id", "minhash", "clustered"], [(article.pk, signature, True)]
    )
    assert Capture.objects.get().document == capture.document
    found = ArticleSignature.objects.get()
    assert (bytes(found.minhash), found.clustered) == (signature, True)
