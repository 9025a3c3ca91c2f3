"""A link that a holder makes for somebody: it shows everything, for a time, and ends at once."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import an_issued_credential, an_organization, dara
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.verification import consenting, personal_data, sharing
from conferral.credentials.verification.models import Share
from conferral.credentials.verification.showing import Choice, choose
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.audit.models import Entry
from conferral.foundation.consents.actions import Entrusted, Word
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.refusal import Refused
from conferral.learning.awards.links import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(credential):
    """Whose name strangers do not see."""
    person = credential.award.enrolment.person
    choose(credential, Choice(NameMode.WITHHELD), person)
    return person


def made(client, credential, **said):
    address = reverse("me-share", args=[credential.award.enrolment_id])
    return client.post(address, {"days": "30", "label": "Umoja Staffing"} | said)


def test_the_link_shows_what_strangers_do_not_see(mine, client, credential, holder):
    PRINT_LOGGED.run()
    assert made(mine, credential)["Location"].endswith("#sharing")
    share = Share.objects.get()
    page = client.get(reverse("shared", args=[share.slug]))
    assert holder.printed_name in page.text
    assert "Its holder shows it to you by this link, until" in page.text
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert client.get(reverse("shared-file", args=[share.slug, "pdf"])).content[:5] == b"%PDF-"
    assert holder.printed_name not in client.get(credential.url).text


def test_the_holder_sees_how_often_it_was_opened_and_by_nobody(mine, client, credential):
    made(mine, credential)
    address = reverse("shared", args=[Share.objects.get().slug])
    assert not client.get(address).cookies
    client.get(address, headers={"User-Agent": "WhatsApp-preview-bot"})
    page = mine.get(reverse("me-course", args=[credential.award.enrolment_id])).text
    assert "Umoja Staffing" in page
    assert "Opened 1 time." in page


def test_whoever_ends_it_has_ended_it_at_once(mine, client, credential, holder):
    made(mine, credential)
    share = Share.objects.get()
    mine.post(reverse("me-share-end", args=[credential.award.enrolment_id, share.pk]))
    for ended in ("shared", "shared-file"):
        more = [] if ended == "shared" else ["pdf"]
        answer = client.get(reverse(ended, args=[share.slug, *more]))
        assert answer.status_code == 404
        assert "This link has ended" in answer.text
        assert holder.printed_name not in answer.text
    deeds = Entry.objects.filter(actor=holder).order_by("pk").values_list("deed", flat=True)
    assert list(deeds)[-2:] == ["shared a certificate", "ended a shared link"]


def test_nobody_ends_what_somebody_else_has_shared(mine, credential):
    bens = an_issued_credential("Ben Dube", credential.award.enrolment.version)
    share = sharing.share(bens, bens.award.enrolment.person, days=7)
    address = reverse("me-share-end", args=[credential.award.enrolment_id, share.pk])
    assert mine.post(address).status_code == 404
    assert Share.objects.open(timezone.now()).exists()


def test_it_ends_by_itself_after_the_day_that_was_chosen(credential):
    share = sharing.share(credential, credential.award.enrolment.person, days=7)
    zone = an_organization().zone
    assert share.last_day == timezone.localdate(timezone=zone) + timedelta(days=7)
    last = datetime.combine(share.last_day, datetime.max.time(), zone)
    assert sharing.opened(share.slug, last) == share
    assert sharing.opened(share.slug, last + timedelta(seconds=1)) is None


def test_of_what_was_taken_back_it_shows_no_more_than_anybody_sees(client, credential):
    person = credential.award.enrolment.person
    share = sharing.share(credential, person, days=7)
    issuing.revoke(credential, dara(), because="Issued in error")
    page = client.get(reverse("shared", args=[share.slug])).text
    assert "Revoked on" in page
    assert person.printed_name not in page
    assert client.get(reverse("shared-file", args=[share.slug, "pdf"])).status_code == 302
    with pytest.raises(Refused):
        sharing.share(credential, person, days=7)


def test_by_the_link_to_one_course_it_needs_no_account(client, credential):
    token = token_of(credential.award.enrolment)
    client.post(reverse("progress-share", args=[token]), {"days": "7"})
    share = Share.objects.get()
    client.post(reverse("progress-share-end", args=[token, share.pk]))
    assert not Share.objects.open(timezone.now()).exists()


@pytest.mark.parametrize("said", [{"days": "0"}, {"days": "soon"}, {"label": "x" * 61}])
def test_what_cannot_be_is_said_beside_its_field(mine, credential, said):
    answer = made(mine, credential, **said)
    assert answer.status_code == 422
    assert "errorlist" in answer.text
    assert not Share.objects.exists()


def test_there_are_never_too_many(mine, credential, monkeypatch):
    monkeypatch.setattr(sharing, "MOST", 1)
    made(mine, credential)
    assert "There are 1 links already" in made(mine, credential).text


def test_nobody_under_age_shows_their_name_without_their_guardian(mine, client, credential, holder):
    made(mine, credential)
    address = reverse("shared", args=[Share.objects.get().slug])
    to = Entrusted("Ben Nkosi", "father", timezone.localdate() + timedelta(days=400))
    guardian = consenting.entrust(holder, to, dara(), an_organization())
    assert client.get(address).status_code == 404
    with pytest.raises(Refused, match="your guardian agrees"):
        sharing.share(credential, holder, days=7)
    page = reverse("me-course", args=[credential.award.enrolment_id])
    assert "Show it to somebody" not in mine.get(page).text
    consenting.say(holder, Purpose.NAME, an_organization(), Word(True, "on paper", guardian))
    assert client.get(address).status_code == 200
    assert "Show it to somebody" in mine.get(page).text


def test_links_are_exported_and_forgotten_with_their_holder(mine, credential, holder):
    made(mine, credential)
    assert personal_data.export(holder)["shares"][0]["label"] == "Umoja Staffing"
    personal_data.erase(holder, an_organization())
    assert not Share.objects.exists()
