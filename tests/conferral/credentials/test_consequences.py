"""Every event is done and watched: what follows is what the table says, when it says so."""

import shutil
from collections.abc import Callable

import pytest
from django.utils import timezone

from architecture.sources import ROOT
from cast import a_course, an_award, an_organization, chika, dara, hana
from conferral.credentials import consequences
from conferral.credentials.consequences import CONSEQUENCES, Consequence, Event, When
from conferral.credentials.delivery import actions as delivery
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import keyring, personal_data
from conferral.credentials.issuing.chores import tell_of_expired
from conferral.credentials.issuing.jobs import CHANGE_KEYS, ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential, StatusList, Use
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.transparency.jobs import SEQUENCE
from conferral.credentials.transparency.models import Entry as Leaf
from conferral.credentials.verification import pages, showing
from conferral.credentials.verification.consenting import say
from conferral.credentials.verification.showing import Choice
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.audit.models import Entry
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.consents.actions import Word
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.mail.models import Message
from conferral.foundation.outbound import Reach
from conferral.foundation.webhooks import actions as webhooks
from conferral.foundation.webhooks.models import Notice
from conferral.learning.awards.models import Award
from conferral.learning.renewal.actions import Terms
from conferral.oversight.privacy import actions as privacy
from conferral.oversight.reports import reconciliation, register
from conferral.oversight.reports.reconciliation import Wanted
from conferral.worker import STAGES, run_until_idle
from made_once import files_in, made_once
from renewing import a_licence, an_open_renewal

pytestmark = pytest.mark.django_db


def seen():
    """What the seven consequences show themselves in."""
    now, organization = timezone.now(), an_organization()
    lines = reconciliation.reconcile(organization, Wanted(), now)
    return {
        Consequence.STATUS_LIST: list(StatusList.objects.order_by("pk").values_list("document")),
        Consequence.LOG_LEAF: Leaf.objects.count(),
        Consequence.PAGE: {each.number: each.rests_on for each in pages.everyone(now, "")},
        Consequence.MAIL: Message.objects.count(),
        Consequence.WEBHOOK: Notice.objects.count(),
        Consequence.AUDIT: Entry.objects.count(),
        Consequence.FIGURES: (
            [(line.course, line.places) for line in lines],
            register.figures(organization),
            sorted(each.status for each in Credential.objects.all()),
        ),
    }


def differs(before, after):
    return {each for each in Consequence if before[each] != after[each]}


@pytest.fixture(scope="module")
def _folder(tmp_path_factory):
    return tmp_path_factory.mktemp("world")


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path, _folder):
    """A copy of the world's for every test: each goes on with a log of its own."""
    shutil.copytree(_folder, tmp_path / "world", dirs_exist_ok=True)
    for name, place in files_in(tmp_path / "world").items():
        setattr(settings, name, place)


@pytest.fixture(scope="module")
def _a_world(django_db_setup, django_db_blocker, _folder):
    with made_once(django_db_blocker, _folder):
        organization = an_organization()
        organization.lists_suspensions = True
        organization.save()
        an_award("Ada Nkosi", a_course())
        run_until_idle()
        webhooks.listen(organization, "https://127.0.0.1/hook", hana(), Reach.PUBLIC)
        yield


@pytest.fixture
def world(_a_world):
    """A certificate that went its whole way, and somebody who listens."""
    return Credential.objects.get()


def another(name="Ben Dube"):
    """One more award of the same course."""
    return an_award(name, Credential.objects.first().award.enrolment.version)


def of_turn(deed: Callable[..., object], reason: Reason):
    return lambda credential: deed(credential, dara(), "For a reason", reason)


def an_issued(_):
    another()


def a_logged(_):
    another()
    ISSUE_AWARDS.run()


def a_printable(_):
    a_logged(_)
    SEQUENCE.run()


def a_printed(_):
    a_printable(_)
    PRINT_LOGGED.run()


def a_fresh(_):
    Brakes.objects.filter(organization=an_organization()).update(undo_minutes=10)
    another()
    run_until_idle()


def a_suspended(credential):
    issuing.suspend(credential, dara(), "Under review", Reason.UNDER_REVIEW)
    run_until_idle()


def an_agreed_change(change):
    keyring.confirm(change, chika())
    CHANGE_KEYS.run()


