"""The dry run: who would get what, and why not the others; nothing is written."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.utils import timezone

from cast import FAILED, PASSED, a_course, a_draft, a_moodle_file, an_import, an_organization, dara
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.foundation.brakes.models import Batch, Brakes
from conferral.foundation.refusal import Refused
from conferral.learning.awards import holding, keeping_back
from conferral.learning.awards.jobs import EVALUATE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.progress import actions as progress
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal.actions import Terms
from conferral.oversight import rehearsal
from conferral.oversight.reports import dry_run
from conferral.oversight.reports.dry_run import Outcome
from conferral.worker import run_until_idle
from moderating import a_moderated_course
from renewing import a_licence, an_open_renewal
from waiting import a_released_type

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
ROWS = (("Ada Nkosi", "ada@x.test", PASSED), ("Ben Dube", "ben@x.test", FAILED))


def an_upload(version, *rows):
    """Uploaded and not confirmed."""
    file = a_moodle_file(*rows)
    return progress.upload(version.course, dara(), file.name, file)


def everything():
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
    }


def outcomes(lines):
    return {line.enrolment.person.printed_name: (line.outcome, line.why) for line in lines}


def test_a_file_is_rehearsed_and_nothing_of_it_stays():
    batch = an_upload(a_course(), *ROWS)
    before = everything()
    found = outcomes(rehearsal.rehearse(batch, NOW))
    assert everything() == before
    assert found["Ada Nkosi"] == (Outcome.GETS, ())
    assert found["Ben Dube"] == (Outcome.NOT_YET, ("Pass “Final quiz”; so far it is not passed.",))


def test_what_nobody_can_sign_is_not_promised():
    over = a_course("over", valid_until=date(2026, 1, 31))
    old = rehearsal.rehearse(an_upload(over, ("Ada Nkosi", "ada@x.test", PASSED)), NOW)
    ((outcome, (why,)),) = outcomes(old).values()
    assert outcome is Outcome.WAITS
    assert "that day is over" in why
    odd = rehearsal.rehearse(an_upload(a_course(), ("Ada \U00013000", "o@x.test", PASSED)), NOW)
    ((outcome, (why,)),) = outcomes(odd).values()
    assert outcome is Outcome.WAITS
    assert "No typeface of ours" in why


def courses():
    """One for each thing that may keep a certificate back, and one that keeps none."""
    return (
        a_course("free"),
        a_draft("draft"),
        a_course("over", valid_until=date(2026, 1, 31)),
        a_moderated_course("moderated"),
        a_course("released", certificate_type=a_released_type()),
    )


def test_whatever_keeps_whomever_back_what_was_said_comes_true():
    for version in courses():
        names = ("Ada Nkosi", "Ben Dube", "Odd \U00013000", "Cleo Botha")
        states = (PASSED, FAILED, PASSED, PASSED)
        rows = [
            (name, f"{name[0]}@{version.course.code}.test", state)
            for name, state in zip(names, states, strict=True)
        ]
        an_import(*rows, version=version)
    READ_IMPORTS.run()
    EVALUATE_CHANGED.run()
    for award in Award.objects.filter(enrolment__person__printed_name="Cleo Botha"):
        holding.hold(award, dara(), "Who is she?")
    said = dry_run.decided(Enrolment.objects.all(), NOW)
    promised = {line.enrolment.pk for line in said if line.outcome is Outcome.GETS}
    run_until_idle()
    issued = Credential.objects.values_list("award__enrolment", flat=True)
    assert set(issued) == promised
    assert len(promised) == 1


def test_what_was_rehearsed_comes_true():
    version = a_course()
    batch = an_upload(version, *ROWS)
    promised = Counter(line.outcome for line in rehearsal.rehearse(batch, NOW))
    progress.confirm(batch, dara())
    run_until_idle()
    assert Credential.objects.count() == promised[Outcome.GETS] == 1


def test_a_course_is_looked_at_without_a_row_changing():
    an_import(*ROWS)
    run_until_idle()
    before = everything()
    found = outcomes(dry_run.decided(Enrolment.objects.all(), NOW))
    assert everything() == before
    assert found["Ada Nkosi"] == (Outcome.HAS, (Credential.objects.get().number,))


def test_who_must_wait_is_told_for_what():
    version = a_draft()
    found = outcomes(rehearsal.rehearse(an_upload(version, *ROWS), NOW))
    assert found["Ada Nkosi"] == (Outcome.WAITS, ("The content is not approved yet.",))


def test_so_many_that_they_would_be_held_are_announced():
    Brakes.objects.filter(organization=an_organization()).update(unusual_from=1)
    rows = (ROWS[0], ("Zoe Moyo", "zoe@x.test", PASSED))
    lines = rehearsal.rehearse(an_upload(a_course(), *rows), NOW)
    found = dry_run.tally(lines, NOW)
    assert found.counts[Outcome.GETS] == 2
    assert found.held
    assert not dry_run.tally([], NOW).held


def test_while_a_batch_waits_for_a_second_person_whatever_comes_is_said_to_join_it():
    Batch.objects.create(organization=an_organization(), count=9, usual=1, most=3)
    one = rehearsal.rehearse(an_upload(a_course(), ROWS[0]), NOW)
    assert "would join" in dry_run.tally(one, NOW).held
    none = rehearsal.rehearse(an_upload(a_course("other"), ROWS[1]), NOW)
    assert not dry_run.tally(none, NOW).held


def test_what_would_renew_something_that_was_revoked_is_said_to_be_kept_back():
    renewal = an_open_renewal(a_licence(), Terms(by_exam=True))
    issuing.revoke(Credential.objects.get(), dara(), "Misconduct")
    ada, today = ("Ada Nkosi", "ada@example.test", PASSED), timezone.now().isoformat(" ", "seconds")
    file = a_moodle_file(ada, at=today.partition("+")[0])
    batch = progress.upload(renewal.enrolment.version.course, dara(), file.name, file)
    said = outcomes(rehearsal.rehearse(batch, NOW))
    assert said == {"Ada Nkosi": (Outcome.WAITS, (keeping_back.NOT_IN_FORCE,))}
    progress.confirm(batch, dara())
    READ_IMPORTS.run()
    EVALUATE_CHANGED.run()
    assert renewal.enrolment.award.held_because == keeping_back.NOT_IN_FORCE


def test_a_long_file_is_not_rehearsed_on_a_page():
    with pytest.raises(Refused, match="command line"):
        rehearsal.rehearse(an_upload(a_course(), *ROWS), NOW, most=1)


def test_looking_costs_the_same_for_few_and_for_many(django_assert_max_num_queries):
    version = a_course()
    an_import(*((f"L{n} Nkosi", f"l{n}@x.test", PASSED) for n in range(40)), version=version)
    run_until_idle()
    with django_assert_max_num_queries(14):
        assert len(list(dry_run.decided(Enrolment.objects.all(), NOW))) == 40


def test_outcomes_of_many_are_said_of_many():
    words = [outcome.of_many for outcome in Outcome]
    assert words == ["get it", "have it", "must wait", "not yet", "get none"]
