"""Every web test starts with nothing remembered: no page kept, no failed sign-in counted."""

import pytest
from django.core.cache import caches

from cast import a_member, an_issued_credential, an_organization, dara
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.foundation.accounts.roles import Role
from conferral.web.verify.limits import DOOR


def clear_caches():
    for name in ("default", "pages"):
        caches[name].clear()
    DOOR.clear()


@pytest.fixture(autouse=True)
def _nothing_remembered():
    clear_caches()
    yield
    clear_caches()


@pytest.fixture
def printed(db):
    """A credential of Ada's whose certificate has been printed."""
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    credential.refresh_from_db()
    return credential


@pytest.fixture
def registrar(client, db):
    """A browser in which Dara, the registrar, is signed in."""
    client.force_login(dara())
    return client


@pytest.fixture
def stranger(db):
    """An administrator of another organization."""
    return a_member("Mallory", Role.ADMINISTRATOR, an_organization("Other", "0T"))
