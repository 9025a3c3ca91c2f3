"""Two people decide about one certificate in the same moment: one of them does, the other reads."""

import pytest

from cast import an_issued_credential, an_organization, dara, hana
from conferral.credentials.delivery import actions as delivery
from conferral.credentials.delivery.models import Stop, Stopping
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.actions import Change
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.models import Recall
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation import vault
from conferral.foundation.brakes.models import Brakes
from together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def credential():
    an_organization()
    return an_issued_credential()


def copies(credential):
    """As two pages have it."""
    return [Credential.objects.get(pk=credential.pk) for _ in "ab"]


def replace(credential, person):
    vault.allow_signing()
    return issuing.replace(credential, person, Change("Spoiled", Reason.SPOILED))


def test_two_replace_it_and_one_of_them_has(credential):
    one, other = copies(credential)
    people = dara(), hana()
    told = at_once(lambda: replace(one, people[0]), lambda: replace(other, people[1]))
    assert told == ["", "It has been replaced already, by another certificate."]
    assert Credential.objects.count() == 2


def test_one_revokes_it_while_the_other_replaces_it(credential):
    one, other = copies(credential)
    people = dara(), hana()
    told = at_once(
        lambda: issuing.revoke(one, people[0], "A mistake"), lambda: replace(other, people[1])
    )
    status = Credential.objects.current().get().status
    assert (told[0], told[1].partition(".")[0], status) in (
        ("", "It has been replaced already, by another certificate", "valid"),
        ("", "It has been revoked already", "revoked"),
    )


def test_two_stop_it_and_it_is_stopped_once(credential):
    Brakes.objects.update(undo_minutes=10)
    organization, chosen = an_organization(), Credential.objects.all()
    told = at_once(
        *(
            lambda person=person: delivery.stop(
                organization, person, chosen, "By mistake", expected=1
            )
            for person in (dara(), hana())
        )
    )
    assert told[0] == ""
    assert told[1].startswith("0 can be stopped by now, not 1")
    assert Stop.objects.count() == Stopping.objects.count() == 1


def test_two_call_it_back_and_there_is_one_recall(credential):
    order = Order(True, Reason.SPOILED, "Spoiled", (Wanted(credential.number),))
    people = dara(), hana()
    done, refused = at_once(
        *(
            lambda person=person: recalls.call_back(an_organization(), person, order, expected=1)
            for person in people
        )
    )
    assert (done, Recall.objects.count()) == ("", 1)
    assert "has asked to replace" in refused
