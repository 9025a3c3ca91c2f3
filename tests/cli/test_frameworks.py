"""`conferral frameworks`: as in the browser."""

import pytest

from cast import a_course, a_draft, a_member
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.frameworks.models import Framework

pytestmark = pytest.mark.django_db
TABLE = "code,name,url\nFA.1,Treat wounds,https://f.test/1\nFA.2,Call help,ftp://f.test/2\n"


@pytest.fixture(autouse=True)
def _administrator(db):
    return a_member("Lindiwe", Role.ADMINISTRATOR)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "council.csv"
    path.write_text(TABLE)
    return str(path)


def test_one_is_taken_in_listed_searched_and_removed(typed, file):
    said = typed("frameworks", "import", file, "--title", "Council").out
    assert "Row 3: “ftp://f.test/2” is not an address" in said
    (row,) = typed("frameworks", "list", "--json").json
    assert (row["title"], row["places"]) == ("Council", 1)
    (found,) = typed("frameworks", "search", "wounds", "--json").json
    assert found["url"] == "https://f.test/1"
    assert typed("frameworks", "remove", str(row["number"])).code == 0
    assert typed("frameworks", "list", "--json").json == []


def test_a_dry_run_takes_nothing_in(typed, file):
    assert "nothing was taken in" in typed("frameworks", "import", file, "--dry-run").out
    assert not Framework.objects.exists()


def test_a_draft_is_aligned(typed, file):
    a_draft()
    typed("frameworks", "import", file)
    assert typed("frameworks", "align", "first-aid", "https://f.test/1").code == 0
    (alignment,) = CourseVersion.objects.get(approved_at=None).alignments.all()
    assert (alignment.target_code, alignment.target_framework) == ("FA.1", "council")


def test_what_cannot_be_aligned_is_said(typed, file):
    a_course()
    typed("frameworks", "import", file)
    assert "no draft" in typed("frameworks", "align", "first-aid", "https://f.test/1").err
    assert "no course" in typed("frameworks", "align", "x", "https://f.test/1").err
    assert "no framework 77" in typed("frameworks", "remove", "77").err
