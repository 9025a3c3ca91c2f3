"""What is taught, when it is completed, and who still has to do what."""

from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import RefusedPart
from conferral.learning.catalog import actions
from conferral.learning.catalog.models import Course, CourseQuerySet, CourseVersion, State
from conferral.learning.progress import facts
from conferral.learning.progress.models import Enrolment
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import sought_in
from conferral.web.shared.paging import page_of
from conferral.web.shared.refusing import say_no
from conferral.web.staff.draft_forms import NewCourseForm
from conferral.web.staff.finding import has_words
from conferral.web.staff.saved_filters import filters_of


@requires(Right.SEE_REGISTER)
def courses(request: MemberRequest) -> HttpResponse:
    page = page_of(request, _found(request))
    context = {
        "page": page,
        "rows": [
            (course, sorted(course.versions.all(), key=lambda version: -version.number))
            for course in page
        ],
        "states": State,
        "asked": request.GET,
        "filters": filters_of(request, "courses"),
    }
    return render(request, "staff/courses.html", context)


@requires(Right.SEE_REGISTER)
def course(request: MemberRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Course.objects.of(request.organization), code=code)
    enrolled = Enrolment.objects.of(request.organization).filter(version__course=found)
    related = enrolled.select_related("person", "award").prefetch_related("award__credentials")
    unearned_first = F("award__id").asc(nulls_first=True)
    page = page_of(request, related.order_by(unearned_first, "person__printed_name", "pk"))
    page.object_list = list(page.object_list)
    facts.know(page.object_list)
    counted = found.versions.annotate(learners=Count("enrolments")).order_by("-number")
    versions = list(counted.select_related("course", "edited_by"))
    approved = (version for version in versions if version.is_approved)
    context = {
        "course": found,
        "versions": versions,
        "version": next(approved, versions[0] if versions else None),
        "page": page,
        "issued": Credential.objects.filter(award__enrolment__version__course=found).count(),
    }
    return render(request, "staff/course.html", context)


@requires(Right.EDIT_COURSES)
def new(request: MemberRequest) -> HttpResponse:
    form = NewCourseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            draft = actions.make_course(
                request.organization, form.chosen_code, form.syllabus, request.user
            )
        except RefusedPart as refused:
            say_no(form, refused)
        else:
            return redirect("version", draft.course.code, draft.number)
    return render(
        request, "staff/course_new.html", {"form": form}, status=422 if form.errors else 200
    )


def _found(request: MemberRequest) -> CourseQuerySet:
    """Those that the page's filter asks for, by code, with how many learn in them."""
    found = Course.objects.of(request.organization)
    if sought := sought_in(request.GET):
        found = found.filter(has_words("versions__title", sought) | Q(code__istartswith=sought))
    if (state := request.GET.get("state", "")) in set(State):
        found = found.filter(versions__in=CourseVersion.objects.in_state(State(state)))
    # Counted of another table than the filter joins: it would count the same learners twice.
    wanted = Course.objects.filter(pk__in=found.values("pk"))
    counted = wanted.annotate(learners=Count("versions__enrolments", distinct=True))
    return counted.prefetch_related("versions").order_by("code")
