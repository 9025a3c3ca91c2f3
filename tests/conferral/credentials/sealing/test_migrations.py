"""Document keys of before they had a history: nothing of them is lost, and the log is told."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import Event, Use
from conferral.foundation.accounts.models import Organization
from conferral.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)

_BEFORE = [("sealing", "0001_document_keys"), ("envelopes", "0001_envelopes")]
_MAY, _JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def before():
    """The tables as they were, and everything as it is again afterwards."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate(_BEFORE)
    apps = {app for app, _ in _BEFORE}
    others = [node for node in newest if node[0] not in apps]
    yield executor.loader.project_state([*others, *_BEFORE]).apps
    executor = MigrationExecutor(connection)
    executor.migrate(newest)


def test_a_key_with_two_certificates_becomes_one_key_of_the_issuer(before):
    organization = before.get_model("accounts", "Organization").objects.create(
        name="SayPro", url="https://x.example/", did="did:web:x.example", number_prefix="SP"
    )
    kept = before.get_model("sealing", "DocumentKey").objects
    shared = {"organization": organization, "name": "documents-1", "multikey": "zDnA"}
    kept.create(**shared, certificates="first", valid_from=_MAY, valid_until=_JUNE)
    kept.create(**shared, certificates="second", valid_from=_JUNE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    (key,) = (ours := Organization.objects.get()).issuer_keys.all()
    assert (key.use, key.multikey, key.name) == (Use.DOCUMENTS, "zDnA", "documents-1")
    assert (key.valid_from, key.valid_until) == (_MAY, None)
    certificates = key.certificates.order_by("used_from")
    assert list(certificates.values_list("pem", "used_until")) == [
        ("first", _JUNE),
        ("second", None),
    ]
    for _ in range(2):  # Once is enough, however often setup is run.
        keyring.tell_of_old_keys(ours)
    assert Event.objects.get().document["key"] == "zDnA"
    assert Entry.objects.filter(deed="made a signing key").count() == 1
