"""Sites and instructors: made, changed, and never twice."""

import pytest

from cast import a_course, a_member, a_person, an_organization, bruno
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import RefusedPart
from conferral.learning.catalog import instructors, personal_data, sites
from conferral.learning.catalog.models import Change, Instructor

pytestmark = pytest.mark.django_db


def an_instructor(name="Dr Thabo Mokoena", title="Lecturer", email=""):
    made = Instructor(organization=an_organization())
    instructors.put(made, bruno(), name=name, title=title, email=email)
    return made


def test_a_site_is_made_once_and_renamed_later():
    for name in ("Soweto", "Soweto", "Soweto campus"):
        sites.put(an_organization(), "soweto", name, bruno())
    assert [site.name for site in an_organization().sites.all()] == ["Soweto campus"]
    deeds = [line.deed for line in Entry.objects.filter(deed__contains="site")]
    assert deeds == ["made a site", "renamed a site"]


@pytest.mark.parametrize(("code", "name"), [("So weto", "Soweto"), ("soweto", " ")])
def test_a_site_has_a_code_and_a_name(code, name):
    with pytest.raises(RefusedPart):
        sites.put(an_organization(), code, name, bruno())


def test_an_instructor_may_have_an_account_here():
    thabo = a_member("Thabo", Role.TRAINER)
    assert an_instructor(email=" THABO@example.test").person == thabo
    assert Change.objects.get().number == 1


def test_an_account_elsewhere_is_none_here():
    a_person("Mallory")
    with pytest.raises(RefusedPart, match="Nobody here"):
        an_instructor(email="mallory@example.test")


def test_there_are_no_two_instructors_with_one_name_and_title():
    an_instructor()
    with pytest.raises(RefusedPart, match="already"):
        an_instructor()
    assert an_instructor(title="Moderator").pk


def test_a_name_is_a_name():
    with pytest.raises(RefusedPart) as refused:
        an_instructor(name="=HYPERLINK()")
    assert refused.value.part == "name"


def test_whoever_teaches_is_shown_what_is_kept_and_forgotten_on_request():
    thabo = a_member("Thabo", Role.TRAINER)
    version = a_course()
    version.teachings.create(instructor=an_instructor(email=thabo.email), duty="assessor")
    (taught,) = personal_data.export(thabo)["teaches"]
    assert taught["versions"] == [f"{version}: assessor"]
    personal_data.erase(thabo, an_organization())
    forgotten = Instructor.objects.get()
    assert (forgotten.person, forgotten.name, forgotten.title) == (None, "Erased person", "")
    assert version.teachings.count() == 1


def test_nothing_hides_in_the_name_of_a_site_or_a_title():
    with pytest.raises(RefusedPart, match="Delete that character"):
        sites.put(an_organization(), "soweto", "So\u202eweto", bruno())
    with pytest.raises(RefusedPart, match="Delete that character"):
        an_instructor(title="Lect\u2066urer")
    assert sites.put(an_organization(), "soweto", "So\u200bweto", bruno()).name == "Soweto"
