"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path

from search.pages import (
    addresses_for_machines,
    advanced_page,
    article_pages,
    batch_pages,
    browse_pages,
    capture_pages,
    coverage_page,
    entity_pages,
    health_pages,
    over_time_page,
    profile_pages,
    report_pages,
    results_page,
    side_by_side_pages,
    site_pages,
)
from search.pages.removed_articles import telling_what_was_removed

urlpatterns = [
    path("", site_pages.home, name="home"),
    path("search/", results_page.results, name="search"),
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
    path("over-time/", over_time_page.over_time, name="over_time"),
    path("over-time/chart.svg", over_time_page.over_time_svg, name="over_time_svg"),
    path("over-time/counts.csv", over_time_page.over_time_csv, name="over_time_csv"),
    path("coverage/", coverage_page.coverage_page, name="coverage"),
    path("side-by-side/", side_by_side_pages.searches, name="side_by_side"),
    path("side-by-side/articles/", side_by_side_pages.articles, name="articles_side_by_side"),
    path("significant/", side_by_side_pages.significant, name="significant"),
    path("browse/", browse_pages.browse, name="browse"),
    path("days/", browse_pages.calendar, name="calendar"),
    path("days/<str:month>/", browse_pages.calendar, name="calendar_month"),
    path("day/<str:day>/", browse_pages.day, name="day"),
    path("sections/", browse_pages.section_list, name="sections"),
    path("advanced/", advanced_page.advanced, name="advanced"),
    path("batch/", batch_pages.batch, name="batch"),
    path("batch/<int:key>/", batch_pages.batch_result, name="batch_result"),
    path("batch/<int:key>/counts.csv", batch_pages.batch_csv, name="batch_csv"),
    path("outlets/", profile_pages.outlets, name="outlets"),
    path("outlet/<str:slug>/", profile_pages.outlet, name="outlet"),
    path("entities/", profile_pages.entities, name="entities"),
    path("entity/<str:key>/", entity_pages.entity, name="entity"),
    path("entity/<str:key>/mentions.csv", entity_pages.mentions, name="entity_mentions"),
    path("capture/<int:pk>/", capture_pages.capture, name="capture"),
    path("capture/<int:pk>/raw", capture_pages.capture_raw, name="capture_raw"),
    path("robots.txt", addresses_for_machines.robots, name="robots"),
    path("sitemap.xml", addresses_for_machines.site_map, name="site_map"),
    path("sitemap-<int:number>.xml", addresses_for_machines.site_map_part, name="site_map_part"),
    path("favicon.ico", addresses_for_machines.icon, name="icon"),
    path("help/", site_pages.help_page, name="help"),
    path("health/", health_pages.live, name="health"),
    path("health/ready", health_pages.ready, name="ready"),
    path("status/", health_pages.status, name="status"),
]
