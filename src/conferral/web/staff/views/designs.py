"""What certificates look like: each course's own, with names that are hard to set."""

from dataclasses import asdict, dataclass
from hashlib import sha256

import orjson
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response

from conferral.credentials.designs import palette, printing
from conferral.credentials.designs.certificate import DESIGN
from conferral.credentials.designs.models import Certificate
from conferral.credentials.designs.previews import HOLDERS, Holder, preview
from conferral.credentials.designs.variables import CertificateData
from conferral.credentials.designs.wording import LANGUAGES
from conferral.foundation.accounts.languages import name_of
from conferral.foundation.accounts.roles import Right
from conferral.learning.accreditation.gate import Outcome
from conferral.learning.accreditation.rulings import Rulings
from conferral.learning.catalog.models import Course, CourseVersion, State
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.paging import page_of

_WIDTHS = {"small": 480, "large": 1204}  # Pixels.
_SHELF = 12  # Pictures on one page: each is drawn for whoever looks.


@dataclass(frozen=True)
class Colour:
    name: str
    value: str


_COLOURS = (
    Colour("Ink", palette.INK),
    Colour("Gold", palette.GOLD),
    Colour("Gold of letters", palette.GOLD_TEXT),
    Colour("Paper", palette.PAPER),
)


_TOO_LONG = {
    "description": "The description is cut off",
    "course": "The title of the course is too small to read",
    "accreditation": "The words of the accreditation are cut off",
    "address": "The address of the verification page is hard to read",
}
"""What `printing.notes` says, for people."""


@requires(Right.SEE_REGISTER)
def designs(request: MemberRequest) -> HttpResponse:
    """The design, and each course's newest certificate in it."""
    courses = Course.objects.of(request.organization).titled().filter(versions__isnull=False)
    page = page_of(request, courses.distinct().prefetch_related("versions"), _SHELF)
    printed = Certificate.objects.filter(credential__key__organization=request.organization)
    context = {
        "page": page,
        "shown": [(course, _newest(course)) for course in page],
        "printed": printed.filter(design=DESIGN).count(),
        "colours": _COLOURS,
        "faces": printing.typefaces(),
        "languages": [name_of(each) for each in LANGUAGES],
    }
    return render(request, "staff/designs.html", context)


@requires(Right.SEE_REGISTER)
def design(request: MemberRequest, code: str, number: int) -> HttpResponse:
    """One version's certificate, large, in the name that was asked for."""
    version, word = _version(request, code, number), _word(request)
    rulings = _rulings(request)
    ruling = rulings.of(version, site=None)
    context = {
        "version": version,
        "said": (said := preview(version, HOLDERS[word], rulings)),
        "too_long": [_TOO_LONG[each] for each in printing.notes(said)],
        "held": ruling.reasons if ruling.outcome is Outcome.HELD else (),
        "holders": HOLDERS,
        "word": word,
        "printed": Certificate.objects.filter(credential__shape__version=version).count(),
        "may_edit": version.state is State.DRAFT and Right.EDIT_COURSES in request.rights,
        "others": version.course.versions.exclude(pk=version.pk).order_by("-number"),
    }
    return render(request, "staff/design.html", context)


@requires(Right.SEE_REGISTER)
def picture(request: MemberRequest, code: str, number: int) -> HttpResponse:
    """Drawn again only when what it says has changed."""
    said = preview(_version(request, code, number), _holder(request), _rulings(request))
    width = _WIDTHS.get(request.GET.get("size", ""), _WIDTHS["large"])
    known = f'"{_digest(said)}-{width}"'
    if unchanged := get_conditional_response(request, etag=known):
        return unchanged
    answer = HttpResponse(printing.png(said, width), content_type="image/png")
    answer["ETag"], answer["Cache-Control"] = known, "private, no-cache"
    return answer


def _newest(course: Course) -> CourseVersion:
    """The one in force; of a course that has none, the one that is being written."""
    versions = sorted(course.versions.all(), key=lambda each: each.number)
    return next((each for each in reversed(versions) if each.is_approved), versions[-1])


def _version(request: MemberRequest, code: str, number: int) -> CourseVersion:
    ours = CourseVersion.objects.filter(course__organization=request.organization)
    related = ours.select_related("course__organization", "certificate_type")
    return get_object_or_404(related, course__code=code, number=number)


def _rulings(request: MemberRequest) -> Rulings:
    return Rulings(request.organization, timezone.localdate())


def _word(request: MemberRequest) -> str:
    asked = request.GET.get("name", "")
    return asked if asked in HOLDERS else next(iter(HOLDERS))


def _holder(request: MemberRequest) -> Holder:
    return HOLDERS[_word(request)]


def _digest(said: CertificateData) -> str:
    values = asdict(said) | {"rosette_seed": said.rosette_seed.hex(), "credential": ""}
    return sha256(orjson.dumps(values, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
