"""Ten thousand certificates are called back: looked at, ordered, agreed to, done, with a death in
between; and how long the page about it takes."""

import os
import signal
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from bench import house, measure
from bench.measure import Figure
from conferral.credentials.delivery.letters import KEY
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential, Event
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.models import Recall, Recalled
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message
from conferral.foundation.memory import settle
from conferral.foundation.runs.models import Run

_LOOKS = 9


def figures(count: int) -> Iterator[Figure]:
    """`count`: of certificates, all of one course."""
    version = house.found()
    organization = version.course.organization
    house.awards(version, count)
    while ISSUE_AWARDS.run():
        pass
    _write_to_all()
    settle()
    before = measure.memory()
    measure.forget_peak()
    began = time.perf_counter()
    recall = _order(organization, count)
    yield Figure("look and order", time.perf_counter() - began, "s")
    yield Figure("page while it waits", _page(organization, recall), "ms", "the median")
    done = _killed_after(count // 3)
    yield Figure("done when the worker is killed", done, "certificates")
    began = time.perf_counter()
    while CALL_BACK.run():
        pass
    passed = time.perf_counter() - began
    yield Figure("the others are revoked", (count - done) / passed, "/s", f"in {passed:.0f} s")
    yield Figure("page when it is done", _page(organization, recall), "ms", "the median")
    yield Figure("memory at most", measure.peak_memory() - before, "MB", f"above {before:.0f} MB")
    _must_be_done_once(count)


def _write_to_all() -> None:
    """As if the letters had left: whoever never heard of a certificate reads nothing of its end."""
    rows = Credential.objects.values_list("number", "award__enrolment__person__email")
    organization, now = Organization.objects.get(), timezone.now()
    Message.objects.bulk_create(
        Message(organization=organization, key=f"{KEY}{number}", to=email or "", sent_at=now)
        for number, email in rows
    )


def _order(organization: Organization, count: int) -> Recall:
    numbers = Credential.objects.order_by("pk").values_list("number", flat=True)
    order = Order(False, Reason.ISSUED_IN_ERROR, "Issued in error", tuple(map(Wanted, numbers)))
    recall = actions.call_back(organization, _member(organization, "dara"), order, expected=count)
    if recall.begins_at is None:
        actions.agree(recall, _member(organization, "hana"))
    return recall


def _member(organization: Organization, name: str) -> Person:
    email = f"{name}@saypro.example"
    person, _ = Person.objects.get_or_create(email=email, defaults={"printed_name": name.title()})
    Membership.objects.get_or_create(
        person=person, organization=organization, role=Role.ADMINISTRATOR
    )
    return person


@override_settings(STAFF_NEED_SECOND_FACTOR=False)
def _page(organization: Organization, recall: Recall) -> float:
    """Milliseconds for one look at it, without a web server."""
    client, times = Client(), []
    client.force_login(_member(organization, "hana"))
    host = {"host": urlsplit(settings.SITE_URL).netloc}
    for _ in range(_LOOKS):
        began = time.perf_counter()
        answer = client.get(reverse("recall", args=[recall.pk]), headers=host, secure=True)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"The page answers {answer.status_code}.")
    return statistics.median(times)


def _killed_after(count: int) -> int:
    """Let another process do at least that many and kill it (-9). Returns how many it has done."""
    connections.close_all()
    child = os.fork()
    if not child:
        while CALL_BACK.run():
            pass
        os._exit(0)
    while Recalled.objects.exclude(done_at=None).count() < count:
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Recalled.objects.exclude(done_at=None).count()


def _must_be_done_once(count: int) -> None:
    found = (
        Credential.objects.exclude(revoked_at=None).count(),
        Event.objects.filter(kind="revoked").values("credential").distinct().count(),
        Event.objects.filter(kind="revoked").count(),
        Entry.objects.filter(deed="revoked").values("target").distinct().count(),
        Message.objects.filter(key__startswith="recalled:").count(),
        Run.objects.about(Recall).get().done,
    )
    if set(found) != {count}:
        raise RuntimeError(
            f"Revoked, events, lines, letters, and as its run says: {found}, not {count} of each."
        )
