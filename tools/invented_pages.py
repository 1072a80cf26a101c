"""Invented pages: running text of every form with every kind of a page's furniture around it.

Saved pages that are labelled by hand are few and mostly beginnings. These teach the page model that
text goes on below an advertisement, a «read also» or a picture, and that lines without full stops
are text too; tests hold that law on others. Words are put together by chance: forms alone count.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_WHO: Final = [
    "المجلس البلدي",
    "رئيس اللجنة",
    "مدير المدرسة",
    "فريق الإنقاذ",
    "اتحاد الطلبة",
    "محافظ الإقليم",
    "وفد المزارعين",
    "الخبير سامر العلي",
    "المتحدث باسم الشركة",
    "نقيب الصيادلة",
    "أمين المكتبة",
    "مهندس الطرق",
]
_DID: Final = [
    "أعلن",
    "أكد",
    "أوضح",
    "بحث",
    "افتتح",
    "ناقش",
    "أطلق",
    "رفض",
    "استقبل",
    "كشف",
    "تابع",
    "عرض",
]
_WHAT: Final = [
    "خطة جديدة لإصلاح شبكة المياه",
    "مشروع توسيع الميناء القديم",
    "برنامج تدريب الشباب على الحرف",
    "موسم حصاد القمح في السهول",
    "ترميم الجسر الحجري",
    "معرض الكتاب السنوي",
    "نتائج الدراسة عن الجفاف",
    "أسعار الخضار في الأسواق",
    "حملة تنظيف الشاطئ",
    "خط القطار بين الساحل والداخل",
    "قانون حماية الأشجار المعمرة",
    "مسابقة الخط العربي للناشئين",
    "عودة الطيور إلى البحيرة",
]
_HOW: Final = [
    "خلال اجتماع عقد صباح أمس",
    "بحضور عدد من الأهالي والمختصين",
    "بعد أشهر من التأخير",
    "على أن تنتهي الأعمال قبل نهاية الصيف",
    "في ظل مطالب متزايدة من السكان",
    "وفق بيان وزع على الصحفيين",
    "رغم اعتراض بعض الأعضاء على التكلفة",
    "بالتعاون مع جامعة محلية",
    "في ثلاث محافظات على الأقل",
]
_AND: Final = ["وأضاف أن", "وأشار إلى أن", "وقال إن", "كما أن", "ولفت إلى أن", "وبيّن أن"]
_OTHERS: Final = [
    "أمسية شعرية في دار الأوبرا",
    "أسعار الذهب اليوم",
    "وفاة فنان مسرحي كبير",
    "هزيمة جديدة للفريق الأخضر",
    "ضبط شحنة مخالفة في المطار",
    "تأجيل امتحانات الثانوية",
    "حريق محدود في مخزن أقمشة",
    "طقس غائم وأمطار متفرقة",
    "انطلاق بطولة الشطرنج غدا",
    "إغلاق طريق الجبل أمام الشاحنات",
]

Labelled = list[tuple[str, str]]
"""Lines, each with its label as in ``gold.jsonl``."""


@dataclass(frozen=True, slots=True)
class InventedPage:
    """A page as text, the labels of its lines, and the form of its paragraphs."""

    text: str
    labels: Sequence[str]
    form: str

    @property
    def paragraphs(self) -> list[str]:
        """The lines that are the article's text."""
        lines = zip(self.text.split("\n"), self.labels, strict=True)
        return [line for line, label in lines if label == "text"]


def invented_page(seed: int) -> InventedPage:
    """Return the page of ``seed``: the same words and labels for the same number."""
    chance = random.Random(seed)  # nosec B311  # noqa: S311 - pages, not secrets
    form = chance.choice([*FORMS, "mixed", "mixed", "mixed"])
    forms = chance.sample(list(FORMS), 2) if form == "mixed" else [form]
    number = chance.choice((2, 3, 5, 8, 14))
    text: Labelled = [(FORMS[chance.choice(forms)](chance), "text") for _ in range(number)]
    amid = chance.choice(_AMID)
    at = 1 + number // 2
    title = chance.choice((f"{chance.choice(_WHO)} يبحث {chance.choice(_WHAT)}", _what(chance)))
    lines = [
        *_shown(chance, chance.choice(_ABOVE), title),
        *_shown(chance, chance.choice(_HEADS), title),
        *text[:at],
        *(_shown(chance, amid, title) if at < number else ()),
        *text[at:],
        *_shown(chance, chance.choice(_BELOW), title),
    ]
    return InventedPage(
        "\n".join(line for line, _ in lines), [label for _, label in lines], "+".join(forms)
    )


def _what(chance: random.Random) -> str:
    return chance.choice(_WHAT)


def _told(chance: random.Random, clauses: int, link: str = "، ") -> str:
    def clause() -> str:
        return f"{_what(chance)} {chance.choice(_HOW)}"

    begin = f"{chance.choice(_DID)} {chance.choice(_WHO)} {clause()}"
    more = (f"{link}{chance.choice(_AND)} {clause()}" for _ in range(clauses - 1))
    return begin + "".join(more)


