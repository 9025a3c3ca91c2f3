"""A letter comes back; a registrar corrects the address, and it arrives. A reminder is ended."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from journeys.browsing import Visitor, eventually
from journeys.conftest import SignedIn, Visit
from journeys.site import Site

pytestmark = pytest.mark.browser

_SCENE = """
from cast import a_person, an_organization, dara
from bounced import a_report
from conferral.foundation.mail import bounces
from conferral.foundation.mail.message_ids import id_of
from conferral.foundation.mail.models import Message
from conferral.foundation.mail.topics import Topic
from conferral.foundation.mail.wishes import Subscription
from django.utils import timezone
dara()
sipho = a_person("Sipho Maseko", "sipho@exmaple.test")
now = timezone.now()
letter = Message.objects.create(organization=an_organization(), key="journey:1", to=sipho.email,
    subject="Sipho’s certificate", text="Well done, Sipho.", sent_at=now)
bounces.take(a_report(id_of(letter), to=sipho.email), now)
print(Subscription(sipho, an_organization(), Topic.REMINDERS).url)
"""


def test_what_came_back_arrives_at_the_right_address_and_reminders_end_by_a_click(
    signed_in: SignedIn, visit: Visit, site: Site
) -> None:
    said = site.clerk.python(_SCENE)
    assert said.returncode == 0, said.stderr
    registrar = signed_in("Dara")
    _mend(registrar)
    eventually(lambda: _has_arrived(site))
    _end_reminders(visit(java_script_enabled=False), urlsplit(said.stdout.strip()).path)


def _mend(registrar: Visitor) -> None:
    registrar.page.get_by_role("link", name="Mend").click()
    field = registrar.page.get_by_label("Right address of Sipho Maseko")
    expect(field.locator("xpath=ancestor::li")).to_contain_text("Sipho’s certificate")
    field.fill("sipho@example.test")
    registrar.shoot("journeys/addresses-to-mend")
    registrar.page.get_by_role("button", name="Correct those filled in, and send").click()
    expect(registrar.page.get_by_role("status")).to_contain_text("1 letter leaves now.")


def _has_arrived(site: Site) -> bool:
    letters = (site.home / "outbox").glob("*")
    return any(b"To: sipho@example.test" in letter.read_bytes() for letter in letters)


def _end_reminders(reader: Visitor, address: str) -> None:
    reader.go(address)
    reader.shoot("journeys/no-more-letters")
    reader.page.get_by_role("button", name="Send me no more").click()
    expect(reader.page.get_by_role("heading")).to_have_text(
        "You get none of these letters any more"
    )
    reader.page.get_by_role("button", name="Send them to me again").click()
    expect(reader.page.get_by_role("heading")).to_have_text("You get these letters again")
