"""The pages of the public site: a view reads the request, asks once, and renders.

``search.urls`` names the views; nothing else calls into this room but ``archive.settings``,
for ``middleware``. How dates, citations, texts and charts are shown stands in
``search.presentation``.
"""

__all__ = [
    "addresses_for_machines",
    "advanced_page",
    "article_downloads",
    "article_pages",
    "batch_pages",
    "browse_pages",
    "capture_pages",
    "coverage_page",
    "health_pages",
    "metrics_page",
    "middleware",
    "over_time_page",
    "profile_pages",
    "request_bounds",
    "result_downloads",
    "results_page",
    "security_headers",
    "side_by_side_pages",
    "site_pages",
    "static_files",
]
