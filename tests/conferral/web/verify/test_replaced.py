"""What a stranger reads under the number of a certificate that another has taken the place of."""

import pytest

from cast import an_issued_credential, dara, publish
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.actions import Change
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.verification import showing
from conferral.credentials.verification.showing import Choice
from conferral.foundation.accounts.name_modes import NameMode

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return an_issued_credential()


def replaced(old, reason, *, names_successor=True):
    change = Change(reason.wording, reason, names_successor=names_successor)
    new = actions.replace(old, dara(), change)
    publish()
    return new


def page(client, credential, **headers):
    return client.get(f"/c/{credential.number}", headers=headers)


def test_the_old_page_leads_to_the_new_one(client, old):
    new = replaced(old, Reason.LOST)
    shown = page(client, old).content.decode()
    assert "Replaced by a newer certificate" in shown
    assert f'href="/c/{new.number}">{new.number}</a>' in shown
    assert "The holder has lost it" in shown
    assert "This certificate is valid" in page(client, new).content.decode()


def test_neither_page_leads_on_where_the_old_name_must_not(client, old):
    new = replaced(old, Reason.WRONG_NAME, names_successor=False)
    shown = page(client, old).content.decode()
    assert "Ask the holder for the newer certificate" in shown
    assert new.number not in shown
    assert old.number not in page(client, new).content.decode()


def test_software_is_told_the_same(client, old):
    new = replaced(old, Reason.LOST)
    told = page(client, old, accept="application/json").json()
    assert (told["status"], told["replacedBy"]["number"]) == ("replaced", new.number)
    assert told["reason"] == "The holder has lost it"


def test_software_is_not_led_on_either(client, old):
    replaced(old, Reason.WRONG_NAME, names_successor=False)
    told = page(client, old, accept="application/json").json()
    assert told["status"] == "replaced"
    assert "replacedBy" not in told


def test_a_page_that_was_prepared_before_does_not_hold_any_more(client, old):
    assert "is valid" in page(client, old).content.decode()
    new = replaced(old, Reason.LOST)
    assert new.number in page(client, old).content.decode()
    Credential.objects.filter(pk=old.pk).update(names_successor=False)
    assert new.number not in page(client, old).content.decode()


def test_the_old_paper_is_not_given_out(client, old):
    replaced(old, Reason.SPOILED)
    assert client.get(f"/c/{old.number}.pdf").status_code == 410


def test_who_does_not_show_their_name_does_not_show_it_on_the_next_one(client, old):
    showing.choose(old, Choice(NameMode.WITHHELD), dara())
    new = replaced(old, Reason.LOST)
    showing.keep_choice(old, new)
    assert "Ada Nkosi" not in page(client, new).content.decode()
