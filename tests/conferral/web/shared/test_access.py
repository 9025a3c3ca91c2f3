"""Who is let in, and as whom."""

import pytest
from django.urls import reverse

from cast import a_member, an_organization, emil
from conferral.foundation.accounts.roles import RIGHTS, Role

pytestmark = pytest.mark.django_db


def test_the_403_page_names_the_right_and_says_what_to_do(client):
    client.force_login(emil())
    text = client.get(reverse("import-new")).content.decode()
    assert "the right to import progress" in text
    assert "Ask an administrator" in text


def test_two_roles_have_the_rights_of_both(client):
    a_member("Emil", Role.AUDITOR)
    client.force_login(a_member("Emil", Role.REVIEWER))
    answer = client.get(reverse("today"))
    assert answer.wsgi_request.rights == RIGHTS[Role.AUDITOR] | RIGHTS[Role.REVIEWER]


def test_a_role_here_gives_no_right_there(client):
    """Registrar of one organization, auditor of another: imports only for the one."""
    other = an_organization("Other", "0T")
    a_member("Fay", Role.AUDITOR)
    client.force_login(a_member("Fay", Role.REGISTRAR, other))
    assert client.get(reverse("imports")).wsgi_request.organization == other


def test_pages_show_the_organizations_own_time(client, settings):
    organization = an_organization()
    organization.time_zone = "Pacific/Kiritimati"
    organization.save()
    client.force_login(emil())
    answer = client.get(reverse("activity"))
    assert answer.status_code == 200
