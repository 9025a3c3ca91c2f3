"""A specimen goes out without anybody's approval, and says so in what is signed."""

import pytest

from cast import PASSED, a_course, a_draft, an_award, an_import, dara
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.shapes import secured_document
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.awards import specimens
from conferral.learning.awards.holding import hold
from conferral.learning.awards.jobs import EVALUATE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.catalog import actions as catalog
from conferral.learning.catalog import criteria
from conferral.learning.progress import announcing, facts
from conferral.learning.progress.announcing import Audience
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment
from credkit.reading import read
from together import at_once

pytestmark = pytest.mark.django_db


def issued(award):
    issuing.issue([award])
    return Credential.objects.filter(award=award).first()


def test_it_waits_for_no_approval_and_says_that_it_is_one():
    credential = issued(specimens.award_to(dara(), a_draft()))
    assert credential.is_specimen
    assert read(secured_document(credential)).is_specimen
    assert credential.slots["holder_name"] == f"Specimen: {dara().printed_name}"


def test_everything_else_says_the_name_alone():
    credential = issued(an_award("Ada Nkosi"))
    assert credential.slots["holder_name"] == "Ada Nkosi"
    assert not read(secured_document(credential)).is_specimen
    assert credential.award.enrolment.person.printed_name == "Ada Nkosi"


def test_it_can_be_held_like_any_other():
    award = specimens.award_to(dara(), a_draft())
    hold(award, dara(), "Not today")
    award.refresh_from_db()
    assert issued(award) is None


def test_nobody_gets_two_and_no_learner_gets_one():
    version = a_draft()
    specimens.award_to(dara(), version)
    with pytest.raises(Refused, match="already"):
        specimens.award_to(dara(), version)


@pytest.mark.django_db(transaction=True)
def test_whoever_presses_twice_gets_one():
    person, version = dara(), a_course()
    done, refused = at_once(*(lambda: specimens.award_to(person, version) for _ in "ab"))
    assert (done, "have a specimen of it" in refused) == ("", True)
    assert Award.objects.count() == 1


def test_nothing_rests_on_it():
    version = a_course("trainer", criterion_json={"holds": "first-aid"})
    learning = Enrolment.objects.create(person=dara(), version=version)
    issued(specimens.award_to(dara(), a_course()))
    assert not learning.decision.met


def test_whoever_has_one_earns_the_certificate_all_the_same():
    version = a_course()
    specimen = issued(specimens.award_to(dara(), version))
    for _ in range(2):  # A file that is read again earns nothing again.
        an_import(("Dara", "dara@example.test", PASSED), version=version)
        READ_IMPORTS.run()
        EVALUATE_CHANGED.run()
    assert Award.objects.exclude(pk=specimen.award_id).get().enrolment.person == dara()


def test_no_letter_to_learners_goes_to_whoever_has_one():
    version = a_course()
    issued(specimens.award_to(dara(), version))
    assert not announcing.readers(version.course, Audience.EVERYBODY)


def test_one_that_is_held_stays_when_the_draft_asks_for_something_else():
    draft = a_draft()
    hold(specimens.award_to(dara(), draft), dara(), "Not today")
    catalog.save_criterion(draft, {"passed": "final-quiz"}, dara(), edition=draft.edition)
    EVALUATE_CHANGED.run()
    assert Award.objects.count() == 1


def test_whoever_has_one_is_no_learner_of_the_version():
    version = a_course()
    specimens.award_to(dara(), version)
    assert facts.what_if(version, criteria.Passed("final-quiz")) == criteria.Comparison((), (), ())


def test_the_trail_knows_of_it():
    specimens.award_to(dara(), a_draft())
    assert Entry.objects.filter(deed="took a specimen", actor=dara()).exists()
