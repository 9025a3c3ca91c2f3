from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cast import (
    CRITERION,
    PASSED,
    a_course,
    a_person,
    an_award,
    an_import,
    an_organization,
    bruno,
    dara,
    publish,
)
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.audit.models import Entry
from conferral.foundation.brakes.models import Batch
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.awards import braking, holding, specimens
from conferral.learning.awards import jobs as awards
from conferral.learning.awards.life import State
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Module, ModuleKind
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, ModuleResult
from conferral.learning.renewal import actions, jobs, opening
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.deciding import Way
from conferral.learning.renewal.models import Activity, Renewal
from conferral.oversight.fsck import learning
from renewing import a_licence, an_ending_credential, an_open_renewal, today_of
from vouching import a_site

pytestmark = pytest.mark.django_db

REFRESHED = Terms(refreshers=("refresher",))
BY_POINTS = Terms(points=Decimal(30))


def run() -> None:
    """The belt, as far as an award."""
    while awards.evaluate_changed() + jobs.renew_changed() + awards.settle_changed():
        pass


def issue_again(renewal: Renewal) -> Credential:
    (credential,) = issuing.issue([renewal.enrolment.award])
    return credential


def points(amount: int, days_ago: int = 1) -> Activity:
    day = today_of(an_organization()) - timedelta(days=days_ago)
    return Activity(day=day, title=f"Workshop of {days_ago}", points=Decimal(amount))


def test_whoever_holds_what_ends_soon_is_enrolled_once_more():
    version = a_licence()
    renewal = an_open_renewal(version, BY_POINTS)
    assert renewal.enrolment.version == version
    assert renewal.enrolment.cycle == 2
    assert renewal.enrolment.counts_from is not None


def test_it_is_opened_once_however_often_it_is_asked_for():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    today = today_of(an_organization())
    assert opening.open_due(an_organization(), today) == 0
    assert Renewal.objects.count() == 1
    assert Enrolment.objects.filter(person=renewal.enrolment.person).count() == 2


def test_what_ends_later_than_the_window_waits():
    version = a_licence()
    actions.set_rule(version.course, Terms(opens_days=10), bruno())
    an_ending_credential(version, days_left=11)
    assert opening.open_due(an_organization(), today_of(an_organization())) == 0


def test_the_last_day_is_that_of_the_zone():
    version = a_licence()
    actions.set_rule(version.course, Terms(opens_days=10), bruno())
    credential = an_ending_credential(version)
    # Half past midnight of 1 March in Johannesburg is still 29 February in London.
    ends = datetime(2028, 2, 29, 22, 30, tzinfo=UTC)
    Award.objects.filter(pk=credential.award_id).update(valid_until=ends)
    organization = an_organization()
    assert opening.open_due(organization, date(2028, 2, 19)) == 0
    assert opening.open_due(organization, date(2028, 2, 20)) == 1


def test_what_was_taken_back_is_not_renewed():
    version = a_licence()
    actions.set_rule(version.course, BY_POINTS, bruno())
    issuing.revoke(an_ending_credential(version), dara(), "Misconduct.")
    assert opening.open_due(an_organization(), today_of(an_organization())) == 0


@pytest.mark.parametrize(("days_over", "opened"), [(37, 1), (38, 0)])
def test_a_window_that_closed_within_a_week_of_sleep_is_opened_and_no_older_one(days_over, opened):
    version = a_licence()
    actions.set_rule(version.course, BY_POINTS, bruno())  # Its grace is of thirty days.
    an_ending_credential(version, days_left=-days_over)
    assert opening.open_due(an_organization(), today_of(an_organization())) == opened


def test_whoever_renews_does_it_where_they_have_learned():
    version = a_licence()
    actions.set_rule(version.course, BY_POINTS, bruno())
    credential, site = an_ending_credential(version), a_site()
    Enrolment.objects.update(site=site)
    opening.open_due(an_organization(), today_of(an_organization()))
    assert Renewal.objects.get(award=credential.award).enrolment.site == site


def test_a_refresher_renews():
    licence, refresher = a_licence(), a_course("refresher")
    renewal = an_open_renewal(licence, REFRESHED)
    taken = Enrolment.objects.get(version=refresher)
    assert taken.person == renewal.enrolment.person
    award = Award.objects.create(
        enrolment=taken, earned_at=timezone.now(), completed_on=today_of(an_organization())
    )
    issuing.issue([award])
    run()
    renewal.refresh_from_db()
    assert renewal.way == Way.REFRESHER
    assert renewal.enrolment.award.completed_on == today_of(an_organization())


