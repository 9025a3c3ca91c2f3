"""What staff say of renewal: how a course is renewed, points, what was learned elsewhere."""

from typing import Any

from django import forms

from conferral.learning.catalog.models import Course
from conferral.learning.renewal.actions import Terms


class RuleForm(forms.Form):
    """How certificates of a course are renewed."""

    by_exam = forms.BooleanField(
        label="Pass the exam again; everything else is carried over", required=False
    )
    by_recognition = forms.BooleanField(
        label="Show what was learned elsewhere (recognition of prior learning)", required=False
    )
    points = forms.DecimalField(
        label="Points of professional development",
        required=False,
        max_digits=6,
        decimal_places=2,
        help_text="As many within the time of a certificate. Empty: there is no such path.",
    )
    refreshers = forms.MultipleChoiceField(
        label="Complete one of these courses",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What counts is a certificate of it that was earned in the window.",
    )
    opens_days = forms.IntegerField(
        label="Days before the last day when the window opens", min_value=1, max_value=730
    )
    grace_days = forms.IntegerField(
        label="Days after the last day while it stays open", min_value=0, max_value=730
    )
    reminders = forms.CharField(
        label="Reminders to holders, in days before the last day",
        required=False,
        help_text="Like 90, 30, 7, 0, -7. A number below zero is after it.",
    )

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Course.objects.of(course.organization).titled().exclude(pk=course.pk)
        choices = [(each.code, f"{each.title or each.code} ({each.code})") for each in others]  # type: ignore[attr-defined]
        self.fields["refreshers"].choices = choices  # type: ignore[attr-defined]

    def clean_reminders(self) -> tuple[int, ...]:
        try:
            return tuple(int(each) for each in self.cleaned_data["reminders"].split(",") if each)
        except ValueError as slip:
            raise forms.ValidationError("Write whole numbers with commas between them.") from slip

    @property
    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(**said | {"refreshers": tuple(said["refreshers"])})


class PointsForm(forms.Form):
    """Something that a learner did, and what it is worth."""

    day = forms.DateField(
        label="On", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    title = forms.CharField(label="What was done", max_length=200)
    points = forms.DecimalField(max_digits=6, decimal_places=2)
    file = forms.FileField(
        label="Evidence", required=False, help_text="A PDF, a scan or an office document."
    )


class PointsFileForm(forms.Form):
    """Points of many learners."""

    file = forms.FileField(
        allow_empty_file=True,  # The reader has a better sentence for it.
        help_text="CSV, Excel (XLSX) or OpenDocument (ODS). "
        "Nothing counts before you have seen and confirmed it.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}),
    )


class RecognitionForm(forms.Form):
    because = forms.CharField(
        label="What the learner has shown",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.FileField(required=False, help_text="A PDF, a scan or an office document.")


class StrikeForm(forms.Form):
    because = forms.CharField(label="Why they do not count", max_length=200)
