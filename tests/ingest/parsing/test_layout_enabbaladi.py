"""عنب بلدي: the caption again after «camera icon», the control of the letters, related links."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
درعا.. مزارعون يبدؤون قطاف الزيتون مبكرًا

مزارع يقطف الزيتون في ريف درعا - 30 من تشرين الأول 2021 (عنب بلدي)

camera iconمزارع يقطف الزيتون في ريف درعا - 30 من تشرين الأول 2021 (عنب بلدي)

tag icon ع ع ع

بدأ مزارعون في ريف درعا قطاف محصول الزيتون قبل موعده المعتاد بأسبوعين بسبب قلة الأمطار.

وقال أحد المزارعين إن الإنتاج هذا العام أقل من العام الماضي بنحو الثلث.

معاصر مزدحمة

تعمل المعاصر في المنطقة على مدار الساعة، وفق ما ذكره صاحب معصرة.

إذا كنت تعتقد/تعتقدين أن المقال يحوي معلومات خاطئة أو لديك تفاصيل إضافية أرسل/أرسلي تصحيحًا

تابعنا على تويتر
مقالات متعلقة
موسم التين يبدأ في إدلب
أسعار زيت الزيتون في دمشق
"""


def test_caption_counts_once() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("enabbaladi", "enabbaladi")
    assert article.captions == (
        "مزارع يقطف الزيتون في ريف درعا - 30 من تشرين الأول 2021 (عنب بلدي)",
    )


def test_subhead_is_a_paragraph_and_links_are_not() -> None:
    (article,) = parse_text(PAGE)
    assert article.paragraphs[2] == "معاصر مزدحمة"
    assert len(article.paragraphs) == 4