def test_a_specimen_of_a_refresher_renews_nothing():
    a_course("refresher")
    renewal = an_open_renewal(a_licence(), REFRESHED)
    specimen = specimens.award_to(renewal.enrolment.person, a_course("refresher"))
    issuing.issue([specimen])
    run()
    renewal.refresh_from_db()
    assert renewal.renewed_on is None


def test_whoever_has_a_specimen_of_a_refresher_is_enrolled_in_it_all_the_same():
    refresher = a_course("refresher")
    issuing.issue([specimens.award_to(a_person("Ada Nkosi"), refresher)])
    an_open_renewal(a_licence(), REFRESHED)
    assert Enrolment.objects.of_learners().filter(version=refresher).exists()


@pytest.mark.parametrize(("days_early", "enrolments"), [(0, 1), (1, 2)])
def test_a_refresher_that_was_taken_since_the_window_opened_is_not_taken_again(
    days_early, enrolments
):
    refresher, today = a_course("refresher"), today_of(an_organization())
    opens_on = today + timedelta(days=20 - REFRESHED.opens_days)
    award = an_award("Ada Nkosi", refresher)
    Award.objects.filter(pk=award.pk).update(completed_on=opens_on - timedelta(days=days_early))
    an_open_renewal(a_licence(), REFRESHED, days_left=20)
    assert Enrolment.objects.filter(version=refresher).count() == enrolments


def test_a_refresher_that_is_not_certified_yet_renews_nothing():
    licence, refresher = a_licence(), a_course("refresher")
    renewal = an_open_renewal(licence, REFRESHED)
    Award.objects.create(
        enrolment=Enrolment.objects.get(version=refresher),
        earned_at=timezone.now(),
        completed_on=today_of(an_organization()),
    )
    run()
    assert not Award.objects.filter(enrolment=renewal.enrolment).exists()


def test_a_refresher_that_was_suspended_renews_when_it_counts_again():
    refresher = a_course("refresher")
    renewal = an_open_renewal(a_licence(), REFRESHED)
    enrolment = Enrolment.objects.get(version=refresher)
    today = today_of(an_organization())
    award = Award.objects.create(enrolment=enrolment, earned_at=timezone.now(), completed_on=today)
    (done,) = issuing.issue([award])
    issuing.suspend(done, dara(), "Complaint", Reason.COMPLAINT)
    run()
    renewal.refresh_from_db()
    assert renewal.renewed_on is None
    issuing.reinstate(done, dara(), "Nothing was wrong", Reason.REVIEW_ENDED)
    run()
    renewal.refresh_from_db()
    assert (renewal.way, renewal.renewed_on) == (Way.REFRESHER, today)


def test_the_old_one_names_the_new_one_and_counts_on():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    actions.enter(an_organization(), renewal.enrolment.person, points(30), dara())
    run()
    new = issue_again(renewal)
    old = Credential.objects.get(award=renewal.award)
    assert old.renewed_by == new
    assert old.revoked_at is None
    assert old.state(timezone.now()) is State.RENEWED
    assert [event.kind for event in old.events.all()] == [Kind.RENEWED]


@pytest.fixture
def earned() -> Renewal:
    """Ada has her points; the next certificate is not issued yet."""
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    actions.enter(an_organization(), renewal.enrolment.person, points(30), dara())
    run()
    return renewal


def next_of(renewal: Renewal) -> Award:
    return Award.objects.get(enrolment=renewal.enrolment)


def test_what_is_revoked_before_it_is_renewed_keeps_the_next_one_back(earned):
    old = Credential.objects.get(award=earned.award)
    issuing.revoke(old, dara(), "Misconduct")
    run()
    assert next_of(earned).waits_because == "The certificate that it renews was revoked."
    assert issuing.issue([next_of(earned)]) == []
    holding.let_go(next_of(earned), dara(), "She has learned everything anew")
    (new,) = issuing.issue([next_of(earned)])
    old.refresh_from_db()
    assert (old.renewed_by, old.status, new.status) == (None, "revoked", "valid")
    # A year from today, and not from the end of what was revoked.
    lasts = new.valid_until - new.issued_at if new.valid_until else None
    assert lasts is not None
    assert lasts < timedelta(days=367)


