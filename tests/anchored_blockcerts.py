"""Certificates that an organization wants as Blockcerts, and the chain they are anchored in."""

from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from cast import an_issued_credential, dara, publish
from chained import a_chain
from conferral.credentials.anchoring import ethereum
from conferral.credentials.anchoring.jobs import ANCHOR
from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.blockcerts import actions
from conferral.credentials.blockcerts.jobs import PLANT

SEPOLIA = 11155111


@contextmanager
def a_chain_for_blockcerts(settings, number=SEPOLIA):
    with a_chain(number) as chain:
        settings.ETHEREUM_RPC, settings.ETHEREUM_CHAIN_ID = chain.url, number
        chain.account = ethereum.make_account()
        chain.give(chain.account, 10**18)
        yield chain


def some_certificates(count):
    """Of one course, by an organization that wants them as Blockcerts."""
    first = an_issued_credential()
    version = first.award.enrolment.version
    others = [an_issued_credential(f"L{n} Moyo", version) for n in range(1, count)]
    organization = version.course.organization
    actions.begin(organization, dara())
    return [first, *others]


def anchor(chain):
    """Let whatever waits be sent, and twelve blocks stand on it."""
    publish()
    PLANT.run()
    later(days=2)
    chain.mine()
    later(minutes=5)


def later(**passed):
    for row in Anchor.objects.all():
        moved = {
            name: getattr(row, name) - timedelta(**passed)
            for name in ("sent_at", "held_at")
            if getattr(row, name)
        }
        Anchor.objects.filter(pk=row.pk).update(
            next_attempt_at=timezone.now() - timedelta(seconds=1), **moved
        )
    ANCHOR.run()
