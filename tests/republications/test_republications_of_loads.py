"""Near-identical articles are found, across loads, and others are left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings

from archive.ingest.run import load_paths
from archive.models import Article, OutboxEntry, Republication
from archive.republications.same_text import is_republication
from archive.republications.signatures import estimated_jaccard, signature

pytestmark = pytest.mark.usefixtures("archive_home")

pytestmark = pytest.mark.usefixtures("archive_home")

SENTENCES = (
    "بدأت في مدينة حمص أعمال ترميم السوق المسقوف بعد دراسة استمرت عامين كاملين.",
    "ويشمل العمل إصلاح القبوات الحجرية والأبواب الخشبية وشبكات الماء والكهرباء القديمة.",
    "وقال مهندس المشروع إن الحجارة ستؤخذ من مقلع قريب يشبه حجره حجر السوق الأصلي.",
    "وستفتح المحال أبوابها على مراحل، ويبدأ ذلك بالجهة الشمالية قبل حلول الشتاء.",
    "ويعود بناء السوق إلى العهد المملوكي، وقد جدد بعض أجزائه ولاة عثمانيون لاحقاً.",
)
TEXT = " ".join(SENTENCES)
OTHER = (
    "نظمت جمعية محبي الطيور رحلة إلى بحيرة قطينة لمراقبة أسراب اللقلق المهاجر في الربيع. "
    "وسجل المشاركون أنواعاً نادرة لم تشاهد في المنطقة منذ سنوات طويلة بسبب الجفاف. "
    "وتنوي الجمعية إصدار دليل مصور للطيور يوزع على المدارس في القرى القريبة من البحيرة."
)


def test_a_text_is_like_itself_in_any_spelling_and_unlike_another() -> None:
    respelled = TEXT.replace("أعمال", "اعمال").replace("مدينة", "مدينه").replace("في", "فِي")
    assert estimated_jaccard(signature(TEXT), signature(respelled)) == 1.0
    assert estimated_jaccard(signature(TEXT), signature(OTHER)) < 0.1


def test_signatures_are_the_same_everywhere() -> None:
    assert signature(TEXT) == signature(TEXT)
    assert len(signature(TEXT)) == 240
    assert signature("خبر قصير جداً") == b""


@pytest.mark.parametrize(
    ("copy", "same"),
    [
        (TEXT.replace("بدأت في", "وكالة المثال: انطلقت في"), True),
        (" ".join(SENTENCES[:3]), True),
        (OTHER, False),
        (f"{SENTENCES[0]} {OTHER}", False),
        (f"{OTHER} {OTHER.replace('الطيور', 'الأسماك')} {' '.join(SENTENCES[:2])}", False),
    ],
    ids=["another lead", "the first half", "another text", "one sentence", "quoted in a longer"],
)
def test_what_counts_as_published_twice(copy: str, same: bool) -> None:
    assert is_republication(TEXT, copy) is same


def test_a_form_with_other_figures_is_another_report() -> None:
    form = "أغلق مؤشر السوق اليوم عند {} نقطة بعد تداول {} سهم في {} صفقة وارتفعت {} شركة وتراجعت {} شركة."
    filled = " ".join(form.format(*(n * k for k in range(11, 16))) for n in (3, 5, 7))
    changed = " ".join(form.format(*(n * k for k in range(21, 26))) for n in (4, 6, 8))
    assert not is_republication(filled, changed)


TELEGRAM = (
    "أرسل رئيس الجمهورية برقية تهنئة إلى فخامة {0}، رئيس {1}، في مناسبة اليوم الوطني لبلاده. "
    "وعبر الرئيس باسمه وباسم الشعب والحكومة عن أطيب التمنيات لفخامة {0} بموفور الصحة، ولحكومة "
    "{1} وشعبها الصديق بدوام التقدم والازدهار. وأرسل رئيس الوزراء برقية مماثلة إلى {0}."
)


def test_a_form_with_other_names_is_another_report() -> None:
    first = TELEGRAM.format("ميشال كرزون", "بوركينا فاسو")
    second = TELEGRAM.format("رودريغو ألفارينغا", "الإكوادور")
    assert not is_republication(first, second, estimate=1.0)


@pytest.mark.parametrize(
    "copy",
    [
        TELEGRAM.format("ميشيل كورزون", "البوركينا الفاسو"),
        TELEGRAM.format("ميشال كرزون", "بوركينا فاسو") + f" {SENTENCES[0]} {SENTENCES[0]}",
    ],
    ids=["the names in other spelling", "more is told, of something else too"],
)
def test_names_of_one_text_alone_or_in_other_spelling_do_not_tell_copies_apart(copy: str) -> None:
    assert is_republication(TELEGRAM.format("ميشال كرزون", "بوركينا فاسو"), copy, estimate=1.0)


def write(path: Path, **texts: str) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for name, text in texts.items():
            date = f"2021-03-{10 + len(name):02}"
            record = {"id": name, "title": f"عنوان {name}", "text": text, "date": date}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


@pytest.mark.django_db
def test_copies_are_clustered_across_loads_earliest_first(tmp_path: Path) -> None:
    load_paths([str(write(tmp_path / "a.jsonl", second=TEXT, alone=OTHER))])
    assert not Republication.objects.exists()
    OutboxEntry.objects.all().delete()
    load_paths([str(write(tmp_path / "b.jsonl", a=f"مقدمة أخرى. {TEXT}"))])
    cluster = Republication.objects.get()
    assert [each.title for each in cluster.earliest_first()] == ["عنوان a", "عنوان second"]
    told = set(OutboxEntry.objects.values_list("article_id", flat=True))
    assert {each.pk for each in cluster.earliest_first()} <= told
    load_paths([str(write(tmp_path / "c.jsonl", third=TEXT + " انتهى."))])
    assert Republication.objects.get().earliest_first().count() == 3
    assert Article.objects.get(title="عنوان alone").republication is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "loads",
    [
        [{"a": TEXT, "b": OTHER, "both": f"{TEXT} {OTHER}"}],
        [{"a": TEXT, "both": f"{TEXT} {OTHER}"}, {"b": OTHER}],
    ],
    ids=["in one load", "one after the other"],
)
def test_a_digest_does_not_chain_the_reports_that_it_holds(
    tmp_path: Path, loads: list[dict[str, str]]
) -> None:
    assert is_republication(f"{TEXT} {OTHER}", TEXT)
    assert is_republication(f"{TEXT} {OTHER}", OTHER)
    for number, texts in enumerate(loads):
        load_paths([str(write(tmp_path / f"{number}.jsonl", **texts))])
    cluster = Republication.objects.get()
    assert {each.title for each in cluster.earliest_first()} == {"عنوان a", "عنوان both"}


@pytest.mark.django_db
def test_an_article_whose_text_changes_leaves_its_cluster(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", one=TEXT, two=TEXT + " انتهى.")
    load_paths([str(path)])
    assert Republication.objects.count() == 1
    load_paths([str(write(path, one=TEXT, two=OTHER))])
    assert not Republication.objects.exists()
    assert not Article.objects.filter(republication__isnull=False).exists()


@pytest.mark.django_db
def test_the_demonstration_has_its_two_pairs() -> None:
    fixtures = Path(settings.BASE_DIR) / "fixtures"
    load_paths([str(fixtures / "documents")])
    expected = json.loads((fixtures / "expected.json").read_text(encoding="utf-8"))
    found = {
        frozenset(each.capture.document for each in cluster.earliest_first())
        for cluster in Republication.objects.all()
    }
    assert found == {frozenset(pair) for pair in expected["near_identical"]}
