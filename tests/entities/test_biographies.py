"""What the list says of its best-known people: a broken row is refused, and whom it speaks of."""

from __future__ import annotations

import pytest

from archive.entities.gazetteer.biographies import Biography, biographies, biographies_in
from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerError
from archive.entities.storage.entity_linker import EntityLinker
from archive.models import Entity
from archive.records.mentions import EntityKind
from tests.factories import make_entity

ROW = "person-salma\t1931\t2004\tمطربة مصرية\tEgyptian singer"


def test_a_row_is_read_and_what_is_not_known_is_left_open() -> None:
    found = biographies_in(f"# a comment\n{ROW}\nperson-nada\t\t1999\t\t\n")
    assert found["person-salma"] == Biography(1931, 2004, "مطربة مصرية", "Egyptian singer")
    assert found["person-nada"] == Biography(None, 1999, "", "")


@pytest.mark.parametrize(
    ("sound", "broken", "reason"),
    [
        ("\tEgyptian singer", "", "4 columns and not 5"),
        ("person-salma", "", "no key"),
        ("1931", "في 1931", "is no year"),
        ("1931", "2031", "nobody lives from 2031 to 2004"),
        ("1931", "1831", "nobody lives from 1831 to 2004"),
        ("Egyptian singer", "", "one language only"),
        ("مطربة", " مطربة", "blanks around"),
        ("1931\t2004\tمطربة مصرية\tEgyptian singer", "\t\t\t", "nothing is said"),
    ],
)
def test_a_broken_row_is_refused_by_file_line_and_reason(
    sound: str, broken: str, reason: str
) -> None:
    with pytest.raises(GazetteerError, match=rf"biographies\.tsv, line 2: .*{reason}"):
        biographies_in("# a comment\n" + ROW.replace(sound, broken, 1))


def test_a_person_comes_once() -> None:
    with pytest.raises(GazetteerError, match="line 2: person-salma came before"):
        biographies_in(f"{ROW}\n{ROW}")


def test_all_are_people_of_the_list_and_hundreds() -> None:
    known = Gazetteer.shipped()
    entries = [known.get(key) for key in biographies()]
    assert all(entry is not None and entry.kind is EntityKind.PERSON for entry in entries)
    assert len(entries) >= 400


@pytest.mark.django_db
def test_an_older_archive_takes_the_sort_that_the_list_has_now() -> None:
    entity = make_entity("هشام الهاشمي", "person", key="person-hisham-al-hashimi")
    Entity.objects.filter(pk=entity.pk).update(subkind="politician")
    EntityLinker().entities_of([entity.key])
    entity.refresh_from_db()
    known = Gazetteer.shipped().get(entity.key)
    assert known is not None
    assert (entity.subkind, known.subkind) == ("scholar", "scholar")