def rotate(_):
    an_agreed_change(keyring.propose_rotation(an_organization(), dara(), "It is time"))


def give_up(_):
    key = an_organization().issuer_keys.in_use(Use.CREDENTIALS).get()
    an_agreed_change(keyring.declare_compromise(key, dara(), "Stolen", None))


def an_earned_renewal(_):
    """Ada's other certificate ends soon, and she has completed its course again."""
    renewal = an_open_renewal(a_licence("licence"), Terms(by_exam=True))
    run_until_idle()
    Award.objects.create(
        enrolment=renewal.enrolment,
        earned_at=timezone.now(),
        completed_on=timezone.localdate(),
    )


def renew(_):
    ISSUE_AWARDS.run()
    assert Credential.objects.filter(renewed_by__isnull=False).count() == 1


def stop(_):
    fresh = Credential.objects.filter(award__enrolment__person__printed_name="Ben Dube")
    delivery.stop(an_organization(), dara(), fresh, "By mistake", expected=1)


def expire(credential):
    Credential.objects.filter(pk=credential.pk).update(valid_until=timezone.now())


def forget(credential):
    person = credential.award.enrolment.person
    personal_data.erase(person, an_organization())
    privacy.record(hana(), "erased a person", person, an_organization())


def replace(credential):
    change = issuing.Change("The name was wrong", Reason.WRONG_NAME, "Ada M Nkosi")
    issuing.replace(credential, dara(), change)


def take_back_the_name(credential):
    holder = credential.award.enrolment.person
    say(holder, Purpose.NAME, an_organization(), Word(False, "own page"))


def nothing(_):
    """Nothing has to be there."""


def the_day(_):
    tell_of_expired(an_organization(), timezone.localdate())


def belt(_):
    run_until_idle()


# What has to be there, the deed, and what is watched afterwards.
DEEDS = {
    Event.ISSUED: (an_issued, lambda _: ISSUE_AWARDS.run(), belt),
    Event.LOGGED: (a_logged, lambda _: SEQUENCE.run(), nothing),
    Event.PRINTED: (a_printable, lambda _: PRINT_LOGGED.run(), nothing),
    Event.ANNOUNCED: (a_printed, lambda _: ANNOUNCE_PRINTED.run(), nothing),
    Event.STOPPED: (a_fresh, stop, belt),
    Event.SUSPENDED: (nothing, of_turn(issuing.suspend, Reason.UNDER_REVIEW), belt),
    Event.REINSTATED: (a_suspended, of_turn(issuing.reinstate, Reason.REVIEW_ENDED), belt),
    Event.REVOKED: (nothing, of_turn(issuing.revoke, Reason.MISCONDUCT), belt),
    Event.REPLACED: (nothing, replace, belt),
    Event.RENEWED: (an_earned_renewal, renew, belt),
    Event.EXPIRED: (nothing, expire, the_day),
    Event.ERASED: (nothing, forget, nothing),
    Event.SHOWN_OTHERWISE: (
        nothing,
        lambda credential: showing.choose(credential, Choice(NameMode.WITHHELD), dara()),
        belt,
    ),
    Event.WITHDRAWN: (nothing, take_back_the_name, belt),
    Event.KEY_RETIRED: (nothing, rotate, nothing),
    Event.KEY_COMPROMISED: (nothing, give_up, belt),
}


@pytest.mark.parametrize("event", DEEDS)
def test_what_follows_is_what_the_table_says(event, world):
    prepare, deed, afterwards = DEEDS[event]
    prepare(world)
    world.refresh_from_db()
    before = seen()
    deed(world)
    done = seen()
    afterwards(world)
    at_once, later = differs(before, done), differs(done, seen())
    said = CONSEQUENCES[event].when
    assert at_once == {each for each in said if said[each] in {When.DEED, When.TIME}}
    assert later - at_once == {each for each in said if said[each] in {When.BELT, When.DAILY}}


def test_every_event_has_its_line():
    assert set(CONSEQUENCES) == set(Event)
    assert set(DEEDS) == set(Event)


def test_whoever_sees_to_it_is_on_the_belt():
    named = {stage for follows in CONSEQUENCES.values() for stage in follows.stages}
    assert named <= {stage.name for stage in STAGES}


def test_the_architecture_shows_the_table_as_the_code_has_it():
    assert consequences.table() in (ROOT / "ARCHITECTURE.md").read_text()
