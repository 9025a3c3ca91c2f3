import importlib
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from cast import PASSED, an_import, an_organization, bruno, dara
from clock import standing_at
from conferral.credentials.delivery import turns
from conferral.credentials.delivery.letters import key_of
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.actions import Change
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.learning.awards import holding, moderating
from conferral.learning.awards import jobs as awards
from conferral.learning.awards.keeping_back import RENEWED_OTHERWISE
from conferral.learning.awards.links import token_of
from conferral.learning.awards.models import Award
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, ModuleResult
from conferral.learning.renewal import actions, chores, coming, jobs
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.deciding import Way
from conferral.learning.renewal.models import Activity, Renewal
from conferral.learning.renewal.standing import standing_of
from conferral.oversight.fsck import learning
from made_once import made_once
from renewing import a_licence, an_open_renewal, today_of

pytestmark = pytest.mark.django_db

BY_POINTS = Terms(points=Decimal(30), reminders=(90, 30, 19, 7, 0))
RECOGNIZED = Terms(by_recognition=True)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def _renewed(django_db_setup, django_db_blocker, tmp_path_factory):
    """Ada has renewed by points what ends in twenty days."""
    with made_once(django_db_blocker, tmp_path_factory.mktemp("renewed")):
        renewal = an_open_renewal(a_licence(), BY_POINTS)
        enter_points(renewal.enrolment)
        belt()
        issue_what_came_of(renewal)
        yield renewal.pk


@pytest.fixture
def renewal(_renewed: int) -> Renewal:
    return Renewal.objects.get(pk=_renewed)


@pytest.fixture
def undone(renewal: Renewal) -> Renewal:
    """By mistake, as it turned out; and the night has gone by."""
    take_back(renewal)
    look_after(DAY)
    renewal.refresh_from_db()
    return renewal


def enter_points(enrolment: Enrolment, points: int = 30) -> None:
    day = today_of(an_organization())
    activity = Activity(day=day, title=f"Workshop of {day}", points=Decimal(points))
    actions.enter(an_organization(), enrolment.person, activity, dara())


def belt() -> None:
    while awards.evaluate_changed() + jobs.renew_changed() + awards.settle_changed():
        pass


def issue_what_came_of(renewal: Renewal) -> Credential:
    (credential,) = issuing.issue([Award.objects.get(enrolment=renewal.enrolment_id)])
    return credential


def take_back(renewal: Renewal) -> None:
    credential = Credential.objects.get(award__enrolment=renewal.enrolment_id)
    issuing.revoke(credential, dara(), "Issued by mistake", Reason.ISSUED_IN_ERROR)


def give_back(renewal: Renewal) -> Credential:
    """An appeal is upheld."""
    revoked = Credential.objects.current().get(award__enrolment=renewal.enrolment_id)
    return issuing.replace(revoked, dara(), Change("So it was", Reason.APPEAL_UPHELD))


def look_after(later: timedelta) -> None:
    organization = an_organization()
    chores.look_after_renewals(organization, today_of(organization) + later)


def days_later(days: int) -> datetime:
    return timezone.now() + days * DAY


def counting(renewal: Renewal) -> Renewal:
    return Renewal.objects.counting().get(award=renewal.award_id)


def older(renewal: Renewal) -> Credential:
    return Credential.objects.get(award=renewal.award_id)


