"""The pages of the brakes: what can be stopped, what is held, how they are set."""

import pytest
from django.core import mail as outbox

from carried import carried
from cast import a_course, a_member, an_award, an_organization
from conferral.credentials.delivery.models import Stop
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.brakes.models import Batch, Brakes
from conferral.learning.catalog.models import CourseVersion
from conferral.worker import run_until_idle

pytestmark = pytest.mark.django_db
BY_MISTAKE = "It was issued by mistake."


def newest():
    return Credential.objects.latest("pk").pk


def brakes(**terms):
    Brakes.objects.filter(organization=an_organization()).update(**terms)


@pytest.fixture
def fresh():
    """Two certificates whose letters wait."""
    brakes(undo_minutes=10)
    version = a_course()
    for name in ("Ada Nkosi", "Ben Dube"):
        an_award(name, version)
    run_until_idle()
    return version


@pytest.fixture
def held():
    brakes(unusual_from=1)
    version = a_course()
    for name in ("Ada Nkosi", "Ben Dube"):
        an_award(name, version)
    ISSUE_AWARDS.run()
    return Batch.objects.get()


def test_the_page_says_what_can_be_stopped_and_for_how_long(registrar, fresh):
    page = registrar.get("/staff/just-issued").content.decode()
    assert "Letters leave 10 minutes after the signature" in page
    assert "Workplace First Aid" in page
    assert "in 9" in page or "in 10" in page


def test_a_registrar_stops_a_batch_before_a_letter_leaves(registrar, fresh):
    page = registrar.get("/staff/just-issued/stop", {"version": fresh.pk}).content.decode()
    assert "Stop 2 certificates?" in page
    assert f'name="last" value="{newest()}"' in page
    said = {"version": fresh.pk, "expected": 2, "last": newest(), "because": BY_MISTAKE}
    answer = registrar.post("/staff/just-issued/stop", said)
    assert answer.url == "/staff/just-issued?stopped=2"
    page = registrar.get(answer.url).content.decode()
    assert "2 stopped." in page
    assert "0 of 2 certificates revoked" in page
    run_until_idle()
    assert outbox.outbox == []
    number = Credential.objects.first().number
    assert BY_MISTAKE in registrar.get(f"/c/{number}").content.decode()


def test_who_was_shown_another_number_is_told(registrar, fresh):
    said = {"version": fresh.pk, "expected": 3, "last": newest(), "because": "Wrong list"}
    answer = registrar.post("/staff/just-issued/stop", said)
    assert answer.status_code == 422
    assert "2 can be stopped by now, not 3" in answer.content.decode()
    assert not Stop.objects.exists()


def test_what_the_belt_issues_meanwhile_is_not_stopped_unseen(registrar, fresh):
    shown = newest()
    an_award("Zoe Moyo", fresh)
    run_until_idle()
    said = {"version": fresh.pk, "expected": 2, "last": shown, "because": BY_MISTAKE}
    assert registrar.post("/staff/just-issued/stop", said).url == "/staff/just-issued?stopped=2"
    run_until_idle()
    assert Credential.objects.get(revoked_at=None).pk == newest()
    page = registrar.get("/staff/just-issued/stop", {"version": fresh.pk}).content.decode()
    assert "Stop 1 certificate?" in page


def test_whoever_may_only_look_sees_no_button(client, fresh):
    client.force_login(a_member("Emil", Role.AUDITOR))
    assert "/staff/just-issued/stop" not in client.get("/staff/just-issued").content.decode()


def test_a_held_batch_is_asked_for_on_today(registrar, held):
    assert "2 certificates are held: more than usual" in registrar.get("/staff/").content.decode()


def test_a_second_person_sees_sizes_history_and_a_sample(registrar, held):
    page = registrar.get(f"/staff/batches/{held.pk}").content.decode()
    for said in ("2 certificates are held", "Nothing was issued before.", "Ada Nkosi", "first-aid"):
        assert said in page


def test_who_would_get_what_and_why_is_rehearsed(registrar, held):
    address = f"/staff/batches/{held.pk}"
    assert f'href="{address}/dry-run"' in registrar.get(address).content.decode()
    page = registrar.get(f"{address}/dry-run").content.decode()
    assert "Gets it" in page
    assert "Ada Nkosi" in page
    assert "must look" not in page
    assert not Credential.objects.exists()


def test_if_one_has_left_it_and_another_has_joined_it_none_goes(registrar, held):
    address = f"/staff/batches/{held.pk}"
    seen = carried(registrar.get(address).content.decode())
    held.awards.first().delete()
    zoe = an_award("Zoe Moyo", CourseVersion.objects.get())
    held.awards.add(zoe)
    answer = registrar.post(f"{address}/let-go", seen)
    assert "There are others by now than you were shown." in answer.content.decode()
    seen = carried(registrar.get(address).content.decode())
    assert registrar.post(f"{address}/let-go", seen).status_code == 302


def test_they_let_it_go(registrar, held):
    answer = registrar.post(f"/staff/batches/{held.pk}/let-go", {"expected": 2})
    assert answer.status_code == 302
    run_until_idle()
    assert Credential.objects.count() == 2
    assert "2 certificates let go" in registrar.get(f"/staff/batches/{held.pk}").content.decode()
    assert "Let go" in registrar.get("/staff/batches").content.decode()


def test_they_cancel_it_with_a_word(registrar, held):
    assert registrar.post(f"/staff/batches/{held.pk}/cancel", {}).status_code == 422
    registrar.post(f"/staff/batches/{held.pk}/cancel", {"because": "The list of last year"})
    page = registrar.get(f"/staff/batches/{held.pk}").content.decode()
    assert "The list of last year" in page
    assert "The list of last year" in registrar.get("/staff/waiting").content.decode()


def test_an_administrator_sets_the_brakes(client):
    client.force_login(a_member("Ayo", Role.ADMINISTRATOR))
    said = {"undo_minutes": 15, "unusual_from": 50, "unusual_times": 2}
    assert client.post("/staff/settings/brakes", said).status_code == 302
    kept = Brakes.objects.get(organization=an_organization())
    assert (kept.undo_minutes, kept.unusual_from, kept.unusual_times) == (15, 50, 2)
    assert Entry.objects.get(deed="set the brakes").details["now"] == said
    assert client.post("/staff/settings/brakes", said | {"undo_minutes": 2000}).status_code == 422
