"""All that a person with an account keeps here, as JSON's types, for that person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from archive.models import AccessKey, Alert, AlertMail, ListedArticle, ReadingList, SavedSearch


def kept_records(person: Any) -> dict[str, Any]:
    """Return everything that goes with the account of ``person``, but for what opens something.

    Of keys only their names are kept here in words. Moments are in UTC (ISO 8601). A fixed number
    of SQL queries.
    """
    mail = AlertMail.objects.filter(person=person).first()
    return {
        "account": {"name": person.get_username(), "email": person.email},
        "lists": _lists(person),
        "saved_searches": [
            {
                "name": each.name,
                "query": each.query,
                "followed_name": each.entity.key if each.entity else None,
                "watched": each.watched,
                "made_at": _moment(each.made_at),
            }
            for each in SavedSearch.objects.filter(person=person).select_related("entity")
        ],
        "alerts": [
            {"search": each.search.name, "total": each.total, "made_at": _moment(each.made_at)}
            for each in Alert.objects.of_person(person)
        ],
        "alerts_by_mail": None if mail is None else {"language": mail.language},
        "keys": [
            {
                "name": each.name,
                "good_for": each.purpose,
                "made_at": _moment(each.made_at),
                "used_at": _moment(each.used_at),
            }
            for each in AccessKey.objects.filter(person=person)
        ],
    }


def _lists(person: Any) -> list[dict[str, Any]]:
    listed: dict[int, list[dict[str, Any]]] = {}
    for each in ListedArticle.objects.filter(reading_list__person=person):
        listed.setdefault(each.reading_list_id, []).append(
            {"article": each.public_id, "note": each.note, "added_at": _moment(each.added_at)}
        )
    return [
        {
            "name": each.name,
            "shared": each.share_token is not None,
            "notes_shared": each.notes_shared,
            "made_at": _moment(each.made_at),
            "articles": listed.get(each.pk, []),
        }
        for each in ReadingList.objects.filter(person=person)
    ]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
