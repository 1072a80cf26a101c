"""The log of all changes: every act of the desk writes it, and each row can be taken back."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.captures.removal import delete_articles, lift, show_due
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.entities import desk
from archive.models import (
    Act,
    Article,
    Change,
    ChangeSet,
    EntityStatus,
    Progress,
    Tombstone,
)
from tests.admin.test_article_admin import form_of, save
from tests.factories import make_article, make_entity, make_mention, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

LOG = reverse("admin:archive_change_changelist")


def rows() -> set[tuple[str, str]]:
    return {(row.changeset.act, row.field) for row in Change.objects.select_related("changeset")}


def test_a_saved_form_is_one_act_with_a_row_for_each_field(
    admin_client: Client, admin_user: User
) -> None:
    save(admin_client, make_article("قديم"), title="جديد", section="مياه")
    (made,) = ChangeSet.objects.all()
    assert (made.act, made.made_by) == (Act.EDIT, admin_user)
    assert {
        (row.field, *row.before.values(), *row.after.values()) for row in Change.objects.all()
    } == {
        ("title", "قديم", "جديد"),
        ("section", "", "مياه"),
    }


def test_a_form_saved_as_it_was_writes_nothing(admin_client: Client) -> None:
    save(admin_client, make_article())
    assert not ChangeSet.objects.exists()


def test_the_article_as_loaded_bears_no_editors_name(admin_client: Client) -> None:
    article = make_article("قديم")
    article.history.all().delete()
    save(admin_client, article, title="جديد")
    loaded, edited = article.history.order_by("history_id")
    assert (loaded.history_user, edited.history_user.username) == (None, "admin")


def test_what_was_changed_in_bulk_is_not_the_next_editors_in_history(admin_client: Client) -> None:
    article = save(admin_client, make_article("قديم"), title="جديد")
    Article.objects.filter(pk=article.pk).update(section="مياه")
    article = save(admin_client, Article.objects.get(pk=article.pk), byline="سلمى")
    lines = list(article.history.order_by("history_id").values_list("section", "history_user"))
    assert [user for section, user in lines if section == "مياه"][0] is None


def test_going_back_to_an_older_version_is_logged_and_can_be_taken_back(
    admin_client: Client,
) -> None:
    article = make_article("قديم")
    article = save(admin_client, article, title="جديد")
    older = article.history.order_by("history_id").first()
    address = reverse("admin:archive_article_simple_history", args=[article.pk, older.pk])
    sent = form_of(article, title="قديم")
    assert admin_client.post(address, sent).status_code == 302
    article.refresh_from_db()
    assert article.title == "قديم"
    made = ChangeSet.objects.get(act=Act.RESTORE)
    admin_client.post(reverse("admin:archive_changeset_change", args=[made.pk]), {"undo": "1"})
    article.refresh_from_db()
    assert article.title == "جديد"


def test_one_field_is_taken_back_from_the_log(admin_client: Client) -> None:
    article = save(admin_client, make_article("قديم"), title="جديد", section="مياه")
    row = Change.objects.get(field="title")
    admin_client.post(LOG, {"action": "take_back", "_selected_action": [row.pk], "index": "0"})
    article.refresh_from_db()
    assert (article.title, article.section, article.edited) == ("قديم", "مياه", ["section"])
    row.refresh_from_db()
    assert row.undone_by is not None


def test_names_of_a_text_that_is_taken_back_are_read_again(admin_client: Client) -> None:
    article = make_article(body="وصل الوفد مساء.")
    article = save(admin_client, article, body="وصل الوفد إلى دمشق مساء.")
    assert article.mentions.count() == 1
    made = ChangeSet.objects.get()
    admin_client.post(reverse("admin:archive_changeset_change", args=[made.pk]), {"undo": "1"})
    assert article.mentions.count() == 0


def test_an_article_is_hidden_in_its_form_until_a_day_and_shown_by_itself(
    admin_client: Client,
) -> None:
    article = save(
        admin_client,
        make_article(),
        hidden="hidden",
        hidden_public_reason="طلب",
        hidden_until="2030-01-02",
    )
    assert (article.hidden, article.hidden_until) == (True, date(2030, 1, 2))
    assert article.edited == []
    assert admin_client.get(article.get_absolute_url()).status_code == 410
    assert show_due(date(2030, 1, 1)) == 0
    assert show_due(date(2030, 1, 2)) == 1
    article.refresh_from_db()
    assert (article.hidden, article.hidden_until, article.hidden_public_reason) == (False, None, "")
    assert rows() == {("edit", "status"), ("show", "status")}


def test_deleting_lifting_and_withdrawing_are_logged_without_a_text(admin_user: User) -> None:
    gone, withdrawn = make_article("سر"), make_article("سر آخر")
    delete_articles([gone], Reasons("طلب"), admin_user)
    lift(list(Tombstone.objects.all()), admin_user)
    withdraw(withdrawn.capture, "حكم", admin_user)
    assert rows() == {("delete", "tombstone"), ("lift", "tombstone"), ("withdraw", "tombstone")}
    told = str([(row.before, row.after) for row in Change.objects.all()])
    assert "سر" not in told
    assert set(Change.objects.values_list("changeset__made_by__username", flat=True)) == {"admin"}


def test_a_withdrawal_takes_what_changed_of_the_text_out_of_the_log(admin_client: Client) -> None:
    article = save(admin_client, make_article("سر قديم"), title="سر جديد")
    ChangeSet.of_act(Act.IMPORT, None, progress=Progress.DRAFT, work=b"x")
    withdraw(article.capture, "حكم")
    assert rows() == {("withdraw", "tombstone")}
    assert not ChangeSet.objects.filter(progress=Progress.DRAFT).exists()


def test_a_correction_is_in_the_log_and_undone_from_it(admin_client: Client) -> None:
    entity, target = make_entity("دمشق"), make_entity("مدينة دمشق")
    article = make_article(body="زار الوفد دمشق.")
    make_mention(article, entity)
    correction = desk.do(desk.merge(entity, target), None)
    made = ChangeSet.objects.get(correction=correction)
    admin_client.post(reverse("admin:archive_changeset_change", args=[made.pk]), {"undo": "1"})
    entity.refresh_from_db()
    assert entity.status == EntityStatus.ACCEPTED
    assert article.mentions.get().entity == entity
    undone = ChangeSet.objects.get(act=Act.UNDO)
    assert (undone.undoes, undone.made_by) == (made, undone.made_by)


def test_an_outlet_that_is_renamed_is_in_the_log_and_named_back(admin_client: Client) -> None:
    outlet = make_outlet("نبع", domains=[])
    address = reverse("admin:archive_outlet_change", args=[outlet.pk])
    sent = {
        "slug": outlet.slug,
        "name_ar": "نبع نيوز",
        "name_en": "",
        "country": "",
        "kind": "site",
        "forms": "",
        "domains": "",
    }
    assert admin_client.post(address, sent).status_code == 302
    made = ChangeSet.objects.get()
    assert Change.objects.get().field == "name_ar"
    admin_client.post(reverse("admin:archive_changeset_change", args=[made.pk]), {"undo": "1"})
    outlet.refresh_from_db()
    assert outlet.name_ar == "نبع"


def test_spellings_of_a_name_are_told_by_the_log(admin_client: Client) -> None:
    entity = make_entity("دمشق")
    address = reverse("admin:archive_entity_change", args=[entity.pk])
    page = admin_client.get(address).context["adminform"].form.initial
    sent: dict[str, Any] = {name: value or "" for name, value in page.items()}
    sent |= {
        "aliases-TOTAL_FORMS": 1,
        "aliases-INITIAL_FORMS": 0,
        "aliases-0-text": "الشام",
        "aliases-0-policy": "always",
        "aliases-0-entity": entity.pk,
        "relations-TOTAL_FORMS": 0,
        "relations-INITIAL_FORMS": 0,
    }
    response = admin_client.post(address, sent)
    assert response.status_code == 302, response.context["errors"]
    row = Change.objects.get(field="aliases")
    assert row.after == {"aliases": ["الشام (always)"]}


def test_the_log_is_filtered_and_exported(admin_client: Client) -> None:
    save(admin_client, make_article("قديم"), title="جديد")
    other = save(admin_client, make_article(), section="=مياه")
    page = admin_client.get(LOG, {"q": other.public_id})
    assert [row.field for row in page.context["cl"].result_list] == ["section"]
    response = admin_client.get(reverse("admin:archive_change_export"), {"field": "section"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, row = csv.reader(io.StringIO(text))
    told = dict(zip(head, row, strict=True))
    assert (told["who"], told["id"], told["from"], told["to"]) == (
        "admin",
        other.public_id,
        "–",
        "'=مياه",
    )


def test_who_may_only_look_takes_nothing_back(client: Client, admin_client: Client) -> None:
    save(admin_client, make_article("قديم"), title="جديد")
    made = ChangeSet.objects.get()
    reader = User.objects.create_user("rim", password="a long password", is_staff=True)
    client.force_login(reader)
    address = reverse("admin:archive_changeset_change", args=[made.pk])
    assert client.post(address, {"undo": "1"}).status_code == 403
    assert client.get(LOG).status_code == 403
    assert Article.objects.get().title == "جديد"