def _many(chance: random.Random, *, stopped: bool) -> str:
    link, end = ("، ", ".") if stopped else (" ", "")
    return " ".join(_told(chance, 3, link) + end for _ in range(8))


FORMS: Final[dict[str, Callable[[random.Random], str]]] = {
    "sentences": lambda c: " ".join(
        f"{_told(c, c.randint(1, 2))}." for _ in range(c.randint(1, 3))
    ),
    "short sentence": lambda c: f"{c.choice(_DID)} {c.choice(_WHO)} {_what(c)}.",
    "no full stop": lambda c: _told(c, c.randint(1, 3)),
    "no sign at all": lambda c: _told(c, c.randint(1, 3), " "),
    "subject first": lambda c: (
        f"{c.choice(_WHO)} {c.choice(_DID)} {_what(c)} {c.choice(_HOW)}{c.choice(('.', ''))}"
    ),
    "quotation": lambda c: f"«{_told(c, 1)}»",
    "item": lambda c: f"- {_what(c)} {c.choice(_HOW)}",
    "numbered": lambda c: f"{c.randint(1, 9)}- {_what(c)} {c.choice(_HOW)}.",
    "interview": lambda c: c.choice((f"- كيف ترى {_what(c)}؟", f"- {_told(c, 2)}.")),
    "two dots": lambda c: f"{c.choice(_WHO)} {c.choice(_DID)} {_what(c)} {c.choice(_HOW)}..",
    "one block": lambda c: _many(c, stopped=True),
    "one block without signs": lambda c: _many(c, stopped=False),
}
"""The forms of paragraphs."""

# Furniture: a line and its label; a name in braces is filled by chance.
_ABOVE: Final[Sequence[Labelled]] = (
    [],
    [(w, "chrome") for w in ("الرئيسية", "أخبار", "اقتصاد", "رياضة", "ثقافة", "اتصل بنا")],
    [("الرئيسية أخبار اقتصاد رياضة ثقافة فن اتصل بنا", "chrome")],
    [("عاجل", "chrome"), ("{other}    {other}    {other}    {other}    {other}", "related")],
    [("{other}", "related")] * 4,
    [("الأحد 12 مايو 2019", "capture_date"), ("صوت الضفة", "outlet"), ("الرئيسية", "chrome")],
    [("مواضيع ذات صلة", "chrome"), *[("{other}", "related")] * 3],
    [("بحث هذه المدونة الإلكترونية", "chrome"), ("الأربعاء، مارس 20، 2019", "date")],
)
_HEADS: Final[Sequence[Labelled]] = (
    [("{title}", "title")],
    [("{title}", "title"), ("12 مايو 2019", "date")],
    [("{title}", "title"), ("بقلم: سمير الحداد", "byline")],
    [("{title}", "title"), ("{title}", "title"), ("2019/05/12 - 10:30", "date")],
    [("{title}", "title"), ("فيسبوك", "chrome"), ("تويتر", "chrome"), ("طباعة", "chrome")],
    [("{title}", "title"), ("دمشق - وكالات", "dateline")],
    [("{title}", "title"), ("صورة أرشيفية", "caption"), ("12-05-2019", "date")],
    [("{title}", "title"), ("{who} في جولة سابقة", "caption")],
    [("{title}", "title"), ("12-05-2019", "date"), ("جانب من {what}", "caption")],
)
_AMID: Final[Sequence[Labelled]] = (
    [],
    [("اقرأ أيضا: {other}", "related")],
    [("اقرأ أيضا", "chrome"), ("{other}", "related")],
    [("إعلان", "chrome")],
    [("{what}", "subhead")],
    [("صورة من الحفل (أ ف ب)", "caption")],
    [("***", "chrome")],
)
_BELOW: Final[Sequence[Labelled]] = (
    [],
    [("اقرأ أيضا", "chrome"), *[("{other}", "related")] * 4],
    [("الكلمات المفتاحية: الماء، الزراعة", "keywords")],
    [("جميع الحقوق محفوظة © 2019", "chrome"), ("اتصل بنا", "chrome")],
    [("شارك", "chrome"), ("فيسبوك", "chrome"), ("تويتر", "chrome")],
    [("التعليقات", "chrome"), ("لا توجد تعليقات", "chrome"), ("أضف تعليقا", "chrome")],
    [("{other}", "related")] * 4,
)


def _shown(chance: random.Random, lines: Labelled, title: str) -> Labelled:
    """Return ``lines`` with the names in braces filled, the headlines of others all different."""
    others = iter(chance.sample(_OTHERS, len(_OTHERS)))
    shown = []
    for line, label in lines:
        while "{other}" in line:
            line = line.replace("{other}", next(others), 1)
        filled = line.format(title=title, what=_what(chance), who=chance.choice(_WHO))
        shown.append((filled, label))
    return shown
