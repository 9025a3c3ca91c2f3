"""The pages of a verification site in a folder: to check a file, and to say what can be earned.

They know no program behind them: every address in them is relative, and their one script a file.
"""

from collections.abc import Iterator

from django.conf import settings
from django.template.loader import render_to_string

from conferral.credentials.issuing.addresses import short_address
from conferral.credentials.publishing.contents import File, achievements
from conferral.foundation.accounts.models import Organization
from conferral.learning.catalog.models import CourseVersion
from conferral.web.published.joined_script import joined

_STATIC = settings.PACKAGE / "web" / "static"
_LOOK = ("css/*.css", "fonts/*", "icon.svg")
_SCRIPTS = "verify"
_FIRST = "offline.js"
_FROM_HERE, _FROM_ANYWHERE = "./", "/"  # Of a missing page nobody knows how deep it would lie.


def pages_of(organization: Organization) -> Iterator[File]:
    """Pages, style sheets, typefaces and scripts. How old they are, `published.json` says."""
    yield "index.html", _index(organization, _FROM_HERE)
    yield "404.html", _index(organization, _FROM_ANYWHERE)
    for version in achievements(organization):
        yield f"achievements/{version.uuid}/index.html", _achievement(version)
    yield "README.txt", _readme(organization)
    yield from _look()
    yield from _scripts()


def _index(organization: Organization, root: str) -> bytes:
    return _rendered("index.html", {"organization": organization, "root": root})


def _achievement(version: CourseVersion) -> bytes:
    endorsements = version.endorsements.published().select_related("body").order_by("pk")
    context = {
        "organization": version.course.organization,
        "version": version,
        "endorsements": endorsements,
        "root": "../../",
        "here": ".",
    }
    return _rendered("achievement.html", context)


def _readme(organization: Organization) -> bytes:
    return _rendered("README.txt", {"organization": organization})


def _rendered(template: str, context: dict[str, object]) -> bytes:
    told = context | {"address": short_address(), "origin": settings.SITE_URL}
    return render_to_string(f"published/folder/{template}", told).encode()


def _look() -> Iterator[File]:
    for pattern in _LOOK:
        for place in sorted(_STATIC.glob(pattern)):
            yield str(place.relative_to(_STATIC)), place.read_bytes()


def _scripts() -> Iterator[File]:
    modules = {place.name: place for place in sorted((_STATIC / _SCRIPTS).glob("*.js"))}
    texts = {name: place.read_text() for name, place in modules.items()}
    for name, text in texts.items():
        yield f"{_SCRIPTS}/{name}", text.encode()
    if _FIRST in texts:
        yield f"{_SCRIPTS}/verify.js", joined(texts, _FIRST).encode()
