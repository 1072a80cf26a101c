"""Who may open which address: what is built later adds its doors here.

Each group may what the groups before it may. ``NOBODY`` stands at addresses that no group opens
by looking: they take only what a form sends, or are closed to all.
"""

from __future__ import annotations

from typing import Final

ANYBODY, READER, EDITOR, CHIEF, ADMINISTRATOR, ALL_RIGHTS, NOBODY = range(7)

GROUPS: Final = {
    "anybody": ANYBODY,
    "reader": READER,
    "editor": EDITOR,
    "chief_editor": CHIEF,
    "administrator": ADMINISTRATOR,
    "all rights": ALL_RIGHTS,
}

ADDRESSES: Final = {
    "": ANYBODY,
    "search/": ANYBODY,
    "search/feed/": ANYBODY,
    "search/new/": ANYBODY,
    "search/export.<slug:ending>": ANYBODY,
    "search/captures.<slug:container>": ANYBODY,
    "suggest/": ANYBODY,
    "article/<slug:public_id>/": ANYBODY,
    "article/<slug:public_id>/cite.<slug:ending>": ANYBODY,
    "article/<slug:public_id>/download.<slug:form>": ANYBODY,
    "article/<slug:public_id>/card.png": ANYBODY,
    "article/<slug:public_id>/versions/": ANYBODY,
    "article/<slug:public_id>/report/": ANYBODY,
    "over-time/": ANYBODY,
    "over-time/chart.svg": ANYBODY,
    "over-time/counts.csv": ANYBODY,
    "coverage/": ANYBODY,
    "side-by-side/": ANYBODY,
    "side-by-side/articles/": NOBODY,
    "significant/": ANYBODY,
    "browse/": ANYBODY,
    "days/": ANYBODY,
    "days/<str:month>/": ANYBODY,
    "day/<str:day>/": ANYBODY,
    "sections/": ANYBODY,
    "advanced/": ANYBODY,
    "batch/": ANYBODY,
    "batch/<int:key>/": NOBODY,
    "batch/<int:key>/counts.csv": NOBODY,
    "outlets/": ANYBODY,
    "outlet/<str:slug>/": ANYBODY,
    "outlet/<str:slug>/captures.<slug:container>": ANYBODY,
    "entities/": ANYBODY,
    "entity/<str:key>/": ANYBODY,
    "entity/<str:key>/mentions.csv": ANYBODY,
    "entity/<str:key>/feed/": ANYBODY,
    "addresses/": ANYBODY,
    "timegate/<path:url>": ANYBODY,
    "timemap/link/<path:url>": ANYBODY,
    "timemap/link/<int:number>/<path:url>": ANYBODY,
    "cdx": ANYBODY,
    "capture/<int:pk>/": ANYBODY,
    "capture/<int:pk>/raw": ANYBODY,
    "capture/<int:pk>/page/": ANYBODY,
    "replay/<str:signed>/": ANYBODY,
    "replay/<str:signed>/<str:use>-<slug:key>": NOBODY,
    "opensearch.xml": ANYBODY,
    "api/v1/": ANYBODY,
    "api/v1/openapi.json": ANYBODY,
    "api/v1/search": ANYBODY,
    "api/v1/articles": ANYBODY,
    "api/v1/articles/<public_id>": ANYBODY,
    "api/v1/outlets": ANYBODY,
    "api/v1/outlets/<slug>": ANYBODY,
    "api/v1/entities": ANYBODY,
    "api/v1/entities/<key>": ANYBODY,
    "api/v1/captures": ANYBODY,
    "api/v1/captures/<number>": ANYBODY,
    "api/v1/batch": NOBODY,
    "api/v1/batch/<number>": NOBODY,
    "api/v1/<path:rest>": NOBODY,
    "robots.txt": ANYBODY,
    "sitemap.xml": ANYBODY,
    "sitemap-<int:number>.xml": ANYBODY,
    "favicon.ico": ANYBODY,
    "help/": ANYBODY,
    "health/": ANYBODY,
    "health/ready": ANYBODY,
    "status/": EDITOR,
    "load/<int:key>/captures.<slug:container>": EDITOR,
    "login/": ANYBODY,
    "login/code/": NOBODY,
    "logout/": NOBODY,
    "language/": ANYBODY,
    "account/": READER,
    "account/password/": READER,
    "account/second-factor/": READER,
    "account/second-factor/end/": NOBODY,
    "account/sessions/end/": NOBODY,
    "account/sessions/<int:key>/end/": NOBODY,
    "saved/": READER,
    "saved/save/": NOBODY,
    "saved/key/": NOBODY,
    "saved/mail/": NOBODY,
    "saved/<int:key>/": NOBODY,
    "saved/<int:key>/change/": NOBODY,
    "saved/<int:key>/remove/": NOBODY,
    "saved/<int:person>/feed/": NOBODY,
    "saved/stop/<str:token>/": NOBODY,
    "lists/": READER,
    "lists/make/": NOBODY,
    "lists/add/": NOBODY,
    "lists/<int:key>/": NOBODY,
    "lists/<int:key>/change/": NOBODY,
    "lists/<int:key>/article/": NOBODY,
    "lists/<int:key>/list.<slug:ending>": NOBODY,
    "lists/<int:key>/captures.<slug:container>": NOBODY,
    "list/<str:token>/": NOBODY,
    "list/<str:token>/list.<slug:ending>": NOBODY,
    "account/kept.json": READER,
    "account/keys/": READER,
    "account/keys/make/": NOBODY,
    "account/keys/feed/": NOBODY,
    "account/keys/<int:key>/revoke/": NOBODY,
    "desk/review/": EDITOR,
    "desk/review/<slug:name>/": EDITOR,
    "desk/review/duplicates/": EDITOR,
    "desk/review/outlets/": EDITOR,
    "desk/refused/": EDITOR,
    "desk/refused/<int:key>/": NOBODY,
    "desk/refused/<int:key>/mend/": EDITOR,
    "desk/refused/<int:key>/original": EDITOR,
    "desk/save/": EDITOR,
    "desk/upload/": EDITOR,
    "desk/upload/begin/": NOBODY,
    "desk/upload/<slug:token>/": NOBODY,
    "admin/": EDITOR,
    "admin/login/": NOBODY,
    "admin/logout/": NOBODY,
    "admin/password_change/": EDITOR,
    "admin/password_change/done/": EDITOR,
    "admin/autocomplete/": EDITOR,
    "admin/jsi18n/": EDITOR,
    "admin/r/<path:content_type_id>/<path:object_id>/": EDITOR,
    "admin/^(?P<app_label>archive|auth)/$": EDITOR,
    "admin/(?P<url>.*)$": NOBODY,
    "admin/archive/article/removal/<str:act>/": EDITOR,
    "admin/archive/article/bulk/": EDITOR,
    "admin/archive/article/read-date/": EDITOR,
    "admin/archive/article/export/<str:form>/": EDITOR,
    "admin/archive/article/import/": EDITOR,
    "admin/archive/article/<int:key>/source/": EDITOR,
    "admin/archive/article/<int:key>/add-name/": EDITOR,
    "admin/archive/article/views/save/": NOBODY,
    "admin/archive/article/views/<int:key>/forget/": NOBODY,
    "admin/archive/change/export/": EDITOR,
    "admin/archive/entity/desk/<str:act>/": EDITOR,
    "admin/archive/entity/duplicates/": EDITOR,
    "admin/archive/load/<int:key>/undo/": CHIEF,
    "admin/auth/user/<id>/password/": ADMINISTRATOR,
}

