"""The article page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from archive.entities.storage.authors import write_authors
from archive.entities.storage.corrections import corrections
from archive.models import Article, Mention, Republication
from tests.factories import make_article, make_capture, make_entity, make_mention, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


def page(client: Client, article: Article, **parameters: str) -> str:
    return client.get(article.get_absolute_url(), parameters).content.decode()


def test_text_stands_in_paragraphs_and_is_escaped(client: Client) -> None:
    article = make_article("عنوان <i>", "الفقرة الأولى.\nالفقرة <script>الثانية.")
    html = page(client, article)
    assert "الفقرة الأولى.</p>" in html
    assert "الفقرة &lt;script&gt;الثانية.</p>" in html
    assert "عنوان &lt;i&gt;" in html.split("<h1")[1].split("</h1>")[0]


def test_inferred_date_shows_its_evidence(client: Client) -> None:
    article = make_article(
        day=None,
        published_earliest=date(2023, 8, 15),
        date_basis="inferred",
        date_evidence="10 شباط الجاري",
    )
    html = page(client, article)
    assert "15 آب/أغسطس 2023 أو بعده" in html
    assert "استُنتج من: «10 شباط الجاري»" in html


def test_names_are_linked_and_can_be_switched_off(client: Client) -> None:
    article = make_article(body="زار الوفد دمشق أمس.")
    entity = make_entity("دمشق")
    make_mention(article, entity)
    link = f'<a class="entity place" href="{entity.get_absolute_url()}"'
    assert link in page(client, article)
    plain = page(client, article, marks="off")
    assert link not in plain
    assert 'href="?"' in plain


def test_suppressed_and_rejected_names_are_not_linked(client: Client) -> None:
    article = make_article(body="زار الوفد دمشق ثم حلب.")
    make_mention(article, make_entity("دمشق", suppressed=True))
    make_mention(article, make_entity("حلب", status="rejected"))
    assert 'class="entity' not in page(client, article)


def test_hits_of_a_search_are_marked(client: Client) -> None:
    article = make_article("عن حلب", "لا شيء هنا.\nقلعة حلب قديمة، وأسواق حلب أيضاً.")
    html = page(client, article, q="حلب")
    assert "عن <mark>حلب</mark>" in html
    assert 'قلعة <mark id="hit">حلب</mark> قديمة، وأسواق <mark>حلب</mark> أيضاً.' in html
    assert 'href="#hit"' in html
    assert "<mark" not in page(client, article)


def test_articles_about_the_same_things_are_listed(
    index: Callable[[], None], client: Client
) -> None:
    words = "رمّم مهندسون قلعة قديمة على تلة تطل على السهل بعد دراسة الأبراج والأسوار والبوابات."
    article = make_article("ترميم القلعة", words)
    make_article("القلعة بعد ترميمها", words.replace("بعد", "عقب"))
    for number in range(20):
        make_article(f"مباراة {number}", f"فاز الفريق في المباراة رقم {number} أمام جمهور كبير.")
    index()
    related = page(client, article).split("مقالات ذات صلة")[1].split("</section>")[0]
    assert "القلعة بعد ترميمها" in related
    assert "مباراة" not in related


def test_keywords_lead_to_search(client: Client) -> None:
    html = page(client, make_article(keywords=["آثار"]))
    assert 'href="/search/?keyword=آثار"' in html


def test_other_articles_of_the_page_and_copies_elsewhere(client: Client) -> None:
    capture = make_capture()
    cluster = Republication.objects.create()
    article = make_article("الأول", capture=capture, republication=cluster)
    make_article("الثاني في الصفحة", capture=capture, position=1)
    make_article("نسخة عند غيره", outlet=make_outlet("موقع ناقل"), republication=cluster)
    html = page(client, article)
    assert "الثاني في الصفحة" in html.split("في الصفحة نفسها")[1]
    assert "موقع ناقل" in html.split("نُشر أيضاً في")[1]


def test_of_a_page_of_many_articles_the_neighbours_are_listed(client: Client) -> None:
    capture = make_capture()
    articles = [make_article(f"خبر{n}خبر", capture=capture, position=n) for n in range(40)]
    html = page(client, articles[20]).split("في الصفحة نفسها")[1]
    listed = {n for n in range(40) if f"خبر{n}خبر" in html} - {20}
    assert listed == {*range(10, 20), *range(21, 31)}


def test_versions_of_the_capture_are_listed(client: Client) -> None:
    before = make_capture("نص أول", uri="a.txt")
    after = make_capture("نص ثان", uri="a.txt")
    html = page(client, make_article(capture=after))
    assert f'href="/capture/{before.pk}/"' in html
    assert "/versions/" in html


def test_script_address_never_becomes_a_link(client: Client) -> None:
    assert "javascript:" not in page(client, make_article(url="javascript:alert(1)"))


@pytest.mark.usefixtures("public_url")
def test_citation_keeps_title_and_address_in_their_own_direction(client: Client) -> None:
    html = page(client, make_article("عن <حلب>"))
    assert "<bdi>عن &lt;حلب&gt;</bdi>" in html.split('class="citation"')[2]
    assert '<bdi dir="ltr">https://archive.example/article/' in html.split('class="citation"')[1]


@pytest.mark.parametrize(
    ("ending", "media_type", "word"),
    [
        ("bib", "application/x-bibtex", "@online{"),
        ("ris", "application/x-research-info-systems", "TY  - NEWS"),
        ("json", "application/vnd.citationstyles.csl+json", "article-newspaper"),
    ],
)
def test_citation_downloads(client: Client, ending: str, media_type: str, word: str) -> None:
    response = client.get(f"{make_article().get_absolute_url()}cite.{ending}")
    assert response["Content-Type"].startswith(media_type)
    assert "attachment" in response["Content-Disposition"]
    assert word in response.content.decode()


def test_unknown_citation_format_is_not_found(client: Client) -> None:
    assert client.get(f"{make_article().get_absolute_url()}cite.exe").status_code == 404


def test_number_of_queries_does_not_grow(
    index: Callable[[], None], count_queries: CountQueries
) -> None:
    body = " ".join(f"مدينة{n}" for n in range(12))
    article = make_article(body=body, republication=Republication.objects.create())
    counts = []
    for number in range(12):
        make_mention(article, make_entity(f"مدينة{number}"))
        outlet = make_outlet(f"صحيفة {number}")
        make_article(capture=article.capture, position=number + 1, outlet=outlet)
        make_article(republication=article.republication, outlet=outlet)
        make_article(body=f"{body} {number}", outlet=outlet)
        if number in (0, 11):
            index()
            counts.append(count_queries(article.get_absolute_url(), q="مدينة3"))
    assert counts[0] == counts[1] <= 16


def test_names_stand_by_kind_with_where_each_comes_from(client: Client) -> None:
    article = make_article(
        body="زار الوفد دمشق ثم دمشق مع زعيتر الكرماوي.", captions=["السوق في حلب"]
    )
    make_mention(article, make_entity("دمشق"), method="gazetteer")
    second = article.body.rindex("دمشق")
    make_mention(article, article.mentions.get().entity, method="gazetteer", start=second)
    found = make_entity("زعيتر الكرماوي", "person", status="candidate")
    make_mention(article, found, method="crf")
    added = make_entity("حلب")
    Mention.objects.create(
        article=article, entity=added, field="captions", start=9, end=12, surface="حلب"
    )
    html = client.get(article.get_absolute_url()).content.decode()
    names = html.split('id="names"')[1].split("</section>")[0]
    assert "×2" in names
    assert "من القائمة" in names
    assert "أضافه محرر" in names
    apart = names.split("<details")[1].split("</details>")[0]
    assert "وجدها البرنامج، لم يراجعها محرر" in apart
    assert found.get_absolute_url() in apart
    assert "دمشق" not in apart
    assert f'class="entity person machine-found" href="{found.get_absolute_url()}"' in html
    assert f'السوق في <a class="entity place" href="{added.get_absolute_url()}"' in html


@pytest.mark.parametrize("status", [{"status": "rejected"}, {"suppressed": True}])
def test_a_machine_found_name_that_was_refused_stands_nowhere(
    client: Client, status: dict[str, Any]
) -> None:
    article = make_article(body="قال زعيتر الكرماوي ذلك.")
    refused = make_entity("زعيتر الكرماوي", "person", **({"status": "candidate"} | status))
    make_mention(article, refused, method="crf")
    assert refused.get_absolute_url() not in client.get(article.get_absolute_url()).content.decode()


def test_the_byline_leads_to_all_articles_of_its_author(
    index: Callable[[], None], client: Client
) -> None:
    author = make_entity("زعيتر الكرماوي", "person")
    for title in ("خبر أول", "خبر ثان"):
        article = make_article(title, byline="حلب - زعيتر الكرماوي")
        write_authors([article], corrections())
    make_article("خبر غيره", f"ذكر المقال {author.name_ar}.")
    index()
    html = client.get(article.get_absolute_url()).content.decode()
    assert f'<a href="/search/?author={author.key}">مقالات الكاتب</a>' in html
    found = client.get("/search/", {"author": author.key}).content.decode()
    assert "خبر أول" in found
    assert "خبر ثان" in found
    assert "خبر غيره" not in found
    assert "زعيتر الكرماوي" in found.split('class="chip ')[1]


def test_two_of_one_name_are_told_apart(client: Client) -> None:
    egypt = make_entity("مصر", subkind="country")
    article = make_article(body="غنى زعيتر الكرماوي ثم خطب زعيتر الكرماوي.")
    singer = make_entity("زعيتر الكرماوي", "person", subkind="artist", parent=egypt)
    make_mention(article, singer, method="gazetteer")
    deputy = make_entity("زعيتر الكرماوي", "person", description_ar="نائب")
    make_mention(article, deputy, method="gazetteer", start=26, end=40)
    html = client.get(article.get_absolute_url()).content.decode()
    assert "زعيتر الكرماوي (الفن، مصر)" in html
    assert "زعيتر الكرماوي (نائب)" in html


@pytest.mark.parametrize("interface", ["ar", "en"])
def test_an_arabic_article_is_one_block_from_right_to_left(client: Client, interface: str) -> None:
    article = make_article("Damascus دمشق: (1)", "نص", byline="Sami", standfirst="New words")
    client.cookies["django_language"] = interface
    html = client.get(article.get_absolute_url()).content.decode()
    block = html.partition('<article dir="rtl">')[2].partition("</article>")[0]
    head = block.partition("</header>")[0]
    assert "<bdi>Damascus دمشق: (1)</bdi>" in head
    assert "dir=" not in head, "no part of the head goes to the other side"


def test_how_the_date_is_known_is_said_once(client: Client) -> None:
    article = make_article(date_evidence="الثلاثاء 26 تشرين")
    html = client.get(article.get_absolute_url()).content.decode()
    assert html.count("الثلاثاء 26 تشرين") == 1


def test_the_columns_of_tables_are_named_in_the_readers_language(client: Client) -> None:
    article = make_article(date_basis="metadata", date_evidence="the column “date”: 2024-10-26")
    html = client.get(article.get_absolute_url()).content.decode()
    assert "عمود التاريخ: 2024-10-26" in html
    assert "the column" not in html
