"""Documents for the tests of readers, written for this project."""

from __future__ import annotations

TITLE = "متحف الموصل يعيد فتح قاعة المخطوطات أمام الباحثين"
PARAGRAPHS = (
    "أعلنت إدارة متحف الموصل إعادة فتح قاعة المخطوطات أمام الباحثين والطلاب بعد أعمال ترميم "
    "استمرت عامين وشملت السقف والنوافذ وخزائن العرض.",
    "وقال أمين القاعة إن فهرساً جديداً وُضع للمخطوطات، وإن نسخاً مصورة منها ستتاح لمن يطلبها "
    "من الجامعات العراقية والعربية.",
    "وتضم القاعة مئات المخطوطات في الطب والفلك واللغة، بعضها كُتب في القرن السادس الهجري "
    "ونجا من الحريق الذي أصاب المبنى.",
)
SECOND_TITLE = "ورشة في دمشق لتعليم تجليد الكتب القديمة"
SECOND_PARAGRAPHS = (
    "افتتحت المكتبة الوطنية في دمشق ورشة لتعليم تجليد الكتب القديمة يشارك فيها عشرون متدرباً "
    "من محافظات مختلفة على مدى ثلاثة أسابيع.",
    "ويتعلم المشاركون صناعة الأغلفة الجلدية وخياطة الملازم وترميم الأوراق التي أتلفتها الرطوبة "
    "بأدوات بسيطة ومواد محلية.",
)
TEXT = "\n\n".join((TITLE, "تاريخ النشر: 12 أيلول 2021", *PARAGRAPHS))

URL = "https://www.example.com/culture/2021/09/12/mosul-manuscripts"


def page(
    title: str = TITLE,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    *,
    head: str = "",
    around: str = "{}",
    charset: str = "utf-8",
) -> str:
    """Return a news page with the chrome that such pages have."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    article = around.format(f"<h1>{title}</h1>{body}")
    return f"""<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="{charset}"><title>{title} | موقع المثال</title>{head}</head>
<body><header><a href="/">موقع المثال</a><nav><ul><li><a href="/a">الرئيسية</a></li>
<li><a href="/b">سياسة</a></li><li><a href="/c">اقتصاد</a></li></ul></nav></header>
<main>{article}</main>
<aside><h3>الأكثر قراءة</h3><ul><li><a href="/1">خبر أول لا صلة له بالمقال المعروض هنا</a></li>
<li><a href="/2">خبر ثان لا صلة له بالمقال المعروض هنا</a></li>
<li><a href="/3">خبر ثالث لا صلة له بالمقال المعروض هنا</a></li></ul></aside>
<footer>جميع الحقوق محفوظة لموقع المثال</footer>
<script>var hidden = "نص لا يراه القارئ";</script></body></html>"""


JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org",
"@graph": [{"@type": "WebSite", "name": "موقع المثال"},
{"@type": "NewsArticle", "headline": "%s", "datePublished": "2021-09-12T09:30:00+03:00",
"dateModified": "2023-01-05T10:00:00+03:00", "author": {"@type": "Person", "name": "سلمى الحداد"},
"publisher": {"@type": "Organization", "name": "موقع المثال"},
"articleSection": "ثقافة", "keywords": ["الموصل", "مخطوطات"]}]}</script>"""
