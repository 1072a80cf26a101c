"""Two editors open one form; the second, who saves later, sees the difference and decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from lxml import html

from archive.models import Alias, Article, Entity, Mention, Outlet
from archive.records.mentions import MentionMethod
from tests.factories import make_article, make_entity, make_mention, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

TOLD = "What another editor saved after you opened the page"


class Form:
    """A form as a browser holds it from its opening on."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.fields: dict[str, Any] = {}
        self._read(client.get(address))

    def _read(self, response: Any) -> None:
        assert response.status_code == 200
        self.page = response.content.decode()
        (form,) = (
            form
            for form in html.fromstring(self.page).forms
            if form.method == "POST"
            and "csrfmiddlewaretoken" in form.fields
            and "logout" not in (form.action or "")
            and form.get("id") != "language-switch"
        )
        self.fields = {
            name: value for name, value in form.form_values() if "__prefix__" not in name
        }

    def send(self, **changes: str) -> bool:
        """Send the form; return whether it was taken."""
        response = self.client.post(self.address, self.fields | changes)
        if response.status_code == 302:
            return True
        self._read(response)
        return False


@pytest.fixture
def english_editor(admin_client: Client) -> Client:
    admin_client.cookies["django_language"] = "en"
    return admin_client


def change(client: Client, row: Any) -> Form:
    name = f"admin:archive_{row._meta.model_name}_change"
    return Form(client, reverse(name, args=[row.pk]))


def test_one_editor_alone_is_asked_nothing(english_editor: Client) -> None:
    article = make_article(keywords=["نهر", "جسر"], captions=["صورة"], standfirst="سطر\nسطر")
    make_mention(article, make_entity("نص"))
    assert change(english_editor, article).send(title="عنوان")
    assert change(english_editor, article).send(section="محليات", hidden="")
    article.refresh_from_db()
    assert (article.title, article.section) == ("عنوان", "محليات")
    entity = make_entity("حلب", parent=make_entity("سوريا"))
    Alias.objects.create(entity=entity, text="الشهباء")
    assert change(english_editor, entity).send(name_en="Aleppo")
    outlet = make_outlet()
    assert change(english_editor, outlet).send(name_en="Daily")


def test_what_both_changed_is_shown_and_decided(english_editor: Client) -> None:
    article = make_article("عنوان أول")
    second = change(english_editor, article)
    assert change(english_editor, article).send(title="عنوان الأول من المحررين")
    assert not second.send(title="عنوان الثاني من المحررين")
    assert TOLD in second.page
    assert "عنوان الأول من المحررين" in second.page
    article.refresh_from_db()
    assert article.title == "عنوان الأول من المحررين"
    assert second.fields["title"] == "عنوان الثاني من المحررين"
    assert second.send()
    article.refresh_from_db()
    assert article.title == "عنوان الثاني من المحررين"


def test_what_only_the_other_changed_is_taken_over(english_editor: Client) -> None:
    article = make_article("عنوان أول", "فقرة أولى.\nفقرة ثانية.", keywords=["نهر"])
    second = change(english_editor, article)
    assert change(english_editor, article).send(
        body="فقرة أولى منقحة.\r\nفقرة ثانية.", keywords="جسر"
    )
    assert not second.send(section="محليات")
    assert TOLD in second.page
    assert second.send()
    article.refresh_from_db()
    assert article.body == "فقرة أولى منقحة.\nفقرة ثانية."
    assert (article.section, article.keywords) == ("محليات", ["جسر"])


def test_the_same_change_twice_is_no_conflict(english_editor: Client) -> None:
    article = make_article("عنوان أول")
    second = change(english_editor, article)
    assert change(english_editor, article).send(title="عنوان أصح")
    assert second.send(title="عنوان أصح")


def test_a_reading_between_is_told_too(english_editor: Client) -> None:
    article = make_article(section="قديم")
    second = change(english_editor, article)
    Article.objects.filter(pk=article.pk).update(section="جديد")
    assert not second.send(title="عنوان")
    assert "جديد" in second.page


def test_names_of_an_article(english_editor: Client) -> None:
    article = make_article(body="في دمشق")
    second = change(english_editor, article)
    make_mention(article, make_entity("دمشق"))
    assert not second.send(title="عنوان")
    assert TOLD in second.page
    assert second.send()
    assert Mention.objects.filter(article=article).count() == 1


@pytest.mark.parametrize("kind", ["entity", "outlet"])
def test_entities_and_outlets(english_editor: Client, kind: str) -> None:
    row: Any = make_entity("حلب") if kind == "entity" else make_outlet("حلب")
    second = change(english_editor, row)
    assert change(english_editor, row).send(name_en="First")
    assert not second.send(name_en="Second")
    assert "First" in second.page
    row.refresh_from_db()
    assert row.name_en == "First"
    assert second.send()


