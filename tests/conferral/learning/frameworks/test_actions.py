import pytest

from cast import a_member, an_organization, bruno
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.frameworks import actions
from conferral.learning.frameworks.models import Framework, FrameworkItem

pytestmark = pytest.mark.django_db

TABLE = b"code,name,url\nFA.1,Treat wounds,https://f.example/1\nFA.2,Call for help,https://f.example/2\n"


def brought_in(title="first-aid.csv", content=TABLE):
    return actions.bring_in(an_organization(), bruno(), title, content)


def test_a_file_is_a_preview_until_somebody_takes_it_in():
    framework = brought_in()
    assert not FrameworkItem.objects.of(an_organization()).exists()
    actions.confirm(framework, bruno(), "First aid")
    assert [str(item) for item in FrameworkItem.objects.of(an_organization())] == [
        "FA.1 Treat wounds",
        "FA.2 Call for help",
    ]


def test_a_newer_edition_takes_the_place_of_the_older_one():
    actions.confirm(brought_in(), bruno(), "First aid")
    newer = actions.confirm(
        brought_in(content=TABLE.replace(b"Treat", b"Dress")), bruno(), "First aid"
    )
    assert list(Framework.objects.all()) == [newer]


def test_a_preview_that_is_left_leaves_nothing():
    actions.remove(brought_in(), bruno())
    assert not FrameworkItem.objects.exists()
    assert Entry.objects.order_by("pk").last().deed == "discarded a framework"


def test_what_has_nothing_to_point_at_is_refused_and_not_kept():
    with pytest.raises(Refused, match=r"The first problem: Row 2: .*no address"):
        brought_in(content=b"name,url\nWounds,\n")
    assert not Framework.objects.exists()


def test_it_is_taken_in_once():
    framework = brought_in()
    actions.confirm(framework, bruno())
    with pytest.raises(Refused, match="already"):
        actions.confirm(framework, bruno())


def test_one_organization_does_not_see_the_frameworks_of_another():
    other = an_organization("Ubuntu", "UB")
    stranger = a_member("Uli", Role.AUTHOR, other)
    actions.confirm(actions.bring_in(other, stranger, "x.csv", TABLE), stranger)
    assert not FrameworkItem.objects.of(an_organization()).exists()


def test_a_search_wants_every_word():
    actions.confirm(brought_in(), bruno())
    found = FrameworkItem.objects.of(an_organization()).about("help call")
    assert [item.code for item in found] == ["FA.2"]
