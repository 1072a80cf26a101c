"""Names that show by their own words that they are an outlet's."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold
from archive.ingest.parsing.folded_patterns import compile_folded

_REMEMBERED: Final = 1024
"""Lines: marks, kinds and roles ask of the same one."""
_NAMED_KIND: Final = compile_folded(
    r"^(?:صحيفة|جريدة|موقع|وكالة|شبكة|بوابة|مجلة|مجله|قناة|منصة|راديو|إذاعة|تلفزيون|فضائية)\s+(?!(?:في|من|على|إلى|عن|مع|بين)\s)\S+(?:\s\S+){0,2}$"
    r"|^\S+(?:\s\S+){0,2}\s(?:برس|بريس|نيوز|نت|بوست|أونلاين|أون لاين|الإخبارية|الإخباري|تي في|ميديا|TV|Press|News)$"
)
_LEADS_TO_NAME: Final = compile_folded(
    r"^(?:شارك|نقلا|المصدر|مصدر|تابع(?:وا|ونا)?|لمتابعة|خاص|متابعات|متابعة|حمل|اشترك|رئيس|مراسل|كتب|بقلم|جميع|حقوق)\b"
    r"|\s(?:عبر|على|عن|من)\s"
)
"""Words that lead to a name and are no part of it."""
_FORMED: Final = compile_folded(
    r"^(?:صوت|صدى|نافذة|مرصد|المرصد|منبر|نبض|وهج|نداء|أنباء|ملتقى|منتدى|منتديات|مدونة|موسوعة|مرحبا|ديوان)\s+(?!(?:في|من|على|إلى|عن|مع|بين)\s)[^\W\d_]+(?:\s[^\W\d_]+)?$"
    r"|^(?:أخبار|اخبار)\s+(?:الآن|البلد|الساعة|اليوم|الوطن|الخليج|الأمة|الحدث|السودان|العراق|ليبيا|اليمن|مصر|الأردن|لبنان|سوريا|المغرب|تونس|الجزائر)(?:\s(?:العاجلة|الآن|اليوم|\d+))?$"
    r"|^(?!(?:في|من|على|إلى|عن|مع|بين)\s)[^\W\d_]+(?:\s[^\W\d_]+)?\s(?:اليوم|الآن|مباشر|بالعربية|بالعربي|الإلكترونية|الإلكتروني|الالكترونية|مونيتور|تايمز|توداي|اف ام|أف أم|إف إم|FM|\d{2}|للإعلام|للأنباء)$"
    r"|^#?[^\W\d_]{3,}_[^\W\d_]{2,}$"
    r"|^(?:www\.)?[a-z0-9-]{3,}\.(?:com|net|org|info|co|ma|ps|sy|iq)$"
)
_NO_NAMES: Final = compile_folded(
    r"\b(?:هذا|هذه|ذلك|كل|غدا|امس|حتي|منذ|لماذا|كيف|ماذا|عاجل|حظك|طقس|الطقس|اسعار|سعر|مباريات|موعد|مواعيد|نتائج|صور|فيديو|عناوين|اهم|ابرز|جدول|خدمة|خدمات|الدفع|التغذية|مدخلات|البريد|النشرة|الحكومة|التجارة|الالعاب|اشترك|تسجيل|الحقوق|درجات|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعة|السبت)\b"
)


def names_its_kind(text: str) -> bool:
    """Whether a name says by itself that it is an outlet's: «صحيفة …», «… نيوز»."""
    return _NAMED_KIND.match(text) is not None and _LEADS_TO_NAME.search(text) is None


@lru_cache(_REMEMBERED)
def is_formed_like_outlet(text: str) -> bool:
    """Whether a name is formed as outlets' are: «صوت …», «… اليوم», «كلمة_كلمة», an address.

    It is evidence and no proof: «الدوري اليوم» is a section.
    """
    if fold(text).strip() in folded_list("section_names.txt") or _NO_NAMES.search(text):
        return False
    formed = names_its_kind(text) or _FORMED.match(text) is not None
    return formed and _LEADS_TO_NAME.search(text) is None


_KIND: Final = compile_folded(
    r"^(?:ل|ب|و)?(?:ال)?(?:صحيفة|جريدة|موقع|وكالة|شبكة|بوابة|مجلة|قناة|منصة|راديو|إذاعة|تلفزيون)\s+(?=\S)"
)


def without_kind(text: str) -> str:
    """Return a name without the word that says what kind of outlet it is."""
    return _KIND.sub("", text, count=1)
