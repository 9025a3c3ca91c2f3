"""What staff say of bodies, accreditations and qualifications."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Lower

from conferral.credentials.designs.pictures import BadPicture, as_svg
from conferral.foundation.accounts.models import Organization
from conferral.foundation.drawing import BadDrawing, clean_svg
from conferral.learning.accreditation.actions import Terms
from conferral.learning.accreditation.bodies import Profile
from conferral.learning.accreditation.models import (
    Accreditation,
    Area,
    Body,
    BodyKind,
    Standard,
)
from conferral.learning.catalog.models import (
    CertificateType,
    Course,
    CourseVersion,
    Instructor,
    Mode,
    Site,
)
from conferral.web.shared.asking import number_in

_PICTURE = "SVG, or PNG. At most 100 KB."


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(str(value), str(value).capitalize()) for value in values]


def _offer(form: forms.Form, **rows: QuerySet[Any]) -> None:
    """What may be chosen: rows of this organization alone."""
    for name, found in rows.items():
        field = form.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = found


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PictureField(forms.FileField):
    """A drawing: as SVG text that can only be looked at."""

    def clean(self, data: Any, initial: Any = None) -> str:
        file = super().clean(data, initial)
        if not file:
            return ""
        if file.size > 4 * 1024**2:
            raise forms.ValidationError("The picture is too large.")
        try:
            return clean_svg(as_svg(file.read()).encode())
        except (BadPicture, BadDrawing) as slip:
            raise forms.ValidationError(str(slip)) from slip


class _Some(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Not generic when it runs.
    """Any number of rows, as boxes to tick. None: not limited."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: str, help_text: str = "") -> None:
        none = Course.objects.none()
        super().__init__(queryset=none, label=label, help_text=help_text, required=False)

    def clean(self, value: Any) -> Any:
        """A key that no database can hold is that of no row."""
        return super().clean([key if number_in(str(key)) else "none" for key in value or ()])


class _Courses(_Some):
    """Needs courses that are `titled`."""

    def label_from_instance(self, course: Any) -> str:
        return f"{course.title} ({course.code})" if course.title else str(course.code)


class _Versions(_Some):
    def label_from_instance(self, version: CourseVersion) -> str:
        return f"{version} ({version.course.code})"


def _versions(organization: Organization) -> QuerySet[CourseVersion]:
    ours = CourseVersion.objects.filter(course__organization=organization)
    ordered = ours.order_by(Lower("title"), "course__code", "number")
    return ordered.select_related("course")


