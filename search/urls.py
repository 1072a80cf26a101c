"""Addresses of the public site."""

from __future__ import annotations

from django.urls import include, path

from search.pages import (
    addresses_for_machines,
    article_pages,
    capture_pages,
    entity_pages,
    health_pages,
    profile_pages,
    report_pages,
    results_page,
    site_pages,
)
from search.pages.removed_articles import telling_what_was_removed
from search.reading_room import feed_pages, key_pages

urlpatterns = [
    path("", site_pages.home, name="home"),
    path("search/", results_page.results, name="search"),
    path("search/feed/", feed_pages.search_feed, name="search_feed"),
    path("suggest/", results_page.suggest, name="suggest"),
    path(
        "article/<slug:public_id>/", telling_what_was_removed(article_pages.article), name="article"
    ),
    path(
        "article/<slug:public_id>/cite.<slug:ending>",
        telling_what_was_removed(article_pages.cite),
        name="cite",
    ),
    path(
        "article/<slug:public_id>/versions/",
        telling_what_was_removed(article_pages.versions),
        name="article_versions",
    ),
    path(
        "article/<slug:public_id>/report/",
        telling_what_was_removed(report_pages.report),
        name="report",
    ),
    path("outlets/", profile_pages.outlets, name="outlets"),
    path("outlet/<str:slug>/", profile_pages.outlet, name="outlet"),
    path("entities/", profile_pages.entities, name="entities"),
    path("entity/<str:key>/", entity_pages.entity, name="entity"),
    path("entity/<str:key>/mentions.csv", entity_pages.mentions, name="entity_mentions"),
    path("entity/<str:key>/feed/", feed_pages.entity_feed, name="entity_feed"),
    path("capture/<int:pk>/", capture_pages.capture, name="capture"),
    path("capture/<int:pk>/raw", capture_pages.capture_raw, name="capture_raw"),
    path("account/keys/", key_pages.keys, name="keys"),
    path("account/keys/make/", key_pages.make_program_key, name="make_program_key"),
    path("account/keys/feed/", key_pages.make_feed_key, name="make_feed_key"),
    path("account/keys/<int:key>/revoke/", key_pages.revoke_key, name="revoke_key"),
    path("api/v1/", include("search.api.addresses")),
    path("robots.txt", addresses_for_machines.robots, name="robots"),
    path("sitemap.xml", addresses_for_machines.site_map, name="site_map"),
    path("sitemap-<int:number>.xml", addresses_for_machines.site_map_part, name="site_map_part"),
    path("favicon.ico", addresses_for_machines.icon, name="icon"),
    path("help/", site_pages.help_page, name="help"),
    path("health/", health_pages.live, name="health"),
    path("health/ready", health_pages.ready, name="ready"),
    path("status/", health_pages.status, name="status"),
]
