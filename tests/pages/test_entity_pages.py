"""Pages of the entities."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from archive.models import Alias, Entity, EntityRelation
from tests.factories import make_article, make_entity, make_mention, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


def test_entity_shows_spellings_relations_and_sentences(
    index: Callable[[], None], client: Client
) -> None:
    syria = make_entity("سوريا", name_en="Syria", wikidata="Q858")
    damascus = make_entity("دمشق")
    article = make_article(
        "خبر", "مقدمة أولى. زار الوفد دمشق عاصمة سورية أمس. خاتمة.", day=date(2019, 3, 1)
    )
    make_mention(article, damascus)
    make_mention(article, syria, "سورية")
    Alias.objects.create(entity=syria, text="الجمهورية العربية السورية")
    EntityRelation.objects.create(source=damascus, kind="capital_of", target=syria)
    index()
    html = client.get(syria.get_absolute_url()).content.decode()
    assert "زار الوفد دمشق عاصمة <mark>سورية</mark> أمس." in html
    assert "مقدمة أولى" not in html
    assert "الجمهورية العربية السورية" in html
    assert f'href="{damascus.get_absolute_url()}"' in html
    assert "العاصمة:" in html
    assert "https://www.wikidata.org/wiki/Q858" in html


def test_names_outlets_and_years_come_from_search(
    index: Callable[[], None], client: Client
) -> None:
    entity, other = make_entity("سوريا"), make_entity("دمشق")
    article = make_article(
        body="زار الوفد دمشق في سوريا.", outlet=make_outlet(slug="demo"), day=date(2019, 3, 1)
    )
    make_mention(article, entity)
    make_mention(article, other)
    index()
    html = client.get(entity.get_absolute_url()).content.decode()
    together = html.split("يرد معه")[1].split("</section>")[0]
    assert f'href="{other.get_absolute_url()}"' in together
    assert f'href="{entity.get_absolute_url()}"' not in together
    assert f'href="/search/?place={other.key}&amp;entity={entity.key}"' in together
    assert f"/search/?date=2019&amp;place={entity.key}" in html
    assert f"/search/?date=2019-03&amp;place={entity.key}" in html
    assert f"/search/?outlet=demo&amp;place={entity.key}" in html


def test_a_person_of_the_list_is_described_with_office_and_dates(
    index: Callable[[], None], client: Client
) -> None:
    abadi = make_entity("حيدر العبادي", "person", key="person-haider-al-abadi")
    fairuz = make_entity("فيروز", "person", key="person-fairuz", description_ar="صوت لبنان")
    index()
    html = client.get(abadi.get_absolute_url()).content.decode()
    assert "سياسي عراقي، رئيس الوزراء 2014–2018" in html
    assert "سنة الميلاد 1952" in html
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = client.get(abadi.get_absolute_url()).content.decode()
    assert "Iraqi politician, prime minister 2014–2018" in html
    assert "born 1952" in html
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    html = client.get(fairuz.get_absolute_url()).content.decode()
    assert "صوت لبنان" in html
    assert "مطربة لبنانية" not in html
    assert "سنة الميلاد" not in html


def test_merged_entity_leads_to_what_it_is_now(client: Client) -> None:
    kept = make_entity("عين العرب")
    merged = make_entity("كوباني", status="merged", merged_into=kept)
    response = client.get(merged.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"] == kept.get_absolute_url()


@pytest.mark.parametrize("hidden", [{"status": "rejected"}, {"suppressed": True}])
def test_refused_names_have_no_page_and_no_table(client: Client, hidden: dict[str, Any]) -> None:
    entity = make_entity(**({"status": "candidate"} | hidden))
    assert client.get(entity.get_absolute_url()).status_code == 404
    assert client.get(f"{entity.get_absolute_url()}mentions.csv").status_code == 404


def test_a_name_that_the_program_found_has_a_page_that_says_so(
    index: Callable[[], None], client: Client
) -> None:
    found = make_entity("زعيتر الكرماوي", "person", status="candidate")
    make_mention(make_article(body="قال زعيتر الكرماوي ذلك."), found, method="crf")
    index()
    html = client.get(found.get_absolute_url()).content.decode()
    assert "اسم وجده البرنامج، ولم يراجعه محرر." in html
    assert "<mark>زعيتر الكرماوي</mark>" in html
    assert '<meta name="robots" content="noindex">' in html
    search = client.get("/search/", {"person": found.key}).content.decode()
    assert "مقال واحد" in search
    assert "زعيتر الكرماوي" in search.split('class="chip ')[1].split("</li>")[0]


def test_names_beside_an_entity_are_reviewed_ones_unless_a_reader_wants_all(
    index: Callable[[], None], client: Client
) -> None:
    entity = make_entity("دمشق")
    found = make_entity("زعيتر الكرماوي", "person", status="candidate")
    article = make_article(body="قال زعيتر الكرماوي ذلك في دمشق.")
    make_mention(article, entity)
    make_mention(article, found, method="crf")
    index()
    assert found.key not in client.get(entity.get_absolute_url()).content.decode()
    html = client.get(entity.get_absolute_url(), {"names": "all"}).content.decode()
    assert "تُحسب أيضاً أسماء وجدها البرنامج ولم يراجعها محرر." in html
    assert "لم يُراجَع" in html.split(found.get_absolute_url())[1].split("</tr>")[0]


def test_the_list_of_entities_has_unreviewed_names_only_where_a_reader_wants_all(
    index: Callable[[], None], client: Client
) -> None:
    found = make_entity("زعيتر الكرماوي", "person", status="candidate")
    make_mention(make_article(body="قال زعيتر الكرماوي ذلك."), found, method="crf")
    index()
    assert found.name_ar not in client.get("/entities/").content.decode()
    html = client.get("/entities/", {"names": "all", "q": "زعيتر"}).content.decode()
    assert "لم يُراجَع" in html.split(found.get_absolute_url())[1].split("</li>")[0]
    Entity.objects.update(status="rejected")
    assert found.name_ar not in client.get("/entities/", {"names": "all"}).content.decode()


def test_what_an_entity_is_stands_beside_its_kind(client: Client) -> None:
    egypt = make_entity("مصر", subkind="country")
    singer = make_entity("زعيتر الكرماوي", "person", subkind="artist", parent=egypt)
    kicker = client.get(singer.get_absolute_url()).content.decode().split('class="kicker">')[1]
    assert "شخص · الفن، مصر" in kicker.split("</p>")[0]
    singer.description_ar = "مطرب من أسوان"
    singer.save()
    kicker = client.get(singer.get_absolute_url()).content.decode().split('class="kicker">')[1]
    assert "شخص · مطرب من أسوان" in kicker.split("</p>")[0]


def test_every_sentence_that_names_it_is_listed_once(
    index: Callable[[], None], client: Client
) -> None:
    entity = make_entity("دمشق")
    article = make_article(body="في دمشق خبر عن دمشق. خاتمة. ثم عاد إلى دمشق.")
    body = article.body
    for start in (3, body.index("دمشق", 8), body.rindex("دمشق")):
        make_mention(article, entity, start=start, end=start + 4)
    index()
    html = client.get(entity.get_absolute_url()).content.decode()
    assert html.count("في <mark>دمشق</mark> خبر عن دمشق.") == 1
    assert "جملة أخرى" in html
    assert "ثم عاد إلى <mark>دمشق</mark>." in html


def test_pages_beyond_the_last_show_the_last(index: Callable[[], None], client: Client) -> None:
    entity = make_entity("دمشق")
    for number in range(23):
        make_mention(make_article(f"خبر {number}", "في دمشق.", day=date(2019, 3, 1)), entity)
    index()
    html = client.get(entity.get_absolute_url(), {"page": "99"}).content.decode()
    assert html.count('class="item-title"') == 3
    assert 'href="?page=1"' in html


def test_mentions_are_a_table_of_which_no_cell_is_a_formula(client: Client) -> None:
    entity = make_entity("دمشق")
    article = make_article("=1+1", "وصل الوفد إلى دمشق أمس. خاتمة.")
    make_mention(article, entity, method="gazetteer")
    make_mention(make_article(body="دمشق", hidden=True), entity)
    found = make_entity("دمشق الصغرى", status="candidate")
    make_mention(make_article(body="في دمشق الصغرى."), found, method="crf")

    def rows(of: Entity) -> list[dict[str, str]]:
        response = client.get(f"{of.get_absolute_url()}mentions.csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        text = b"".join(response).decode("utf-8-sig")
        return list(csv.DictReader(text.splitlines()))

    (row,) = rows(entity)
    assert row["title"] == "'=1+1"
    assert row["address"] == article.get_absolute_url()
    assert row["sentence"] == "وصل الوفد إلى دمشق أمس."
    assert (row["start"], row["end"], row["surface"]) == ("14", "18", "دمشق")
    assert (row["found_by"], row["reviewed"]) == ("list", "yes")
    assert [(each["found_by"], each["reviewed"]) for each in rows(found)] == [("program", "no")]
    assert client.get(f"{entity.get_absolute_url()}mentions.csv?part=2").status_code == 404
    assert client.get(f"{entity.get_absolute_url()}mentions.csv?part=x").status_code == 404


def test_index_narrows_by_kind_and_folded_name(index: Callable[[], None], client: Client) -> None:
    article = make_article(body="أربيل ثم بغداد، ثم قال المدير.")
    make_mention(article, make_entity("أربيل"))
    make_mention(article, make_entity("بغداد"))
    make_mention(article, make_entity("المدير", "person"))
    index()
    found = client.get("/entities/", {"q": "اربيل"}).content.decode()
    assert "<bdi>أربيل</bdi>" in found
    assert "<bdi>بغداد</bdi>" not in found
    people = client.get("/entities/", {"kind": "person"}).content.decode()
    assert "<bdi>المدير</bdi>" in people
    assert "<bdi>بغداد</bdi>" not in people


def test_the_most_frequent_come_first(index: Callable[[], None], client: Client) -> None:
    rare, common = make_entity("أربيل"), make_entity("بغداد")
    for number in range(3):
        article = make_article(body=f"بغداد ثم أربيل {number}")
        make_mention(article, common)
    make_mention(article, rare)
    make_entity("لا يذكره أحد")
    index()
    html = client.get("/entities/").content.decode()
    assert html.index("بغداد") < html.index("أربيل")
    assert "لا يذكره أحد" not in html
    assert '<span class="count">3</span>' in html


def test_number_of_queries_does_not_grow(
    index: Callable[[], None], count_queries: CountQueries
) -> None:
    entity = make_entity("دمشق")
    counts = []
    for number in range(8):
        outlet = make_outlet(f"صحيفة {number}")
        article = make_article(body=f"زار دمشق ومدينة{number}.", outlet=outlet)
        make_mention(article, entity)
        make_mention(article, make_entity(f"مدينة{number}"))
        if number in (0, 7):
            index()
            counts.append(count_queries(entity.get_absolute_url()))
    assert counts[0] == counts[1] <= 6


def test_number_of_queries_of_the_list_does_not_grow(
    index: Callable[[], None], count_queries: CountQueries
) -> None:
    counts = []
    for number in range(8):
        article = make_article(body=f"زار مدينة{number}.")
        make_mention(article, make_entity(f"مدينة{number}"))
        if number in (0, 7):
            index()
            counts.append(count_queries("/entities/"))
    assert counts[0] == counts[1] <= 3


@pytest.mark.parametrize(
    "typed", ["داعش", "تنظيم الدولة", "الدولة الإسلامية", "الجماعة السوداء", "اسم قديم"]
)
def test_the_list_of_entities_knows_every_spelling(
    index: Callable[[], None], client: Client, typed: str
) -> None:
    group = make_entity("تنظيم الدولة الإسلامية", key="Q2429253")
    Alias.objects.create(entity=group, text="الجماعة السوداء")
    make_entity("اسم قديم", status="merged", merged_into=group)
    other = make_entity("مدينة الورد")
    article = make_article(body="تحدثوا عن تنظيم الدولة الإسلامية في مدينة الورد.")
    make_mention(article, group)
    make_mention(article, other)
    index()
    html = client.get("/entities/", {"q": typed}).content.decode()
    assert group.get_absolute_url() in html
    assert other.get_absolute_url() not in html