def test_spellings_of_an_entity(english_editor: Client) -> None:
    entity = make_entity("حلب")
    alias = Alias.objects.create(entity=entity, text="الشهباء")
    second = change(english_editor, entity)
    Alias.objects.filter(pk=alias.pk).update(text="حلب الشهباء")
    assert not second.send(name_en="Aleppo")
    assert second.send()
    alias.refresh_from_db()
    assert alias.text == "حلب الشهباء"


def test_suppressing_is_not_undone_unseen(english_editor: Client) -> None:
    entity = make_entity("حلب")
    second = change(english_editor, entity)
    Entity.objects.filter(pk=entity.pk).update(suppressed=True)
    assert not second.send(name_en="Aleppo")
    assert second.send()
    entity.refresh_from_db()
    assert (entity.suppressed, entity.name_en) == (True, "Aleppo")


def test_an_older_version_does_not_overwrite_what_came_meanwhile(english_editor: Client) -> None:
    article = make_article("عنوان أول")
    assert change(english_editor, article).send(title="عنوان ثان")
    version = article.history.earliest().history_id
    address = reverse("admin:archive_article_simple_history", args=[article.pk, version])
    back = Form(english_editor, address)
    assert change(english_editor, article).send(title="عنوان ثالث")
    answer = english_editor.post(address, back.fields, follow=True)
    assert "Another editor changed this" in answer.content.decode()
    article.refresh_from_db()
    assert article.title == "عنوان ثالث"
    assert Form(english_editor, address).send()


@pytest.mark.parametrize("act", ["reject", "suppress", "revise"])
def test_acts_of_the_desk(english_editor: Client, act: str) -> None:
    entity = make_entity("حلب")
    address = reverse("admin:archive_entity_desk", args=[act]) + f"?ids={entity.pk}"
    second = Form(english_editor, address)
    changes = {f"name_ar_{entity.pk}": "حلب الثانية"} if act == "revise" else {}
    assert not second.send(**changes)
    assert "Another editor" not in second.page
    Entity.objects.filter(pk=entity.pk).update(name_ar="حلب الأولى")
    assert not second.send(confirmed="1")
    assert "Another editor changed this" in second.page
    assert "حلب الأولى" in second.page
    entity.refresh_from_db()
    assert (entity.status, entity.suppressed, entity.name_ar) == ("accepted", False, "حلب الأولى")
    assert second.send(confirmed="1")


def test_removing_what_was_edited_meanwhile(english_editor: Client) -> None:
    article = make_article("عنوان أول")
    address = reverse("admin:archive_article_removal", args=["delete"]) + f"?ids={article.pk}"
    second = Form(english_editor, address)
    assert change(english_editor, article).send(title="عنوان ثان")
    assert not second.send(confirmed="1")
    assert Article.objects.filter(pk=article.pk).exists()
    assert second.send(confirmed="1")


def test_a_broken_mark_saves_nothing_unseen(english_editor: Client) -> None:
    outlet = make_outlet()
    for broken in ("{", "[]", '"x"', "{}"):
        assert not change(english_editor, outlet).send(name_en="New", _seen=broken)
    assert Outlet.objects.get(pk=outlet.pk).name_en == ""


def test_accounts(english_editor: Client) -> None:
    user = User.objects.create_user("salma", email="salma@example.org")
    address = reverse("admin:auth_user_change", args=[user.pk])
    assert Form(english_editor, address).send(first_name="Salma")
    second = Form(english_editor, address)
    assert Form(english_editor, address).send(last_name="First", role="editor")
    user.refresh_from_db()
    user.set_password("another password of hers")
    user.save()
    assert not second.send(last_name="Second")
    assert "First" in second.page
    assert TOLD in second.page
    assert "pbkdf2" not in second.page.split("</table>")[0]
    user.refresh_from_db()
    assert user.last_name == "First"
    assert second.send()
    user.refresh_from_db()
    assert user.last_name == "Second"
    assert user.groups.count() == 1  # taken over from the first
    assert user.check_password("another password of hers")


def test_what_a_program_reads_meanwhile_stops_nobody(english_editor: Client) -> None:
    article = make_article(body="في دمشق وحلب")
    found = make_mention(article, make_entity("دمشق"), method=MentionMethod.GAZETTEER)
    second = change(english_editor, article)
    found.delete()
    make_mention(article, make_entity("حلب"), method=MentionMethod.GAZETTEER)
    assert second.send(title="عنوان")
    article.refresh_from_db()
    assert article.title == "عنوان"
