"""/c/NUMBER.evidence.json: given for whom the certificate is given."""

import pytest

from cast import an_issued_credential, dara, publish
from conferral.credentials.issuing import actions
from conferral.credentials.verification.evidence import evidence_file

pytestmark = pytest.mark.django_db


def test_it_is_the_file_that_proves_the_certificate(client):
    credential = an_issued_credential()
    answer = client.get(f"/c/{credential.number}.evidence.json")
    assert answer.content == evidence_file(credential)
    assert answer["Content-Disposition"].endswith(f'"{credential.number}.evidence.json"')
    assert answer["X-Robots-Tag"] == "noindex"


def test_who_has_it_is_not_sent_it_again(client):
    credential = an_issued_credential()
    etag = client.get(f"/c/{credential.number}.evidence.json")["ETag"]
    again = client.get(f"/c/{credential.number}.evidence.json", headers={"if-none-match": etag})
    assert again.status_code == 304


def test_of_a_revoked_certificate_there_is_none_as_it_bears_the_name(client):
    credential = an_issued_credential()
    actions.revoke(credential, dara(), "Issued in error")
    publish()
    assert client.get(f"/c/{credential.number}.evidence.json").status_code == 410


def test_the_page_leads_to_it(client):
    credential = an_issued_credential()
    page = client.get(f"/c/{credential.number}").content.decode()
    assert f"/c/{credential.number}.evidence.json" in page
