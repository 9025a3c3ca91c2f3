"""What an administrator fills in: the brand, certificate types, sites; and who teaches."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms

from conferral.foundation.accounts.languages import LANGUAGES, name_of
from conferral.foundation.accounts.roles import Right, roles_with
from conferral.foundation.brand import Brand
from conferral.foundation.drawing import MAX_BYTES, BadDrawing, clean_svg
from conferral.learning.catalog.certificate_types import Terms
from conferral.learning.catalog.models import CertificateKind, Lacking
from conferral.web.shared.showing_form import NAME_MODES


class BrandForm(forms.Form):
    """The organization's name, look and promise. A drawing that was looked at is remembered."""

    name = forms.CharField(max_length=200)
    registration = forms.CharField(
        required=False, max_length=120, help_text="A line on every certificate, below the name."
    )
    url = forms.URLField(label="Web address", assume_scheme="https")
    email = forms.EmailField(label="E-mail", required=False)
    colour = forms.CharField(
        required=False,
        max_length=7,
        help_text="Of buttons and links, like #0f5b52. Leave it empty for the house’s own.",
    )
    logo = forms.FileField(
        required=False,
        help_text=f"An SVG file of at most {MAX_BYTES // 1024} KB, without scripts.",
        widget=forms.FileInput(attrs={"accept": ".svg,image/svg+xml"}),
    )
    without_logo = forms.BooleanField(label="Have no logo", required=False)
    time_zone = forms.ChoiceField(
        choices=lambda: [*_zones()],
        help_text="In which a day begins and ends: of completions, promises and pages.",
    )
    language = forms.ChoiceField(
        choices=[(each, name_of(each)) for each in LANGUAGES],
        help_text="Of letters to those who chose none themselves, where they are translated.",
    )
    issues_within_days = forms.IntegerField(
        label="Days until a certificate is issued",
        min_value=1,
        max_value=365,
        help_text="At most, after approval or completion, whichever is later.",
    )
    name_mode = forms.ChoiceField(
        label="Strangers see of a holder",
        choices=NAME_MODES,
        help_text="Of those who chose nothing themselves.",
    )
    answers_within_days = forms.IntegerField(
        label="Working days until an answer",
        min_value=1,
        max_value=365,
        help_text="To a question, or to who asks for another name.",
    )
    decides_appeals_within_days = forms.IntegerField(
        label="Working days until an appeal is decided", min_value=1, max_value=365
    )
    recalls_alone_up_to = forms.IntegerField(
        label="Certificates that one person may call back",
        min_value=0,
        max_value=1_000_000,
        help_text="More at once need a second person.",
    )
    logo_svg = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_logo(self) -> str:
        file = self.cleaned_data["logo"]
        if not file:
            return ""
        try:
            return clean_svg(file.read(MAX_BYTES + 1))
        except BadDrawing as slip:
            raise forms.ValidationError(str(slip)) from slip

    @property
    def brand(self) -> Brand:
        said = self.cleaned_data
        logo = "" if said["without_logo"] else said["logo"] or said["logo_svg"]
        parts = {part: said[part] for part in Brand.__dataclass_fields__ if part != "logo_svg"}
        return Brand(**parts, logo_svg=logo)


class TypeForm(forms.Form):
    """The terms of a certificate type."""

    code = forms.SlugField(help_text="Small letters, digits and hyphens; it stays the same.")
    kind = forms.ChoiceField(
        label="What it claims",
        choices=[(kind, str(kind).capitalize()) for kind in CertificateKind],
        help_text="Statements of results, competence and accredited certificates speak for an "
        "accreditor: they need an accreditation.",
    )
    title = forms.CharField(max_length=80, help_text="As printed on top of the certificate.")
    needs_accreditation = forms.BooleanField(
        label="An accreditation must be in force on the day of issue", required=False
    )
    if_lacking = forms.ChoiceField(
        label="Where it is lacking",
        choices=[
            (Lacking.HOLD, "Hold the certificate until it is there"),
            (Lacking.DOWNGRADE, "Issue it under another title"),
        ],
    )
    downgraded_title = forms.CharField(
        label="That other title", required=False, max_length=80, help_text="“Attendance”, say."
    )
    released_by = forms.ChoiceField(
        label="Released by",
        required=False,
        choices=[("", "Nobody: issued by itself")]
        + [(role, str(role).capitalize()) for role in sorted(roles_with(Right.RELEASE))],
    )
    moderation_percent = forms.IntegerField(
        label="Moderated before issue, in percent",
        required=False,
        min_value=1,
        max_value=100,
        help_text="A random sample; 25 is common. Leave it empty for no moderation.",
    )
    external_moderation = forms.BooleanField(
        label="An external moderator looks at it, too", required=False
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]

    @property
    def terms(self) -> Terms:
        said = self.cleaned_data
        named = {name: said[name] for name in Terms.__dataclass_fields__}
        kinds = {
            "kind": CertificateKind(said["kind"]),
            "if_lacking": Lacking(said["if_lacking"]),
        }
        return Terms(**named | kinds)


class SiteForm(forms.Form):
    code = forms.SlugField(help_text="A code that is known already renames its site.")
    name = forms.CharField(max_length=120)


class InstructorForm(forms.Form):
    name = forms.CharField(max_length=120)
    title = forms.CharField(
        required=False, max_length=120, help_text="As printed: “Course instructor”."
    )
    email = forms.EmailField(
        label="E-mail of their account here",
        required=False,
        help_text="Leave it empty for somebody who does not sign in.",
    )


def _zones() -> Iterator[tuple[str, str | list[tuple[str, str]]]]:
    """By continent and city, as people look for theirs; those of no place as they are called."""
    for continent, zones in groupby(sorted(available_timezones()), lambda zone: _place(zone)[0]):
        cities = [(zone, city.replace("_", " ")) for zone in zones if (city := _place(zone)[2])]
        yield (continent, cities or continent)


def _place(zone: str) -> tuple[str, str, str]:
    return zone.partition("/")
