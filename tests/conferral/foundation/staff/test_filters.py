"""What staff look for again and again is kept under a name."""

import pytest

from cast import a_person, an_organization, bruno, dara
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.staff import personal_data
from conferral.foundation.staff.filters import AT_MOST, drop, save
from conferral.foundation.staff.models import SavedFilter

pytestmark = pytest.mark.django_db


def saved(person=None, *, query="state=valid", name="Valid ones", share=False):
    return save(an_organization(), person or dara(), "certificates", query, name=name, share=share)


def seen_by(person):
    seen = SavedFilter.objects.seen_by(person, an_organization())
    return [each.name for each in seen]


def test_it_is_ones_own_until_it_is_shared():
    saved(name="Mine")
    assert (seen_by(dara()), seen_by(bruno())) == (["Mine"], [])
    saved(name="Mine", share=True)
    assert seen_by(bruno()) == ["Mine"]


def test_the_same_name_again_replaces_it():
    saved(query="state=valid")
    saved(query="state=expired")
    assert SavedFilter.objects.get().query == "state=expired"


def test_without_a_name_or_a_question_nothing_is_saved():
    with pytest.raises(RefusedPart, match="name"):
        saved(name="  ")
    with pytest.raises(Refused, match="nothing to save"):
        saved(query="")


def test_there_is_a_most():
    for number in range(AT_MOST):
        saved(name=f"Filter {number}")
    with pytest.raises(Refused, match="Drop one"):
        saved(name="One more")
    saved(name="Filter 0", query="state=revoked")
    save(an_organization(), dara(), "learners", "q=ada", name="On another page", share=False)


def test_only_its_owner_drops_it_or_who_may_drop_what_is_shared():
    mine, shared = saved(name="Mine"), saved(name="Shared", share=True)
    for each in (mine, shared):
        with pytest.raises(Refused):
            drop(each, bruno())
    with pytest.raises(Refused):
        drop(mine, bruno(), may_drop_others=True)
    drop(shared, bruno(), may_drop_others=True)
    drop(mine, dara())
    assert not SavedFilter.objects.exists()


def test_the_trail_does_not_tell_what_was_looked_for():
    saved(query="q=Nomvula")
    entry = Entry.objects.get(deed="saved a filter")
    assert "Nomvula" not in str(entry.details)


def test_who_is_forgotten_is_not_found_by_a_filter_either():
    nomvula = a_person("Nomvula Dlamini")
    saved(query="q=Nomvula+Dlamini&state=valid", name="By name")
    saved(query="q=nomvula%40example.test", name="By address")
    saved(name="Everybody")
    personal_data.erase(nomvula, an_organization())
    assert seen_by(dara()) == ["Everybody"]


def test_ones_own_are_exported_and_erased():
    saved()
    assert personal_data.export(dara())["saved_filters"][0]["query"] == "state=valid"
    personal_data.erase(dara(), an_organization())
    assert not SavedFilter.objects.exists()
