"""The letter leads its holder to the paper, also where strangers may not have it."""

import pytest
from django.utils import timezone

from cast import an_issued_credential, an_organization
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED
from conferral.credentials.delivery.pictures import picture_of
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.mail.models import Message

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff"


def letter(mode):
    organization = an_organization()
    organization.name_mode = mode
    organization.save()
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    ANNOUNCE_PRINTED.run()
    return Message.objects.get(key__startswith=f"certificate:{credential.number}"), credential


def test_a_public_certificate_is_shown_in_the_letter():
    sent, credential = letter(NameMode.FULL)
    for part in (sent.html, sent.text):
        assert f"{credential.url}.pdf" in part
        assert "www.linkedin.com" in part
    assert sent.picture == credential.number


@pytest.mark.parametrize("mode", [NameMode.INITIALS, NameMode.WITHHELD])
def test_where_the_name_is_not_shown_the_link_is_the_holders_own(mode):
    sent, credential = letter(mode)
    for part in (sent.html, sent.text):
        assert credential.url not in part
        assert "/progress/" in part
        assert "yours alone" in part


def test_the_picture_is_drawn_when_the_letter_leaves_and_of_nobody_who_was_forgotten():
    sent, credential = letter(NameMode.INITIALS)
    assert picture_of(sent.picture).startswith(JPEG)
    type(credential).objects.update(erased_at=timezone.now())
    assert picture_of(sent.picture) == b""
