"""Ten thousand certificates are stopped in the undo window: the order, and the belt that revokes
them; none is left out, and no letter leaves."""

import time
from collections.abc import Iterator

from bench import house
from bench.measure import Figure
from conferral.credentials.delivery import actions, undo
from conferral.credentials.delivery.jobs import REVOKE_STOPPED
from conferral.credentials.delivery.models import Stop, Stopping
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential, Event
from conferral.foundation.accounts.models import Organization
from conferral.foundation.audit.models import Entry
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.mail.models import Message
from conferral.foundation.runs.models import Run

_BECAUSE = "It was issued by mistake"
_WINDOW = 240  # Minutes, so that the slowest machine has time.


def figures(count: int) -> Iterator[Figure]:
    """`count`: of certificates, all of one course."""
    version = house.found()
    organization = version.course.organization
    Brakes.objects.filter(organization=organization).update(undo_minutes=_WINDOW)
    house.awards(version, count)
    while ISSUE_AWARDS.run():
        pass
    began = time.perf_counter()
    _stop(organization, count)
    yield Figure("stopped", time.perf_counter() - began, "s", "from then on no letter leaves")
    began = time.perf_counter()
    while REVOKE_STOPPED.run():
        pass
    passed = time.perf_counter() - began
    yield Figure("revoked", count / passed, "/s", f"in {passed:.0f} s")
    _must_be_done_once(count)


def _stop(organization: Organization, count: int) -> None:
    chosen = undo.up_to(Credential.objects.all(), undo.last_of(Credential.objects.all()))
    actions.stop(organization, house.registrar(), chosen, _BECAUSE, expected=count)


def _must_be_done_once(count: int) -> None:
    found = (
        Credential.objects.filter(revoked_because=_BECAUSE).count(),
        Event.objects.filter(kind="revoked").values("credential").distinct().count(),
        Entry.objects.filter(deed="revoked").values("target").distinct().count(),
        Stop.objects.exclude(done_at=None).count(),
        Run.objects.about(Stopping).get().done,
    )
    if set(found) != {count} or Message.objects.exists():
        raise RuntimeError(
            f"Revoked, events, lines, stops, and as its run says: {found}, not {count} of each."
        )
