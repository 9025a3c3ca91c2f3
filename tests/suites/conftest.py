import pytest

from suites.vc_api import running


@pytest.fixture(scope="session")
def ask():
    with running() as asked:
        yield asked


@pytest.fixture
def verified(ask):
    """Does our verifier say so? With what it was asked beside the credential."""

    def verify(credential, **options):
        asked = {"verifiableCredential": credential, "options": options}
        status, answer = ask("/credentials/verify", asked)
        assert status in (200, 400), answer
        assert answer["verified"] is (status == 200)
        assert bool(answer["errors"]) is (status == 400)
        return answer["verified"]

    return verify


@pytest.fixture
def issued(ask):
    def issue(suite, document, **options):
        asked = {"credential": document, "options": options}
        status, answer = ask(f"/{suite}/credentials/issue", asked)
        assert status == 201, answer
        return answer["verifiableCredential"]

    return issue