class BodyForm(forms.Form):
    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=_choices(BodyKind))
    url = forms.URLField(label="Web address", assume_scheme="https")
    contact = forms.CharField(
        label="Whom to ask, and how (optional)", max_length=200, required=False
    )
    review_months = forms.IntegerField(
        label="Months between periodic reviews (optional)",
        required=False,
        min_value=1,
        max_value=240,
    )
    logo = PictureField(label="Logo (optional)", required=False, help_text=_PICTURE)
    seal = PictureField(label="Seal (optional)", required=False, help_text=_PICTURE)
    did = forms.CharField(
        label="DID (optional)",
        max_length=200,
        required=False,
        help_text="Under which it signs endorsements.",
    )
    did_document = forms.CharField(
        label="DID document (optional)",
        required=False,
        help_text="As the body gave it to you: its own keys stand in it. Not needed for a did:key.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    @classmethod
    def of(cls, profile: Profile) -> "BodyForm":
        return cls(initial=vars(profile))

    def profile(self, kept: Profile | None = None) -> Profile:
        """What is said; a picture that is not sent again stays."""
        said = self.cleaned_data
        return Profile(
            name=said["name"],
            url=said["url"],
            kind=BodyKind(said["kind"]),
            contact=said["contact"],
            did=said["did"],
            did_document=said["did_document"],
            logo_svg=said["logo"] or (kept.logo_svg if kept else ""),
            seal_svg=said["seal"] or (kept.seal_svg if kept else ""),
            review_months=said["review_months"],
        )


class StandardForm(forms.Form):
    area = forms.ChoiceField(label="About", choices=_choices(Area))
    title = forms.CharField(max_length=200)
    edition = forms.CharField(label="Edition (optional)", max_length=40, required=False)
    criteria = forms.CharField(
        label="Criteria, one on each line",
        help_text="Reviewers tick them line by line.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    document = forms.FileField(label="The standard itself (optional)", required=False)

    def standard(self) -> Standard:
        said = self.cleaned_data
        return Standard(**{name: said[name] for name in ("area", "title", "edition", "criteria")})


class RequirementForm(forms.Form):
    """Who may vouch for certificates of a type."""

    certificate_type = forms.ModelChoiceField(
        CertificateType.objects.none(), label="For the type", empty_label="Choose one"
    )
    body = forms.ModelChoiceField(
        Body.objects.none(), required=False, empty_label="Any body", label="Accredited by"
    )
    words = forms.CharField(
        label="Words that its scope must have (optional)", max_length=200, required=False
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = CertificateType.objects.filter(organization=organization).order_by("code")
        _offer(self, certificate_type=types, body=organization.bodies.order_by("name"))


class TermsForm(forms.Form):
    """What a body has granted."""

    number = forms.CharField(max_length=60)
    valid_from = DayField(label="Valid from")
    valid_until = DayField(label="Last day (optional)", required=False)
    statement = forms.CharField(
        label="Statement (optional)",
        required=False,
        help_text="As the body wants it printed.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scope_words = forms.CharField(
        label="Scope, as the body words it (optional)", max_length=200, required=False
    )
    courses = _Courses(
        "Courses", "All their versions. Nothing ticked here and below: every course."
    )
    versions = _Versions("Single versions")
    sites = _Some("Sites", "Nothing ticked: everywhere.")
    modes = forms.MultipleChoiceField(
        label="Ways of teaching",
        choices=_choices(Mode),
        required=False,
        help_text="Nothing ticked: all of them.",
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.CharField(
        label="Languages (optional)",
        required=False,
        max_length=200,
        help_text="Codes with spaces between them, for example: en zu. Empty: all of them.",
    )
    needs_qualified = forms.BooleanField(
        label="Everybody who teaches it must have a qualification on record", required=False
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = Course.objects.of(organization).titled()
        sites = Site.objects.filter(organization=organization).order_by("name")
        _offer(self, courses=courses, versions=_versions(organization), sites=sites)

    @classmethod
    def of(cls, accreditation: Accreditation) -> "TermsForm":
        initial = {
            name: getattr(accreditation, name)
            for name in ("number", "valid_from", "valid_until", "statement", "scope_words")
        }
        initial |= {
            "courses": accreditation.courses.all(),
            "versions": accreditation.versions.all(),
            "sites": accreditation.sites.all(),
            "modes": accreditation.modes,
            "languages": " ".join(accreditation.languages),
            "needs_qualified": accreditation.needs_qualified,
        }
        return cls(initial=initial, organization=accreditation.body.organization)

    def terms(self) -> Terms:
        said = self.cleaned_data | {"languages": self.cleaned_data["languages"].split()}
        said.pop("body", None)
        return Terms(**said)


class NewAccreditationForm(TermsForm):
    body = forms.ModelChoiceField(Body.objects.none(), label="Body", empty_label="Choose one")
    field_order = ("body",)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, organization=organization, **kwargs)
        _offer(self, body=organization.bodies.order_by("name"))


class StopForm(forms.Form):
    because = forms.CharField(label="Why?", max_length=200, help_text="For the audit trail.")


class EndForm(forms.Form):
    last_day = DayField(label="Its last day")


class ConditionForm(forms.Form):
    text = forms.CharField(label="What has to be done", max_length=200)
    due_on = DayField(
        label="Until (optional)",
        required=False,
        help_text="Without a day it is in the way until it is met.",
    )


class DocumentForm(forms.Form):
    file = forms.FileField(
        label="Document", help_text="PDF, PNG, JPEG, or a document of an office program."
    )


class PlanForm(forms.Form):
    what = forms.CharField(label="What has to be looked at", max_length=200)
    due_on = DayField(label="Until")


class OutcomeForm(forms.Form):
    outcome = forms.CharField(label="What came of it", widget=forms.Textarea(attrs={"rows": 3}))
    versions = _Versions("Versions that were made because of it")

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, versions=_versions(organization))


class QualificationForm(forms.Form):
    instructor = forms.ModelChoiceField(
        Instructor.objects.none(), label="Who", empty_label="Choose one"
    )
    kind = forms.CharField(
        max_length=80,
        label="What it is",
        help_text="For example: assessor registration. The newest of a kind counts.",
    )
    number = forms.CharField(max_length=60, required=False, label="Number (optional)")
    register = forms.CharField(max_length=120, label="In whose register")
    valid_from = DayField(label="Valid from")
    valid_until = DayField(label="Last day (optional)", required=False)
    file = forms.FileField(label="Document (optional)", required=False)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, instructor=organization.instructors.order_by("name"))


class EndorsementForm(forms.Form):
    file = forms.FileField(
        label="Signed endorsement",
        help_text="JSON with a proof, or a token (JWT). It is checked before it is shown.",
    )
