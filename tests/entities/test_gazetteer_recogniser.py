"""The gazetteer recogniser: clitics, longest match, policies, offsets."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.name_spellings import parse_aliases
from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import AliasPolicy, ArticleText, EntityKind, FoundMention


@pytest.fixture(scope="module")
def recogniser() -> GazetteerRecogniser:
    return GazetteerRecogniser()


def names(recogniser: GazetteerRecogniser, text: str) -> list[str]:
    """The canonical names that ``text`` mentions, in order."""
    found = [recogniser.gazetteer.get(m.key) for m in mentions(recogniser, text)]
    return [entry.name_ar for entry in found if entry]


def mentions(recogniser: GazetteerRecogniser, text: str) -> list[FoundMention]:
    return recogniser.recognise(ArticleText("", "", text))


@pytest.mark.parametrize(
    ("text", "clitic", "surface"),
    [
        ("العراق", "", "العراق"),
        ("والعراق", "و", "العراق"),
        ("لداعش", "ل", "داعش"),
        ("بالقامشلي", "ب", "القامشلي"),
        ("وبالقامشلي", "وب", "القامشلي"),
        ("للقامشلي", "لل", "قامشلي"),
        ("وللقامشلي", "ولل", "قامشلي"),
        ("للاذقية", "ل", "لاذقية"),
        ("لليبيا", "ل", "ليبيا"),
        ("كدمشق", "ك", "دمشق"),
        ("لـ«داعش»", "", "داعش"),
        ("لـداعش", "ل", "داعش"),
        ("وَالقَامِشلِيّ", "و", "القَامِشلِيّ"),
        ("لبنان", "", "لبنان"),
    ],
)
def test_proclitics_stand_before_the_surface(
    recogniser: GazetteerRecogniser, text: str, clitic: str, surface: str
) -> None:
    (mention,) = mentions(recogniser, text)
    assert (mention.clitic, mention.surface) == (clitic, surface)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('تنظيم "الدولة"', "تنظيم الدولة الإسلامية"),
        ("تنظيم (داعش)", "تنظيم الدولة الإسلامية"),
        ("قوات سوريا الديمقراطية", "قوات سوريا الديمقراطية"),
        ("وكالة الصحافة الفرنسية", "وكالة الصحافة الفرنسية"),
        ("وزارة الخارجية الأمريكية", "وزارة الخارجية الأميركية"),
        ("الولايات المتحدة الأمريكية", "الولايات المتحدة"),
        ("رامى عبدالرحمن", "رامي عبد الرحمن"),
        ("كيم جونج أون", "كيم جونغ أون"),
        ("أبا بكر البغدادي", "أبو بكر البغدادي"),
    ],
)
def test_the_longest_name_is_taken_in_any_spelling(
    recogniser: GazetteerRecogniser, text: str, name: str
) -> None:
    assert names(recogniser, f"تحدث البيان عن {text} أمس") == [name]


def test_a_bracket_that_opened_inside_the_name_is_closed(
    recogniser: GazetteerRecogniser,
) -> None:
    (mention,) = mentions(recogniser, "قال إن تنظيم (داعش) انسحب")
    assert mention.surface == "تنظيم (داعش)"


@pytest.mark.parametrize("text", ["الولايات، المتحدة", "الولايات\nالمتحدة", "الولايات. المتحدة"])
def test_a_name_does_not_cross_a_stop(recogniser: GazetteerRecogniser, text: str) -> None:
    assert names(recogniser, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "الجنود الأميركيون والضباط السوريون",
        "الحكومة السعودية",
        "قوات سورية معارضة",
        "دعم مالي كبير",
        "صلاة المغرب",
        "يعمل بحماس",
        "زار مسقط رأسه",
        "pic.twitter.com",
        "مدرسة الملك فهد",
    ],
)
def test_adjectives_and_common_words_are_no_mentions(
    recogniser: GazetteerRecogniser, text: str
) -> None:
    assert names(recogniser, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("في سورية والعراق", ["سوريا", "العراق"]),
        ("بين العراق وسورية", ["العراق", "سوريا"]),
        ("شمال مالي", ["مالي"]),
        ("زار السعودية أمس", ["السعودية"]),
        ("جنوب السعودية", ["السعودية"]),
    ],
)
def test_a_noun_that_is_an_adjective_elsewhere_is_known_by_what_precedes_it(
    recogniser: GazetteerRecogniser, text: str, expected: list[str]
) -> None:
    assert names(recogniser, text) == expected


def made(aliases: str, kind: EntityKind = EntityKind.PLACE, key: str = "x") -> GazetteerEntry:
    rules = parse_aliases(aliases)
    return GazetteerEntry(key=key, kind=kind, name_ar=rules[0].text, aliases=rules)


def test_a_town_with_a_common_name_needs_a_trigger_word() -> None:
    reader = GazetteerRecogniser(Gazetteer([made("~الحسينية")]))
    assert names(reader, "الطقوس الحسينية") == []
    assert names(reader, "وصل إلى بلدة الحسينية") == ["الحسينية"]
    assert names(reader, "وصل إلى بلدة «الحسينية»") == ["الحسينية"]


def test_one_trigger_word_vouches_for_the_whole_article() -> None:
    reader = GazetteerRecogniser(Gazetteer([made("~الحسينية")]))
    assert len(mentions(reader, "أهالي الحي في الحسينية قالوا إن بلدة الحسينية هادئة")) == 2


def test_a_trigger_word_holds_for_a_list() -> None:
    reader = GazetteerRecogniser(Gazetteer([made("~الباب"), made("~الراعي", key="y")]))
    assert names(reader, "بين مدينتي الباب والراعي") == ["الباب", "الراعي"]
    mixed = GazetteerRecogniser(Gazetteer([made("عدن"), made("~حجة", key="y")]))
    assert names(mixed, "بين محافظتي عدن وحجة") == ["عدن", "حجة"]
    assert names(mixed, "زار عدن وحجة الغياب واحدة") == ["عدن"]


def test_an_alias_may_have_trigger_words_of_its_own() -> None:
    reader = GazetteerRecogniser(Gazetteer([made("~فتح{حركة}", EntityKind.ORGANISATION)]))
    assert names(reader, "تم فتح الطريق") == []
    assert names(reader, "قالت حركة فتح") == ["فتح"]


def test_a_short_name_needs_the_full_one_in_the_article() -> None:
    entry = made("التحالف الدولي|+التحالف", EntityKind.ORGANISATION)
    reader = GazetteerRecogniser(Gazetteer([entry]))
    assert names(reader, "أعلن التحالف الحكومي") == []
    assert len(mentions(reader, "أعلن التحالف الدولي أن طائرات التحالف عادت")) == 2


def test_a_never_alias_is_known_to_searches_alone() -> None:
    gazetteer = Gazetteer([made("باريس|-نيس")])
    assert mentions(GazetteerRecogniser(gazetteer), "مدينة نيس") == []
    assert gazetteer.by_name("نيس")[0].key == "x"


@pytest.mark.parametrize(
    ("text", "parent"), [("في لبنان: طرابلس", "لبنان"), ("في ليبيا: طرابلس", "ليبيا")]
)
def test_of_two_cities_the_one_whose_country_is_named_is_meant(
    recogniser: GazetteerRecogniser, text: str, parent: str
) -> None:
    city = recogniser.gazetteer.get(mentions(recogniser, text)[-1].key)
    assert city is not None
    assert city.parent is not None
    country = recogniser.gazetteer.get(city.parent)
    assert country is not None
    assert country.name_ar == parent


def test_extra_entries_are_believed_before_the_shipped_ones() -> None:
    renamed = made("العاصمة التجريبية", key="x")
    reader = GazetteerRecogniser(Gazetteer([made("الاسم القديم")]), extra_entries=[renamed])
    assert names(reader, "العاصمة التجريبية لا الاسم القديم") == ["العاصمة التجريبية"]


def test_a_suppressed_alias_never_matches() -> None:
    gazetteer = Gazetteer([made("الراية|جريدة الراية", EntityKind.ORGANISATION)])
    reader = GazetteerRecogniser(gazetteer, suppressed={("الرّاية", "x")})
    assert [m.surface for m in mentions(reader, "رفع الراية في جريدة الراية")] == ["جريدة الراية"]
    # What is taken back takes its mentions along: nothing must be read again for it.
    assert reader.version == GazetteerRecogniser(gazetteer).version


def test_mentions_of_all_fields_come_in_reading_order(recogniser: GazetteerRecogniser) -> None:
    article = ArticleText("حلب اليوم", "في دمشق", "وفي حمص وحماة")
    found = recogniser.recognise(article)
    assert [m.field.value for m in found] == ["title", "standfirst", "body", "body"]


ODD_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("والعراقلداعشبشارالأسدسوريةكـ ـَُّ«»()\n\u200f\ufefbﷲ"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.property
@given(ODD_TEXT, ODD_TEXT, st.sampled_from(["لداعش", "وَلِلعِراق", "بشار الأسد", ""]))
def test_offsets_give_back_the_surface_of_any_text(before: str, after: str, name: str) -> None:
    text = f"{before} {name} {after}"
    covered = 0
    for mention in mentions(small_recogniser(), text):
        assert text[mention.start : mention.end] == mention.surface != ""
        assert mention.start >= covered
        covered = mention.end


@cache
def small_recogniser() -> GazetteerRecogniser:
    entries = [
        made("العراق"),
        made("داعش|~الدولة", EntityKind.ORGANISATION, "o"),
        made("بشار الأسد", EntityKind.PERSON, "p"),
        made("سوريا|^سورية", key="s"),
    ]
    return GazetteerRecogniser(Gazetteer(entries))


def test_a_policy_without_a_sign_is_always() -> None:
    assert made("حلب").aliases[0].policy is AliasPolicy.ALWAYS


@pytest.mark.parametrize(
    "text", ["قال إن جده كان شاعراً", "يسعى دوماً إلى ذلك", "إن ناساً حضروا", "عرض بصري"]
)
def test_a_word_that_only_folds_to_a_name_is_no_mention(
    recogniser: GazetteerRecogniser, text: str
) -> None:
    assert names(recogniser, text) == []


def test_the_second_of_two_names_may_begin_with_a_short_word(
    recogniser: GazetteerRecogniser,
) -> None:
    assert names(recogniser, "مدينتي رأس العين وتل أبيض") == ["رأس العين", "تل أبيض"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("في سلطنة عمان، أعلنت عمان", "سلطنة عمان"), ("الأردن: وصل إلى عمان", "عمان")],
)
def test_oman_and_amman_are_told_apart_by_the_article(
    recogniser: GazetteerRecogniser, text: str, name: str
) -> None:
    assert names(recogniser, text)[-1] == name


@pytest.mark.parametrize(("text", "name"), [("عُمان", "سلطنة عمان"), ("عمّان", "عمان")])
def test_written_vowels_decide_between_two_names(
    recogniser: GazetteerRecogniser, text: str, name: str
) -> None:
    assert names(recogniser, f"وصل إلى {text} أمس") == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('نشرت مجلة "شؤون الشرق الأوسط" دراسة', []),
        ('قالت شبكة "أخبار الفرات اليوم" إن الجسر أغلق', []),
        ('وذكرت صحيفة "أصداء حلب" الخبر', []),
        ('وصل إلى مدينة "حلب" أمس', ["حلب"]),
        ("قال «إن حلب بعيدة» ثم سكت", ["حلب"]),
        ("يقع المتجر في شارع بغداد قرب السوق", []),
        ("وصل إلى بغداد أمس", ["بغداد"]),
    ],
)
def test_a_place_in_the_name_of_another_thing_is_not_meant(
    recogniser: GazetteerRecogniser, text: str, expected: list[str]
) -> None:
    assert names(recogniser, text) == expected


def test_a_crossing_is_not_the_town_of_its_name(recogniser: GazetteerRecogniser) -> None:
    assert names(recogniser, "دخلت الشاحنات من معبر المحمودية") == ["معبر المحمودية"]


def test_a_security_belt_is_not_the_force_of_that_name(recogniser: GazetteerRecogniser) -> None:
    assert "قوات الحزام الأمني" not in names(recogniser, "تريد أنقرة توسيع الحزام الأمني شمالي حلب")
    assert "قوات الحزام الأمني" in names(recogniser, "انتشرت قوات الحزام الأمني في عدن")