def test_an_upheld_appeal_lets_the_next_one_on_too(earned):
    old = Credential.objects.get(award=earned.award)
    issuing.suspend(old, dara(), "A complaint", Reason.COMPLAINT)
    issuing.revoke(old, dara(), "Misconduct")
    change = issuing.Change("An appeal was upheld", Reason.APPEAL_UPHELD)
    again = issuing.replace(old, dara(), change)
    run()
    (new,) = issuing.issue([next_of(earned)])
    again.refresh_from_db()
    assert again.renewed_by == new


def test_what_is_suspended_keeps_the_next_one_back_until_it_counts_again(earned):
    old = Credential.objects.get(award=earned.award)
    issuing.suspend(old, dara(), "A complaint", Reason.COMPLAINT)
    run()
    assert issuing.issue([next_of(earned)]) == []
    issuing.reinstate(old, dara(), "Nothing was found", Reason.REVIEW_ENDED)
    run()
    (new,) = issuing.issue([next_of(earned)])
    old.refresh_from_db()
    assert old.renewed_by == new


def hold_in_a_batch(award: Award) -> Batch:
    batch = Batch.objects.create(organization=an_organization(), count=1, usual=0, most=0)
    holding.hold(award, dara(), "So many in one day are unusual")
    Award.objects.filter(pk=award.pk).update(batch=batch)
    return batch


def test_what_is_revoked_keeps_the_next_one_back_from_its_batch(earned):
    batch = hold_in_a_batch(next_of(earned))
    issuing.revoke(Credential.objects.get(award=earned.award), dara(), "Misconduct")
    assert not braking.waiting_in(batch).exists()
    assert next_of(earned).waits_because == "The certificate that it renews was revoked."


def test_whoever_lets_go_what_they_held_reads_what_else_keeps_it_back(earned):
    old = Credential.objects.get(award=earned.award)
    holding.hold(next_of(earned), dara(), "Is it she?")
    issuing.suspend(old, dara(), "A complaint", Reason.COMPLAINT)
    both = "The certificate that it renews is suspended. Is it she?"
    assert next_of(earned).waits_because == both
    issuing.reinstate(old, dara(), "Nothing was found", Reason.REVIEW_ENDED)
    run()
    assert (next_of(earned).held_because, next_of(earned).waits_because) == ("Is it she?",) * 2


def test_an_exam_that_is_passed_after_the_revocation_is_kept_back_until_somebody_looks():
    renewal = an_open_renewal(a_licence(), Terms(by_exam=True))
    issuing.revoke(Credential.objects.get(award=renewal.award), dara(), "Misconduct")
    for module in renewal.enrolment.version.modules.all():
        ModuleResult.objects.create(
            enrolment=renewal.enrolment,
            module=module,
            passed=True,
            completed_at=timezone.now(),
            recorded_at=timezone.now(),
        )
    for _ in range(2):  # Looked at once more, it is not held once more.
        Enrolment.objects.filter(pk=renewal.enrolment_id).update(evaluated_at=None)
        run()
        assert issuing.issue([next_of(renewal)]) == []
    holding.let_go(next_of(renewal), dara(), "She has learned everything anew")
    Enrolment.objects.filter(pk=renewal.enrolment_id).update(evaluated_at=None)
    run()
    assert len(issuing.issue([next_of(renewal)])) == 1


def test_what_was_renewed_by_one_that_is_revoked_is_not_renewed(earned):
    old, new = Credential.objects.get(award=earned.award), issue_again(earned)
    issuing.revoke(new, dara(), "By mistake", Reason.ISSUED_IN_ERROR)
    old.refresh_from_db()
    assert (old.status, old.page_made_at) == ("valid", None)
    change = issuing.Change("An appeal was upheld", Reason.APPEAL_UPHELD)
    again = issuing.replace(new, dara(), change)
    old.refresh_from_db()
    assert (old.status, old.renewed_by) == ("renewed", again)


def test_what_takes_the_place_of_a_renewed_one_is_renewed(earned):
    old, new = Credential.objects.get(award=earned.award), issue_again(earned)
    old.refresh_from_db()
    issuing.revoke(old, dara(), "Misconduct")
    change = issuing.Change("An appeal was upheld", Reason.APPEAL_UPHELD)
    again = issuing.replace(old, dara(), change)
    assert (again.renewed_by_id, again.status) == (new.number, "renewed")