def complete(enrolment: Enrolment, at: datetime) -> None:
    """The whole course."""
    ModuleResult.objects.bulk_create(
        ModuleResult(
            enrolment=enrolment, module=module, passed=True, completed_at=at, recorded_at=at
        )
        for module in enrolment.version.modules.all()
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(evaluated_at=None)
    belt()


def test_it_is_opened_again_the_night_after_its_certificate_was_revoked(undone):
    again = counting(undone)
    assert again.enrolment.person == undone.enrolment.person
    assert again.enrolment.cycle == 3
    assert again.opens_on == today_of(an_organization()) + DAY
    assert again.closes_on == undone.closes_on


def test_it_is_opened_again_once_however_often_it_is_asked_for(undone):
    look_after(DAY)
    look_after(2 * DAY)
    assert Renewal.objects.count() == 2


def test_what_came_to_nothing_before_a_sleep_of_months_is_not_opened_any_more(renewal):
    take_back(renewal)
    look_after(60 * DAY)
    assert not Renewal.objects.counting().exists()


def test_two_that_count_cannot_be(undone):
    with pytest.raises(IntegrityError), transaction.atomic():
        Renewal.objects.filter(pk=undone.pk).update(undone_at=None)


def test_what_was_spent_renews_nothing_any_more(undone):
    actions.look_again([undone.enrolment.person_id])
    belt()
    assert not Award.objects.filter(enrolment=counting(undone).enrolment).exists()
    with standing_at(days_later(2)):
        enter_points(undone.enrolment, 29)
        belt()
    assert not Award.objects.filter(enrolment=counting(undone).enrolment).exists()


def test_what_is_done_after_it_came_to_nothing_renews(undone):
    with standing_at(days_later(2)):
        enter_points(undone.enrolment)
        belt()
        new = issue_what_came_of(counting(undone))
    assert older(undone).renewed_by == new
    assert list(learning.renewals()) == []


def test_points_that_were_wrong_are_struck_once_it_came_to_nothing(renewal):
    with pytest.raises(Refused, match="Revoke it first"):
        actions.strike(Activity.objects.get(), dara(), "It was somebody else.")
    take_back(renewal)
    actions.strike(Activity.objects.get(), dara(), "It was somebody else.")
    assert list(learning.renewals()) == []


def test_results_of_after_it_are_carried_over_even_if_they_were_told_before_it_was_opened(renewal):
    take_back(renewal)
    with standing_at(days_later(3)):
        modules = list(renewal.enrolment.version.modules.order_by("pk"))
        for module, days in zip(modules, (0, 2, 2), strict=True):
            at = timezone.now() - (3 - days) * DAY
            ModuleResult.objects.create(
                enrolment=renewal.enrolment,
                module=module,
                passed=True,
                completed_at=at,
                recorded_at=at,
            )
        look_after(timedelta())
    carried = counting(renewal).enrolment.results.values_list("module", flat=True)
    assert set(carried) == {module.pk for module in modules[1:]}


@pytest.mark.parametrize(
    "order",
    [
        ("the night", "of before", "of after"),
        ("of before", "of after", "the night"),
        ("of after", "the night", "of before"),
    ],
)
def test_in_whatever_order_files_come_there_is_one_certificate_of_what_was_done_after(
    renewal, order
):
    before, after = days_later(-1), days_later(2)
    happens = {
        "the night": lambda: look_after(timedelta()),
        "of before": lambda: tell(renewal, before),
        "of after": lambda: tell(renewal, after),
    }
    take_back(renewal)
    with standing_at(days_later(3)):
        for what in order:
            happens[what]()
            belt()
            issuing.issue(Award.objects.filter(issued_at=None))
    current = Credential.objects.current().filter(revoked_at=None).exclude(renewed_by=None)
    assert current.get() == older(renewal)
    assert older(renewal).renewed_by.award.completed_on == after.date()
    assert Credential.objects.count() == 3


def tell(renewal: Renewal, at: datetime) -> None:
    """A file that says that Ada has completed the course."""
    version = renewal.enrolment.version
    an_import(("Ada Nkosi", "ada@example.test", PASSED), version=version, at=f"{at:%F} 08:00:00")
    READ_IMPORTS.run()


def test_what_comes_to_nothing_when_its_grace_is_over_has_a_grace_of_its_own(renewal):
    with standing_at(days_later(200)):
        take_back(renewal)
        look_after(DAY)
        again = counting(renewal)
        today = today_of(an_organization())
        assert (again.opens_on, again.closes_on) == (today + DAY, today + 30 * DAY)
        look_after(31 * DAY)
        again.refresh_from_db()
        assert again.lapsed_at is not None


def test_what_is_only_suspended_is_not_opened_again(renewal):
    new = Credential.objects.get(award__enrolment=renewal.enrolment_id)
    issuing.suspend(new, dara(), "A complaint", Reason.COMPLAINT)
    look_after(DAY)
    assert counting(renewal) == renewal
    chores.remind(an_organization(), today_of(an_organization()) + DAY)
    text = Message.objects.get(key__startswith="ending:").text
    assert "One of these is enough" not in text
    assert "To renew it, ask" in text


def test_what_takes_the_place_of_the_new_one_leaves_it_renewed(renewal):
    new = Credential.objects.get(award__enrolment=renewal.enrolment_id)
    issuing.replace(new, dara(), Change("Spoiled", Reason.SPOILED))
    look_after(DAY)
    assert counting(renewal) == renewal


def test_what_was_recognized_is_recognized_for_one_renewal(undone):
    actions.set_rule(undone.award.enrolment.version.course, RECOGNIZED, bruno())
    again = counting(undone)
    with standing_at(days_later(2)):
        actions.recognize(again, dara(), "Ten years in an ambulance")
        belt()
    again.refresh_from_db()
    assert again.way == Way.RECOGNITION
    give_back(undone)
    assert issuing.issue([Award.objects.get(enrolment=again.enrolment)]) == []
    with pytest.raises(Refused, match="renewed already"):
        actions.recognize(again, dara(), "Ten years in an ambulance")


def test_what_is_renewed_otherwise_is_not_recognized(undone):
    actions.set_rule(undone.award.enrolment.version.course, RECOGNIZED, bruno())
    again = counting(undone)
    give_back(undone)
    with standing_at(days_later(2)), pytest.raises(Refused, match="renewed otherwise"):
        actions.recognize(again, dara(), "Ten years in an ambulance")


def test_staff_read_of_it_once(undone):
    (ends,) = coming.summary(an_organization(), today_of(an_organization()))
    assert (ends.count, ends.renewing) == (1, 1)


def test_the_holder_is_led_to_where_it_can_be_renewed(undone):
    chores.remind(an_organization(), today_of(an_organization()) + DAY)
    text = Message.objects.get(key__startswith="ending:").text
    assert "show 30 points" in text
    assert "/progress/" in text


def test_every_page_of_it_shows_how_it_stands_now(undone):
    today = today_of(an_organization())
    again = counting(undone)
    for enrolment in (undone.award.enrolment, undone.enrolment, again.enrolment):
        shown = standing_of(enrolment, today + DAY)
        assert shown
        assert (shown.renewal, shown.undone_on) == (again, today)


def test_before_the_night_it_says_from_when_on_it_can_be_renewed(renewal):
    take_back(renewal)
    today = today_of(an_organization())
    shown = standing_of(renewal.enrolment, today)
    assert shown
    assert (shown.award, shown.renewal, shown.opens_on) == (renewal.award, None, today + DAY)


def test_an_upheld_appeal_closes_the_one_that_was_opened_meanwhile(undone):
    other = counting(undone)
    again = give_back(undone)
    assert counting(undone) == undone
    assert older(undone).renewed_by == again
    complete(other.enrolment, days_later(1))
    kept = Award.objects.get(enrolment=other.enrolment)
    assert kept.waits_because == RENEWED_OTHERWISE
    assert issuing.issue([kept]) == []


def test_what_was_earned_meanwhile_is_kept_back_when_an_appeal_is_upheld(undone):
    other = counting(undone)
    complete(other.enrolment, days_later(1))
    give_back(undone)
    assert issuing.issue([Award.objects.get(enrolment=other.enrolment)]) == []
    assert counting(undone) == undone


def test_what_was_issued_meanwhile_stays_when_an_appeal_is_upheld(undone):
    complete(counting(undone).enrolment, days_later(1))
    new = issue_what_came_of(counting(undone))
    again = give_back(undone)
    assert counting(undone) != undone
    assert older(undone).renewed_by == new
    assert again.status == "valid"


def test_when_the_later_of_two_is_revoked_the_older_one_names_the_one_that_stands(undone):
    second = counting(undone)
    complete(second.enrolment, days_later(1))
    issue_what_came_of(second)
    again = give_back(undone)
    take_back(second)
    assert older(undone).renewed_by == again
    assert counting(undone) == undone
    look_after(3 * DAY)
    assert Renewal.objects.count() == 2  # It is renewed: nothing is opened.
    said = older(undone).events.filter(kind=Kind.RENEWED).order_by("pk").last()
    assert said.document["by"] == bytes(again.digest).hex()


def test_when_both_of_two_are_revoked_the_older_one_names_none(undone):
    complete(counting(undone).enrolment, days_later(1))
    new = issue_what_came_of(counting(undone))
    again = give_back(undone)
    issuing.revoke_all([again, new], dara(), "Issued by mistake", Reason.ISSUED_IN_ERROR)
    assert older(undone).renewed_by is None
    assert not Renewal.objects.counting().exists()


def test_what_is_given_back_itself_names_what_renewed_it_meanwhile(undone):
    """Its second renewal was let go while it was revoked."""
    second, first = counting(undone), older(undone)
    issuing.revoke(first, dara(), "Issued by mistake", Reason.ISSUED_IN_ERROR)
    complete(second.enrolment, days_later(1))
    holding.let_go(Award.objects.get(enrolment=second.enrolment), dara(), "Looked at")
    belt()
    new = issue_what_came_of(second)
    first.refresh_from_db()
    again = issuing.replace(first, dara(), Change("So it was", Reason.APPEAL_UPHELD))
    again.refresh_from_db()
    assert again.renewed_by == new


def test_it_can_come_to_nothing_twice(undone):
    complete(counting(undone).enrolment, days_later(1))
    belt()
    issue_what_came_of(counting(undone))
    take_back(counting(undone))
    with standing_at(days_later(3)):
        look_after(timedelta())
    assert counting(undone).enrolment.cycle == 4
    assert older(undone).renewed_by is None


def test_what_moderators_rejected_is_opened_again_and_counts_after_an_appeal():
    renewal = an_open_renewal(a_licence("fire-safety"), BY_POINTS)
    enter_points(renewal.enrolment)
    belt()
    earned = Award.objects.get(enrolment=renewal.enrolment)
    moderating.reject([earned.pk], "Not seen", timezone.now())
    look_after(DAY)
    assert counting(renewal) != renewal
    moderating.accept(earned, dara(), "Seen after all")
    belt()
    new = issue_what_came_of(renewal)
    assert counting(renewal) == renewal
    assert older(renewal).renewed_by == new


def test_what_came_to_nothing_before_there_was_a_word_for_it_is_found(renewal):
    take_back(renewal)
    Renewal.objects.update(undone_at=None)
    path = "conferral.credentials.issuing.migrations.0011_renewals_that_came_to_nothing"
    importlib.import_module(path).undo(apps, None)
    renewal.refresh_from_db()
    assert renewal.undone_at is not None


def test_the_letter_about_its_end_leads_to_the_certificate_before_it(renewal):
    take_back(renewal)
    new = Credential.objects.get(award__enrolment=renewal.enrolment_id)
    turns.tell(new.events.filter(kind=Kind.REVOKED))
    text = Message.objects.get(key__startswith="turn:").text
    assert f"The certificate before it is valid until {renewal.ends_on.day} " in text
    assert "/progress/" in text


def test_so_does_the_letter_of_a_recall(renewal):
    new = Credential.objects.get(award__enrolment=renewal.enrolment_id)
    to, at = "ada@example.test", timezone.now()
    Message.objects.create(organization=an_organization(), key=key_of(new), to=to, sent_at=at)
    order = Order(False, Reason.ISSUED_IN_ERROR, "By mistake", (Wanted(new.number),))
    recalls.call_back(an_organization(), dara(), order, expected=1)
    CALL_BACK.run()
    text = Message.objects.get(key__startswith="recalled:").text
    assert f"The certificate before it is valid until {renewal.ends_on.day} " in text


def test_staff_and_the_holder_read_that_it_came_to_nothing(undone, client):
    client.force_login(dara())
    page = client.get(f"/staff/learners/{undone.award.enrolment_id}/renewal").content.decode()
    assert "What renewed it was taken back on" in page
    assert "it came to nothing on" in page
    page = client.get(f"/progress/{token_of(undone.enrolment)}").content.decode()
    assert "Your earlier certificate is valid until" in page
    assert "What you do after that day counts." in page
    assert "Earn 30 more of 30 points" in page
