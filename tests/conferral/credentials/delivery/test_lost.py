"""A mail server that takes letters and loses them says nothing; what is known shows it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import an_issued_credential, an_organization, dara
from clock import standing_at
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Looks
from conferral.foundation.mail.jobs import SEND_QUEUED
from conferral.foundation.mail.models import Message
from conferral.oversight.reports import reconciliation
from conferral.oversight.reports.reconciliation import Place, Wanted
from plain_paper import plain_paper  # noqa: F401  # A fixture.
from postbox import Postbox, free_port, listening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_paper")]


@pytest.fixture
def postbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    postbox = Postbox()
    with listening(postbox, settings.EMAIL_PORT):
        yield postbox


@pytest.fixture
def lost(postbox) -> Credential:
    """Ada's: its letter was taken, and never came."""
    postbox.loses = {"ada@example.test"}
    credential = an_issued_credential("Ada Nkosi")
    for stage in (PRINT_LOGGED, ANNOUNCE_PRINTED, SEND_QUEUED):
        stage.run()
    assert postbox.letters == []
    return credential


def place(days_later: int) -> Place:
    now = timezone.now() + timedelta(days=days_later)
    (line,) = reconciliation.reconcile(an_organization(), Wanted(), now)
    (found,) = line.places
    return found


def test_what_was_taken_counts_as_sent_for_two_weeks_and_is_named_then(lost):
    assert Message.objects.get().sent_at
    assert [place(days) for days in (0, 13, 15)] == [Place.SENT, Place.SENT, Place.SILENT]


def test_whose_page_was_looked_at_has_their_letter(lost):
    Looks.objects.create(credential=lost, day=timezone.now().date(), count=1)
    assert place(15) is Place.LOOKED_AT


def test_one_click_sends_another_letter_which_arrives(lost, postbox, client):
    postbox.loses = set()
    with standing_at(timezone.now() + timedelta(days=15)):
        client.force_login(dara())
        page = client.get(reverse("reconciliation-place"), {"place": Place.SILENT})
        address = reverse("send-again", args=[lost.number])
        assert f'action="{address}"' in page.content.decode()
        client.post(address)
        SEND_QUEUED.run()
        assert place(0) is Place.SENT
    (letter,) = postbox.letters
    assert lost.number in letter.get_body(("plain",)).get_content()
    first, second = Message.objects.order_by("pk")
    assert first.key != second.key


def test_all_of_a_page_are_sent_again_after_a_second_look(lost, client):
    with standing_at(timezone.now() + timedelta(days=15)):
        client.force_login(dara())
        page = client.get(reverse("reconciliation-place"), {"place": Place.SILENT})
        address = f"{reverse('resending-new')}?number={lost.number}"
        assert f'href="{address}"' in page.content.decode()
        assert "Ada Nkosi" in client.get(address).content.decode()
