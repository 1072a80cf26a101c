"""The pages of the public site: a view reads the request, asks once, and renders.

``search.urls`` names the views; nothing else calls into this room but ``archive.settings``,
for ``middleware``. How dates, citations, texts and charts are shown stands in
``search.presentation``.
"""

__all__ = [
    "addresses_for_machines",
    "article_downloads",
    "article_pages",
    "capture_pages",
    "health_pages",
    "middleware",
    "profile_pages",
    "request_bounds",
    "result_downloads",
    "results_page",
    "security_headers",
    "site_pages",
    "static_files",
]
