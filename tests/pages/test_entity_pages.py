"""Pages of the entities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_article, make_entity, make_mention

from archive.models import Alias, EntityRelation
from search.facets.facet_counts import Facet, FacetValue
from search.index.index_home import index_home
from search.index.rebuild import rebuild


def test_entity_shows_spellings_relations_and_sentences(archive: None, client: Client) -> None:
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


def test_company_outlets_and_years_come_from_search(
    answer: Callable[..., None], client: Client
) -> None:
    entity = make_entity("سوريا")
    values = (FacetValue(entity.key, "سوريا", 9), FacetValue("Q3766", "دمشق", 4))
    answer(
        total=9,
        facets=(
            Facet("date", "التاريخ", (FacetValue("2019", "2019", 9),)),
            Facet("outlet", "المصدر", (FacetValue("demo", "صحيفة التجربة", 9),)),
            Facet("place", "أماكن", values),
        ),
    )
    html = client.get(entity.get_absolute_url()).content.decode()
    assert 'href="/entity/Q3766/"' in html.split("يرد معه")[1]
    assert f'href="{entity.get_absolute_url()}"' not in html
    assert f"/search/?date=2019&amp;place={entity.key}" in html
    assert f"/search/?outlet=demo&amp;place={entity.key}" in html


def test_merged_entity_leads_to_what_it_is_now(archive: None, client: Client) -> None:
    kept = make_entity("عين العرب")
    merged = make_entity("كوباني", status="merged", merged_into=kept)
    response = client.get(merged.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"] == kept.get_absolute_url()


def test_candidates_and_suppressed_entities_have_no_page(archive: None, client: Client) -> None:
    for entity in (make_entity(status="candidate"), make_entity(suppressed=True)):
        assert client.get(entity.get_absolute_url()).status_code == 404


def test_index_narrows_by_kind_and_folded_name(archive: None, client: Client) -> None:
    article = make_article(body="أربيل ثم بغداد، ثم قال المدير.")
    make_mention(article, make_entity("أربيل"))
    make_mention(article, make_entity("بغداد"))
    make_mention(article, make_entity("المدير", "person"))
    rebuild(index_home())
    found = client.get("/entities/", {"q": "اربيل"}).content.decode()
    assert "<bdi>أربيل</bdi>" in found
    assert "<bdi>بغداد</bdi>" not in found
    people = client.get("/entities/", {"kind": "person"}).content.decode()
    assert "<bdi>المدير</bdi>" in people
    assert "<bdi>بغداد</bdi>" not in people


def test_the_most_frequent_come_first(archive: None, client: Client) -> None:
    rare, common = make_entity("أربيل"), make_entity("بغداد")
    for number in range(3):
        article = make_article(body=f"بغداد ثم أربيل {number}")
        make_mention(article, common)
    make_mention(article, rare)
    make_entity("لا يذكره أحد")
    rebuild(index_home())
    html = client.get("/entities/").content.decode()
    assert html.index("بغداد") < html.index("أربيل")
    assert "لا يذكره أحد" not in html
    assert '<span class="count">3</span>' in html


def test_number_of_queries_does_not_grow(archive: None, client: Client) -> None:
    entity = make_entity("دمشق")
    counts = []
    for number in range(8):
        article = make_article(body=f"زار دمشق ومدينة{number}.")
        make_mention(article, entity)
        make_mention(article, make_entity(f"مدينة{number}"))
        if number in (0, 7):
            with CaptureQueriesContext(connection) as queries:
                client.get(entity.get_absolute_url())
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 14
