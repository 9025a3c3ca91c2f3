"""What a version would print today, before anybody has earned it."""

from datetime import date

import pytest

from cast import a_course, a_draft, an_accreditation
from conferral.credentials.designs.certificate import SPECIMEN
from conferral.credentials.designs.previews import HOLDERS, preview
from conferral.learning.accreditation.rulings import Rulings

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 14)


def previewed(version, holder="ordinary", on=DAY):
    return preview(version, HOLDERS[holder], Rulings(version.course.organization, on))


def test_it_says_what_the_version_says():
    said = previewed(a_course(signatory_name="Lindiwe van Wyk", validity_months=36))
    assert (said.course, said.issuer.name) == ("Workplace First Aid", "SayPro")
    assert said.expires == date(2029, 6, 13)
    assert "Lindiwe van Wyk" in [each.name for each in said.signatures]


def test_it_is_marked_and_leads_nowhere():
    said = previewed(a_course())
    assert (said.is_specimen, said.specimen) == (True, SPECIMEN)
    assert said.number == "SP-00000-00000-0000"


def test_a_draft_can_be_looked_at_before_it_is_approved():
    assert previewed(a_draft("new", title="Not yet approved")).course == "Not yet approved"


def test_an_accreditation_is_printed_on_a_day_on_which_it_holds():
    version = a_course()
    an_accreditation(version)
    assert previewed(version).label == "Accredited Certificate"
    assert previewed(version, on=date(2019, 12, 31)).label == ""


def test_each_name_has_a_rosette_of_its_own():
    version = a_course()
    seeds = {previewed(version, word).rosette_seed for word in HOLDERS}
    assert len(seeds) == len(HOLDERS)
