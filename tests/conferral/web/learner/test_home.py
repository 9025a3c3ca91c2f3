"""A person's own pages, over all their courses: who is let in, and what they find there."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import a_course, a_person, an_issued_credential, an_organization, dara
from conferral.credentials.cases.models import Case
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Looks
from conferral.foundation.accounts.links import LASTS, token_of
from conferral.foundation.accounts.personal_data import erase_own
from conferral.learning.progress.models import Enrolment, ModuleResult
from conferral.learning.renewal.actions import Terms
from conferral.web.learner.overview import SOON, cards
from renewing import a_licence, an_open_renewal
from waiting import settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return a_person("Ada Nkosi")


@pytest.fixture
def mine(client, ada):
    """A browser in which Ada followed her link."""
    assert client.get(reverse("me-enter", args=[token_of(ada)]))["Location"] == reverse("me")
    return client


def begun(person, version, *done):
    enrolment = Enrolment.objects.create(person=person, version=version)
    for module in version.modules.filter(code__in=done):
        ModuleResult.objects.create(
            enrolment=enrolment, module=module, passed=True, recorded_at=timezone.now()
        )
    return enrolment


def test_it_says_in_words_what_is_left_to_do(mine, ada):
    begun(ada, a_course(), "scene-safety", "practical-log")
    html = mine.get(reverse("me")).text
    assert "One step left:" in html
    assert "Pass “Final quiz”" in html
    assert "2 of 3 steps done" in html
    assert "within 14 days" in html


def test_it_says_when_the_certificate_is_expected(mine, ada):
    (award,) = settled(a_course())
    award.enrolment.person = ada
    award.enrolment.save()
    award.due_on = timezone.localdate() + timedelta(days=3)
    award.save()
    assert f"by {award.due_on.day} {award.due_on:%B %Y}" in mine.get(reverse("me")).text


def test_every_certificate_is_a_card_whoever_issued_it(mine):
    first = an_issued_credential()
    other = a_course("welding", an_organization("Other", "0T"), title="Welding")
    second = an_issued_credential(version=other)
    PRINT_LOGGED.run()
    Looks.objects.create(credential=first, day=timezone.localdate(), count=7)
    html = mine.get(reverse("me")).text
    assert "You have 2 certificates. 2 are new." in html
    assert "Looked at 7 times" in html
    for each in (first, second):
        course = each.award.enrolment_id
        assert reverse("me-file", args=[course, "pdf"]) in html
        assert mine.get(reverse("me-picture", args=[course])).content[:4] == b"\x89PNG"
    assert "certId=" + first.number in html


def test_nobody_is_congratulated_on_what_was_taken_back(mine):
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    issuing.revoke(credential, dara(), because="Issued in error")
    html = mine.get(reverse("me")).text
    assert "Hello, <bdi>Ada</bdi>" in html
    assert "None of your certificates counts at present." in html
    course = credential.award.enrolment_id
    assert "See why" in html
    assert reverse("me-file", args=[course, "pdf"]) not in html


def test_what_can_be_renewed_now_is_something_left_to_do(mine):
    address = reverse("me-going-on")
    assert "You have nothing left to do." in mine.get(address).text
    renewal = an_open_renewal(a_licence(), Terms(points=10))
    page = mine.get(address).text
    assert "You have nothing left to do." not in page
    assert "Expires in 20 days" in page
    assert reverse("me-course", args=[renewal.enrolment_id]) in page


def test_what_was_revoked_offers_no_renewal_and_its_course_goes_on(mine):
    renewal = an_open_renewal(a_licence(), Terms(points=10))
    course = reverse("me-course", args=[renewal.enrolment_id])
    home = mine.get(reverse("me")).text
    assert (home.count(course), "steps left" in home) == (1, False)
    issuing.revoke(Credential.objects.get(), dara(), "Misconduct")
    html = mine.get(reverse("me")).text
    assert ">Renew<" not in html
    assert "3 steps left" in html
    assert course in html


def test_an_end_that_is_near_is_told_in_days(mine):
    credential = an_issued_credential()
    credential.valid_until = timezone.now() + timedelta(days=24)
    credential.save()
    assert "Expires in 24 days" in mine.get(reverse("me")).text


def test_the_last_day_is_one_of_them(ada):
    credential = an_issued_credential()
    credential.valid_until = timezone.now() + timedelta(days=24)
    (card,) = cards([credential], timezone.now())
    days = [card.ends_on + timedelta(days=days) for days in (-SOON - 1, -SOON, 0, 1)]
    assert [replace(card, today=day).days_left for day in days] == [None, SOON, 0, None]


def test_all_of_it_is_had_in_one_file(mine):
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    answer = mine.get(reverse("me-everything"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        names = set(file.namelist())
        pdf = file.read(f"{credential.number}/{credential.number}.pdf")
    endings = ("pdf", "svg", "json", "evidence.json")
    wanted = {f"{credential.number}/{credential.number}.{ending}" for ending in endings}
    assert names == wanted | {"README.txt"}
    assert pdf[:5] == b"%PDF-"


def test_a_course_of_ones_own_has_everything_that_its_link_has(mine):
    credential = an_issued_credential()
    course = credential.award.enrolment_id
    html = mine.get(reverse("me-course", args=[course])).text
    assert "Add to LinkedIn" in html
    assert reverse("me-showing", args=[course]) in html
    assert reverse("me-ask", args=[course]) in html
    mine.post(reverse("me-showing", args=[course]), {"name_mode": "withheld"})
    credential.refresh_from_db()
    assert credential.showing.name_mode == "withheld"


def test_who_has_a_session_needs_a_token_to_change_something(ada):
    credential = an_issued_credential()
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("me-enter", args=[token_of(ada)]))
    address = reverse("me-showing", args=[credential.award.enrolment_id])
    assert client.post(address, {"name_mode": "withheld"}).status_code == 403


def test_a_form_that_was_open_does_nothing_to_whoever_came_after(ada):
    """In a browser that two people share."""
    an_issued_credential(ada.printed_name)
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("me-enter", args=[token_of(ada)]))
    open_form = client.get(reverse("me-data")).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', open_form)[1]
    bola = an_issued_credential("Bola Ade", a_course("another")).award.enrolment.person
    client.get(reverse("me-enter", args=[token_of(bola)]))
    asked = {"csrfmiddlewaretoken": token, "forget-understood": "on"}
    assert client.post(reverse("me-data-forget"), asked).status_code == 403
    assert not Case.objects.exists()


def test_what_is_somebody_elses_is_not_there(mine):
    other = an_issued_credential("Mallory").award.enrolment_id
    for name, more in (("me-course", []), ("me-file", ["json"]), ("me-picture", [])):
        assert mine.get(reverse(name, args=[other, *more])).status_code == 404


def test_who_signed_in_needs_no_link(client):
    client.force_login(dara())
    html = client.get(reverse("me")).text
    assert "Hello, <bdi>Dara</bdi>" in html
    assert reverse("sign-out") in html
    assert reverse("me-leave") not in html


def test_of_two_ways_in_the_later_one_counts(mine, ada):
    bola = a_person("Bola Ade")
    mine.post(reverse("sign-in"), {"login": bola.email, "password": "correct horse battery"})
    assert "<bdi>Bola</bdi>" in mine.get(reverse("me")).text
    mine.get(reverse("me-enter", args=[token_of(ada)]))
    assert "<bdi>Ada</bdi>" in mine.get(reverse("me")).text


def test_nobody_is_asked_for_an_address(client):
    assert client.get(reverse("me"))["Location"] == f"{reverse('me-find')}?closed"


def test_who_leaves_is_out(mine):
    mine.post(reverse("me-leave"))
    assert mine.get(reverse("me")).status_code == 302


def test_a_link_is_good_for_a_day(client, ada, monkeypatch):
    address = reverse("me-enter", args=[token_of(ada)])
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + LASTS.total_seconds() + 1)
    assert "ended" in client.get(address)["Location"]


def test_a_link_and_its_session_end_with_the_person(mine, ada):
    address = reverse("me-enter", args=[token_of(ada)])
    erase_own(ada)
    assert mine.get(reverse("me"))["Location"] == f"{reverse('me-find')}?closed"
    assert "ended" in mine.get(address)["Location"]


def test_beside_a_link_that_has_ended_who_signed_in_is_themselves(client, ada):
    client.force_login(dara())
    client.get(reverse("me-enter", args=[token_of(ada)]))
    assert "Hello, <bdi>Ada</bdi>" in client.get(reverse("me")).text
    erase_own(ada)
    assert "Hello, <bdi>Dara</bdi>" in client.get(reverse("me")).text


def test_it_is_neither_kept_nor_listed_nor_told_on(mine):
    answer = mine.get(reverse("me"))
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"


def test_many_certificates_are_asked_for_together(mine, django_assert_max_num_queries):
    version = a_course()
    an_issued_credential(version=version)
    for number in range(4):
        an_issued_credential(version=a_course(f"c{number}"))
    begun(a_person("Ada Nkosi"), a_course("another"))
    with django_assert_max_num_queries(22):
        mine.get(reverse("me"))