def test_who_renews_early_loses_no_day():
    renewal = an_open_renewal(a_licence(), BY_POINTS, days_left=20)
    actions.enter(an_organization(), renewal.enrolment.person, points(30), dara())
    run()
    new, zone = issue_again(renewal), an_organization().zone
    assert new.valid_until is not None
    lasts = new.valid_until.astimezone(zone).date() - renewal.ends_on
    assert lasts in {timedelta(days=365), timedelta(days=366)}


def test_who_renews_in_the_grace_begins_with_the_day_of_issue():
    renewal = an_open_renewal(a_licence(), BY_POINTS, days_left=-10)
    actions.enter(an_organization(), renewal.enrolment.person, points(30), dara())
    run()
    new, zone = issue_again(renewal), an_organization().zone
    assert new.valid_until is not None
    lasts = new.valid_until.astimezone(zone).date() - today_of(an_organization())
    assert lasts in {timedelta(days=364), timedelta(days=365)}


def test_points_are_entered_once_however_often_they_come():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    ada = renewal.enrolment.person
    assert actions.enter(an_organization(), ada, points(20), dara())
    assert not actions.enter(an_organization(), ada, points(20), dara())
    run()
    assert not Award.objects.filter(enrolment=renewal.enrolment).exists()


def test_nobody_enters_points_for_themselves():
    with pytest.raises(Refused, match="colleague"):
        actions.enter(an_organization(), dara(), points(30), dara())


def test_points_that_are_struck_leave_their_reason_in_the_trail():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    actions.enter(an_organization(), renewal.enrolment.person, points(30), dara())
    copies = [Activity.objects.get() for _ in "ab"]  # As two pages have them.
    actions.strike(copies[0], dara(), "It was another workshop.")
    with pytest.raises(Refused, match="struck already"):
        actions.strike(copies[1], bruno(), "It was not hers.")
    run()
    assert not Award.objects.filter(enrolment=renewal.enrolment).exists()
    line = Entry.objects.get(deed="struck points")
    assert line.details["because"] == "It was another workshop."


def test_what_was_learned_elsewhere_renews_when_it_is_recognized():
    renewal = an_open_renewal(a_licence(), Terms(by_recognition=True))
    actions.recognize(renewal, dara(), "Ten years in an ambulance; letter of the employer.")
    with pytest.raises(Refused, match="recognized already"):
        actions.recognize(renewal, bruno(), "I know her.")
    run()
    renewal.refresh_from_db()
    assert renewal.way == Way.RECOGNITION


def test_a_course_that_does_not_say_so_recognizes_nothing():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    with pytest.raises(Refused, match="not renewed by recognition"):
        actions.recognize(renewal, dara(), "Ten years in an ambulance.")


def test_the_old_file_read_again_renews_nothing():
    version = a_licence()
    an_import(("Ada Nkosi", "ada@example.test", PASSED), version=version)
    READ_IMPORTS.run()
    run()
    (award,) = Award.objects.all()
    issuing.issue([award])
    ends = timezone.now() + timedelta(days=20)
    Award.objects.update(valid_until=ends, issued_at=timezone.now() - timedelta(days=340))
    actions.set_rule(version.course, Terms(by_exam=True, opens_days=60), bruno())
    opening.open_due(an_organization(), today_of(an_organization()))
    # The file speaks of 14 June 2026; the window opened later than that.
    Enrolment.objects.filter(cycle=2).update(counts_from=timezone.now() - timedelta(days=1))
    an_import(("Ada Nkosi", "ada@example.test", PASSED), version=version)
    READ_IMPORTS.run()
    run()
    assert Award.objects.count() == 1


def test_where_the_exam_is_enough_all_else_is_carried_over():
    version = a_licence(criterion_json=CRITERION)
    Module.objects.filter(version=version, code="final-quiz").update(kind=ModuleKind.EXAM)
    old = an_ending_credential(version)
    long_ago = timezone.now() - timedelta(days=350)
    for module in version.modules.all():
        ModuleResult.objects.create(
            enrolment=old.award.enrolment,
            module=module,
            passed=True,
            completed_at=long_ago,
            recorded_at=long_ago,
        )
    actions.set_rule(version.course, Terms(by_exam=True), bruno())
    opening.open_due(an_organization(), today_of(an_organization()))
    renewal = Renewal.objects.get()
    run()
    assert not Award.objects.filter(enrolment=renewal.enrolment).exists()
    kept = set(renewal.enrolment.results.values_list("module__code", flat=True))
    assert kept == {"scene-safety", "practical-log"}
    ModuleResult.objects.create(
        enrolment=renewal.enrolment,
        module=version.modules.get(code="final-quiz"),
        passed=True,
        completed_at=timezone.now(),
        recorded_at=timezone.now(),
    )
    Enrolment.objects.update(evaluated_at=None)
    run()
    issue_again(renewal)
    run()
    renewal.refresh_from_db()
    assert (renewal.way, renewal.renewed_on) == (Way.EXAM, today_of(an_organization()))


