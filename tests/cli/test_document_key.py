import pytest
from typer.testing import CliRunner

from authority import vouched_for
from cast import a_member, an_organization
from conferral.cli.main import app
from conferral.credentials.sealing.models import DocumentKey
from conferral.foundation.accounts.roles import Role

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    ran = CliRunner().invoke(app, ["document-key", *arguments], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_a_certificate_is_asked_for_and_used(tmp_path):
    an_organization()
    a_member("Fatima", Role.ADMINISTRATOR)
    answer = tmp_path / "answer.pem"
    answer.write_bytes(vouched_for(run("request")))
    run("use", str(answer))
    assert "vouched for by CN=Test authority, in use" in run("show")
    assert DocumentKey.objects.count() == 2
