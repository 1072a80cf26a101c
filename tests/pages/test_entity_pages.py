"""Pages of the entities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from archive.models import Alias, EntityRelation
from tests.factories import make_article, make_entity, make_mention, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


def test_entity_shows_spellings_relations_and_sentences(client: Client) -> None:
    syria = make_entity("سوريا", name_en="Syria", wikidata="Q858")
    damascus = make_entity("دمشق")
    article = make_article(
        "خبر", "مقدمة أولى. زار الوفد دمشق عاصمة سورية أمس. خاتمة.", day=date(2019, 3, 1)
    )
    make_mention(article, damascus)
    make_mention(article, syria, "سورية")
    Alias.objects.create(entity=syria, text="الجمهورية العربية السورية")
    EntityRelation.objects.create(source=damascus, kind="capital_of", target=syria)
    html = client.get(syria.get_absolute_url()).content.decode()
    assert "زار الوفد دمشق عاصمة <mark>سورية</mark> أمس." in html
    assert "مقدمة أولى" not in html
    assert "الجمهورية العربية السورية" in html
    assert f'href="{damascus.get_absolute_url()}"' in html
    assert "عاصمتها" in html
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
    together = html.split("يرد معه")[1]
    assert f'href="{other.get_absolute_url()}"' in together
    assert f'href="{entity.get_absolute_url()}"' not in together
    assert f"/search/?date=2019&amp;place={entity.key}" in html
    assert f"/search/?outlet=demo&amp;place={entity.key}" in html


def test_merged_entity_leads_to_what_it_is_now(client: Client) -> None:
    kept = make_entity("عين العرب")
    merged = make_entity("كوباني", status="merged", merged_into=kept)
    response = client.get(merged.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"] == kept.get_absolute_url()


def test_candidates_and_suppressed_entities_have_no_page(client: Client) -> None:
    for entity in (make_entity(status="candidate"), make_entity(suppressed=True)):
        assert client.get(entity.get_absolute_url()).status_code == 404


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
    assert counts[0] == counts[1] <= 12


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
