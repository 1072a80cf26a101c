"""A text is called what its letters and words show, whatever its page says."""

from __future__ import annotations

import pytest

from archive.ingest.parsing.text_language import UNKNOWN_LANGUAGE, language_of

ARABIC = "أعلنت إدارة المتحف أمس إعادة فتح القاعة أمام الزوار بعد أعمال ترميم استمرت عامين كاملين."
ENGLISH = (
    "The museum said on Monday that the hall would open to visitors after two years of repairs."
)
TEXTS = {
    "ar": ARABIC,
    "ckb": "بەڕێوەبەری مۆزەخانە ڕایگەیاند کە هۆڵەکە لەگەڵ سەرەتای مانگ بۆ میوانان دەکرێتەوە و کارەکان تەواو بوون.",
    "kmr": "ڕێڤەبەرێ مۆزەخانێ گۆت هۆلا نوو دێ ل دەستپێکا هەیڤێ بۆ مێهڤانان ڤەبیت و کار ب دووماهی هاتیە.",
    "fa": "مدیر موزه گفت که تالار تازه از آغاز ماه برای بازدید مردم باز می‌شود و کارها به پایان رسیده است.",
    "ur": "میوزیم کے سربراہ نے کہا ہے کہ نیا ہال اگلے مہینے سے لوگوں کے لیے کھول دیا جائے گا اور کام مکمل ہو گیا ہے۔",
    "ps": "د موزیم مشر وايي چې نوی تالار به د راتلونکې میاشتې له پیله د خلکو پر مخ پرانیستل شي او کارونه پای ته رسېدلي دي.",
    "ug": "مۇزېي باشلىقى يېڭى زالنىڭ كېلەر ئايدىن باشلاپ زىيارەتچىلەرگە ئېچىلىدىغانلىقىنى ۋە بۇ خىزمەتلەرنىڭ تاماملانغانلىقىنى بىلدۈردى.",
    "he": "מנהל המוזיאון הודיע כי האולם החדש ייפתח למבקרים בתחילת החודש לאחר שנתיים.",
    "en": ENGLISH,
    "fr": "Le directeur du musée a annoncé que la nouvelle salle ouvrira ses portes au public après deux ans de travaux.",
    "tr": "Müze müdürü, yeni salonun iki yıl süren onarımdan sonra ay başında ziyarete açılacağını ve işlerin bittiğini söyledi.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
@pytest.mark.parametrize("stated", ["", "ar", "en-US"])
def test_a_text_is_called_by_its_own_signs(code: str, text: str, stated: str) -> None:
    assert language_of([text], stated) == code


def test_persian_with_arabic_kaf_and_yeh_is_persian() -> None:
    typed = TEXTS["fa"].replace("ک", "ك").replace("ی", "ي")
    assert language_of([typed]) == "fa"


def test_arabic_with_a_persian_keyboard_s_letters_is_arabic() -> None:
    assert language_of([ARABIC.replace("ك", "ک").replace("ي", "ی")]) == "ar"


def test_arabic_with_sorani_names_in_it_is_arabic() -> None:
    assert language_of([f"{ARABIC} وحضر الافتتاح كاتب من هەولێر وشاعر من سلێمانی."]) == "ar"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["Home", "About us", "Contact", "Privacy policy", *[ARABIC] * 2], "ar"),
        (["الرئيسية", "من نحن", "اتصل بنا", "سياسة الخصوصية", *[ENGLISH] * 2], "en"),
    ],
)
def test_a_menu_in_another_language_does_not_count(lines: list[str], code: str) -> None:
    assert language_of(lines) == code


@pytest.mark.parametrize("text", ["النهر", "لنا النواعير", "قال وليد"])
def test_a_few_words_with_a_sign_of_arabic_are_arabic(text: str) -> None:
    assert language_of([text]) == "ar"


@pytest.mark.parametrize(
    ("text", "stated", "code"),
    [
        ("فيريرا راموس", "", UNKNOWN_LANGUAGE),
        ("فيريرا راموس", "ar", "ar"),
        ("فيريرا راموس", "en", UNKNOWN_LANGUAGE),
        ("Ferreira Ramos", "pt-BR", "pt"),
        ("Ferreira Ramos", "ar", UNKNOWN_LANGUAGE),
        ("Музей открыл новый зал после ремонта.", "", UNKNOWN_LANGUAGE),
        ("2020", "", UNKNOWN_LANGUAGE),
        ("النهر", "x-default", "ar"),
    ],
)
def test_what_is_not_sure_is_as_stated_else_unknown(text: str, stated: str, code: str) -> None:
    assert language_of([text], stated) == code