ROWS: Final = {
    "archive/alias": (NOBODY, NOBODY, NOBODY),
    "archive/aliasscan": (EDITOR, NOBODY, NOBODY),
    "archive/article": (EDITOR, NOBODY, CHIEF),
    "archive/capture": (EDITOR, NOBODY, NOBODY),
    "archive/change": (EDITOR, NOBODY, NOBODY),
    "archive/changeset": (EDITOR, NOBODY, NOBODY),
    "archive/correction": (EDITOR, NOBODY, NOBODY),
    "archive/entity": (EDITOR, EDITOR, ALL_RIGHTS),
    "archive/job": (CHIEF, NOBODY, NOBODY),
    "archive/load": (EDITOR, NOBODY, NOBODY),
    "archive/loginfailure": (ADMINISTRATOR, NOBODY, NOBODY),
    "archive/outlet": (EDITOR, EDITOR, CHIEF),
    "archive/personsession": (ADMINISTRATOR, NOBODY, NOBODY),
    "archive/tombstone": (EDITOR, NOBODY, NOBODY),
    "auth/user": (ADMINISTRATOR, ADMINISTRATOR, NOBODY),
}
"""Rows in the admin → who may see them, add one, delete one."""

_PAGES: Final = (
    ("", 0),
    ("add/", 1),
    ("<path:object_id>/delete/", 2),
    ("<path:object_id>/history/", 0),
    ("<path:object_id>/change/", 0),
    ("^([^/]+)/history/([^/]+)/$", 0),
)

ACTS: Final = {
    "undo a load": CHIEF,
    "begin an upload": EDITOR,
    "leave a refused document out": EDITOR,
    "accept a date": EDITOR,
    "name a site": EDITOR,
    "hide an article": EDITOR,
    "add a name to an article": EDITOR,
    "delete an article": CHIEF,
    "lift a tombstone": CHIEF,
    "accept a candidate": EDITOR,
    "make an account": ADMINISTRATOR,
    "change an account with all rights": ALL_RIGHTS,
    "end a session": ADMINISTRATOR,
}
"""What is done by sending a form."""

HIDDEN_IS_SEEN_AT: Final = (
    "/admin/",
    "/desk/review/",
    "/capture/",
)
"""Where members of the desk go on seeing what is hidden: to work on it."""


def least_group(route: str) -> int | None:
    """Return the least group that may open a registered address; None where it is on no list."""
    if route in ADDRESSES:
        return ADDRESSES[route]
    for rows, groups in ROWS.items():
        for page, place in _PAGES:
            if route == f"admin/{rows}/{page}":
                return groups[place]
        if route == f"admin/{rows}/<path:object_id>/":
            return groups[0]
    return None
