"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path

from search.pages import article_pages as article
from search.pages import article_pages as versions
from search.pages import capture_pages as captures
from search.pages import entity_pages as entities
from search.pages import outlet_pages as outlets
from search.pages import results_page as results
from search.pages import results_page as suggest
from search.pages import site_pages as health
from search.pages import site_pages as help
from search.pages import site_pages as home

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", results.results, name="search"),
    path("suggest/", suggest.suggest, name="suggest"),
    path("article/<slug:public_id>/", article.article, name="article"),
    path("article/<slug:public_id>/cite.<slug:ending>", article.cite, name="cite"),
    path("article/<slug:public_id>/versions/", versions.versions, name="article_versions"),
    path("outlets/", outlets.outlets, name="outlets"),
    path("outlet/<str:slug>/", outlets.outlet, name="outlet"),
    path("entities/", entities.entities, name="entities"),
    path("entity/<str:key>/", entities.entity, name="entity"),
    path("capture/<int:pk>/", captures.capture, name="capture"),
    path("capture/<int:pk>/raw", captures.capture_raw, name="capture_raw"),
    path("help/", help.help_page, name="help"),
    path("health/", health.health, name="health"),
]
