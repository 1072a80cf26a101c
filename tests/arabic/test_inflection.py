"""The stem that counts: what belongs to a word, and what only looks as if it did."""

from __future__ import annotations

import pytest

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.inflection import InflectionStemmer
from archive.arabic.letters import TEH_MARBUTA
from archive.arabic.normalize import fold

STEMMER = InflectionStemmer(FrequencyTable.shipped().count)


def stems(word: str) -> set[str]:
    return set(STEMMER.stems(fold(word), is_feminine=word.endswith(TEH_MARBUTA)).counted)


@pytest.mark.parametrize(
    ("word", "singular"),
    [
        pytest.param("صحفيين", "صحفي", id="plural in ين"),
        pytest.param("مهندسون", "مهندس", id="plural in ون"),
        pytest.param("مهندسو", "مهندس", id="plural before a noun"),
        pytest.param("بلدتين", "بلدة", id="feminine dual"),
        pytest.param("رحلات", "رحلة", id="plural in ات of a noun in teh marbuta"),
        pytest.param("مطارات", "مطار", id="plural in ات of another noun"),
        pytest.param("مباريات", "مباراة", id="plural in يات"),
        pytest.param("مصلين", "مصلي", id="plural of a defective noun"),
        pytest.param("مدربا", "مدرب", id="accusative"),
        pytest.param("حكومته", "حكومة", id="teh before a pronoun"),
        pytest.param("مستواها", "مستوى", id="alef maksura before a pronoun"),
        pytest.param("حقهم", "حق", id="pronoun behind two letters"),
        pytest.param("مدربوهم", "مدربو", id="pronoun behind a plural"),
        pytest.param("مخابزها", "مخبز", id="pronoun behind a broken plural"),
        pytest.param("جبالا", "جبل", id="accusative of a broken plural"),
        pytest.param("لاعبة", "لاعب", id="woman"),
        pytest.param("جديدة", "جديد", id="adjective"),
        pytest.param("حزبية", "حزب", id="nisba"),
        pytest.param("تلفزيونية", "تلفزيون", id="nisba of a long noun"),
        pytest.param("رسميا", "رسمي", id="adverb"),
    ],
)
def test_what_is_one_word_meets(word: str, singular: str) -> None:
    assert stems(word) & stems(singular)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("لبنان", "لبن"),
        ("عثمان", "عثم"),
        ("سلمان", "سلم"),
        ("تلفزيون", "تلفزي"),
        ("شعبان", "شعب"),
        ("مالك", "مال"),
        ("ضربة", "ضرب"),
        ("دقيقة", "دقيق"),
        ("طريقة", "طريق"),
        ("جامعة", "جامع"),
        ("مهاجمة", "مهاجم"),
        ("اجتماعي", "اجتماع"),
        ("عملية", "عمل"),
        ("كوبا", "كوب"),
        ("الموصلات", "الموصل"),
        ("عدنا", "عدن"),
        ("حدود", "حد"),
    ],
)
def test_what_looks_alike_stays_apart(one: str, other: str) -> None:
    assert not stems(one.removeprefix("ال")) & stems(other.removeprefix("ال"))


@pytest.mark.parametrize(
    ("place", "nisba"),
    [
        ("العراق", "عراقيون"),
        ("سوريا", "سورية"),
        ("النمسا", "نمساوي"),
        ("أفغانستان", "أفغانية"),
        ("القدس", "مقدسيين"),
        ("الهند", "هنود"),
        ("تركيا", "أتراك"),
    ],
)
def test_place_and_nisba_meet(place: str, nisba: str) -> None:
    assert stems(place.removeprefix("ال")) & stems(nisba)


def test_plural_of_two_singulars_meets_both_and_does_not_join_them() -> None:
    assert stems("طرق") >= stems("طريق") | stems("طريقة")
    assert not stems("طريق") & stems("طريقة")


def test_heh_is_a_pronoun_where_the_rest_is_commoner_and_teh_marbuta_never() -> None:
    assert STEMMER.stems("كتابه").counted == ("كتاب",)
    assert STEMMER.stems("كتابه", is_feminine=True).counted == ("كتابه",)


def test_doubtful_plural_is_only_near_its_singular() -> None:
    assert STEMMER.stems("حدود").ranked == ("حد",)
