"""Addresses of the desk beside Django's own."""

from __future__ import annotations

from django.urls import path

from archive.admin import handed_over, refused_pages, review_pages, upload_pages

urlpatterns = [
    path("review/", review_pages.review_page, name="desk_review"),
    path("review/outlets/", review_pages.outlets_page, name="desk_outlets"),
    path("review/duplicates/", review_pages.duplicates_page, name="desk_duplicates"),
    path("review/<slug:name>/", review_pages.cases_page, name="desk_cases"),
    path("upload/", upload_pages.upload_page, name="desk_upload"),
    path("upload/begin/", upload_pages.upload_begin, name="desk_upload_begin"),
    path("upload/<slug:token>/", upload_pages.upload_slice, name="desk_upload_slice"),
    path("save/", handed_over.save_page, name="desk_save"),
    path("refused/", refused_pages.refused_page, name="desk_refused"),
    path("refused/<int:key>/", refused_pages.leave_out, name="desk_leave_out"),
    path("refused/<int:key>/mend/", refused_pages.mend_page, name="desk_mend"),
    path("refused/<int:key>/original", refused_pages.original_file, name="desk_original"),
]
