"""الشرق الأوسط: head doubled around a lone TT; several articles on one page."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
تحسين شبكات المياه في صدارة مطالب أهالي حلب

حملة أهلية لترميم الآبار القديمة في الأحياء الشرقية

عمال يصلحون شبكة المياه في حلب الأحد الماضي (أ.ف.ب)
عمال يصلحون شبكة المياه في حلب الأحد الماضي (أ.ف.ب)
TT

تحسين شبكات المياه في صدارة مطالب أهالي حلب

عمال يصلحون شبكة المياه في حلب الأحد الماضي (أ.ف.ب)
عمال يصلحون شبكة المياه في حلب الأحد الماضي (أ.ف.ب)

حلب: «الشرق الأوسط»

تصدّرت مسألة تحسين شبكات المياه مطالب أهالي حلب، الذين يقولون إن الانقطاع يمتد أياماً في بعض الأحياء.

صورة أرشيفية لنهر قويق (غيتي)
صورة أرشيفية لنهر قويق (غيتي)

ويقول مهندس في المؤسسة إن الشبكة قديمة، وإن ترميمها يحتاج إلى سنوات.


افتتاح موسم الغوص في البحر الأحمر بمشاركة عشرات الهواة

غواصون قرب شعاب مرجانية (الشرق الأوسط)
غواصون قرب شعاب مرجانية (الشرق الأوسط)
TT

افتتاح موسم الغوص في البحر الأحمر بمشاركة عشرات الهواة

غواصون قرب شعاب مرجانية (الشرق الأوسط)
غواصون قرب شعاب مرجانية (الشرق الأوسط)

افتتح موسم الغوص في البحر الأحمر وسط مشاركة عشرات الهواة من دول مختلفة، وسيستمر حتى نهاية الخريف.

ويقول المنظمون إن عدد المشاركين تضاعف.
"""


def test_two_articles_stand_on_the_page() -> None:
    first, second = parse_text(PAGE)
    assert first.title == "تحسين شبكات المياه في صدارة مطالب أهالي حلب"
    assert second.title == "افتتاح موسم الغوص في البحر الأحمر بمشاركة عشرات الهواة"
    assert {first.outlet.slug, second.outlet.slug} == {"aawsat"}
    assert "الغوص" not in " ".join(first.paragraphs)


def test_standfirst_dateline_and_captions() -> None:
    first, second = parse_text(PAGE)
    assert first.standfirst == "حملة أهلية لترميم الآبار القديمة في الأحياء الشرقية"
    assert first.dateline == "حلب"
    assert len(first.captions) == 2
    assert len(first.paragraphs) == len(second.paragraphs) == 2


def test_lone_tt_proves_nothing() -> None:
    page = "خبر عن سوق العطارين\nTT\nفتح سوق العطارين أبوابه من جديد بعد أعمال ترميم استمرت عامين."
    (article,) = parse_text(page)
    assert (article.layout, article.outlet.slug) == ("generic", "")


def test_a_page_of_one_article_alone_is_known_by_its_doubled_head() -> None:
    (article,) = parse_text(PAGE.split("\n\n\n")[0])
    assert (article.layout, article.outlet.slug) == ("aawsat", "aawsat")


def test_the_evidence_for_the_outlet_is_in_the_words_of_the_page() -> None:
    article = parse_text(PAGE)[0]
    evidence = article.outlet.evidence
    assert evidence
    assert all(part in PAGE.splitlines() for part in evidence.split(" … "))


def test_a_title_doubled_around_the_divider_needs_no_caption() -> None:
    page = """\
بلدية حلب تعيد فتح السوق القديمة بعد ترميمها
TT

بلدية حلب تعيد فتح السوق القديمة بعد ترميمها

أعادت بلدية حلب، اليوم (الأحد)، فتح السوق القديمة أمام الزوار بعد أعمال ترميم طويلة.
وقال رئيس البلدية إن المحال كلها عادت إلى العمل.
"""
    (article,) = parse_text(page)
    assert article.outlet.slug == "aawsat"


def test_a_lone_divider_is_no_sign() -> None:
    page = """\
معرض للسيارات القديمة في بيروت

TT

افتُتح في بيروت معرض للسيارات القديمة يضم عشرات الطرز التي صُنعت في القرن الماضي.
"""
    (article,) = parse_text(page)
    assert article.layout == "generic"


def test_a_standfirst_like_running_text_stays_out_of_the_body() -> None:
    long = "تحدثوا عن خطط كثيرة للترميم... وأكدوا أن كل الأحياء سوف تشرب من الشبكة الجديدة قبل نهاية العام"
    page = PAGE.replace("حملة أهلية لترميم الآبار القديمة في الأحياء الشرقية", long)
    first, _ = parse_text(page)
    assert first.standfirst == long
    assert first.paragraphs[0].startswith("تصدّرت")