def test_two_paths_at_once_make_one_certificate():
    renewal = an_open_renewal(a_licence(), Terms(points=Decimal(30), by_recognition=True))
    actions.enter(an_organization(), renewal.enrolment.person, points(30), dara())
    actions.recognize(renewal, dara(), "A letter.")
    run()
    actions.look_again([renewal.enrolment.person_id])
    run()
    assert Award.objects.filter(enrolment=renewal.enrolment).count() == 1


def test_courses_cannot_renew_each_other_in_a_circle():
    one, other = a_licence("one"), a_licence("other")
    actions.set_rule(one.course, Terms(refreshers=("other",)), bruno())
    with pytest.raises(RefusedPart, match="circle"):
        actions.set_rule(other.course, Terms(refreshers=("one",)), bruno())


def test_somebody_who_takes_the_course_already_is_not_enrolled_twice():
    version = a_licence()
    newer = a_licence()
    actions.set_rule(version.course, BY_POINTS, bruno())
    an_ending_credential(version)
    Enrolment.objects.create(person=a_person("Ada Nkosi"), version=newer)
    opening.open_due(an_organization(), today_of(an_organization()))
    assert Enrolment.objects.filter(version=newer).count() == 1
    assert Renewal.objects.get().enrolment.version == newer


def test_another_award_of_the_course_makes_the_older_one_nobodys_worry():
    version = a_licence()
    actions.set_rule(version.course, BY_POINTS, bruno())
    an_ending_credential(version)
    issuing.issue([an_award("Ada Nkosi", a_licence())])
    assert opening.open_due(an_organization(), today_of(an_organization())) == 0


def test_of_two_versions_that_were_issued_in_one_second_one_is_renewed():
    """As when a register is taken over: one that could not be opened kept back all the others."""
    awards, at = [an_award(version=a_licence()) for _ in range(2)], timezone.now()
    actions.set_rule(awards[0].enrolment.version.course, BY_POINTS, bruno())
    issuing.issue(awards, at - timedelta(days=340))
    assert opening.open_due(an_organization(), today_of(an_organization())) == 1
    assert Renewal.objects.get().award == awards[1]


def test_points_on_which_a_certificate_rests_are_not_struck():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    actions.enter(an_organization(), renewal.enrolment.person, points(30), dara())
    run()
    with pytest.raises(Refused, match="was renewed by these points"):
        actions.strike(Activity.objects.get(), dara(), "A mistake.")


def test_what_was_renewed_by_points_that_are_not_there_is_found():
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    actions.enter(an_organization(), renewal.enrolment.person, points(30), dara())
    run()
    assert list(learning.renewals()) == []
    Activity.objects.all().delete()
    (found,) = learning.renewals()
    assert found.problem == "nothing is known of the points that renewed it"


def test_the_page_of_the_old_one_leads_to_the_new_one(client):
    renewal = an_open_renewal(a_licence(), BY_POINTS)
    actions.enter(an_organization(), renewal.enrolment.person, points(30), dara())
    run()
    new = issue_again(renewal)
    publish()
    old = Credential.objects.get(award=renewal.award)
    page = client.get(f"/c/{old.number}").content.decode()
    assert "Renewed by" in page
    assert f'href="/c/{new.number}"' in page


def test_all_certificates_may_end_on_one_day():
    day = today_of(an_organization()) + timedelta(days=100)
    (credential,) = issuing.issue([an_award(version=a_course(valid_until=day))])
    assert credential.valid_until is not None
    assert credential.valid_until.astimezone(an_organization().zone).date() == day
    assert "valid_until" in credential.slots


def test_nothing_is_issued_that_would_end_before_it_begins():
    day = today_of(an_organization()) - timedelta(days=1)
    with pytest.raises(Refused, match="that day is over"):
        issuing.issue([an_award(version=a_course(valid_until=day))])
