"""What staff say of one learner: a verdict, or a total that no learning system has told."""

from collections.abc import Mapping
from typing import Any

from django import forms

from conferral.learning.catalog.criteria import Confirmed, Evaluated, Measurable


class VerdictForm(forms.Form):
    """One for each thing that the criterion asks a human; `asked` is what its fields are about."""

    said = forms.ChoiceField(label="Your verdict", widget=forms.RadioSelect)
    remark = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed for “not yet”: what is missing. Colleagues and the learner may read it.",
    )

    def __init__(self, asked: Evaluated | Confirmed, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"{_kind(asked)}-{asked.code}")
        self.asked = asked
        yes = "Competent" if isinstance(asked, Evaluated) else "Confirmed"
        choices = [("yes", yes), ("no", f"Not yet {yes.lower()}")]
        self.fields["said"].choices = choices  # type: ignore[attr-defined]

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["said"] == "yes")


class MeasureForm(forms.Form):
    what = forms.ChoiceField(
        choices=[(str(what), what.capitalize()) for what in Measurable], label="What"
    )
    value = forms.DecimalField(label="How much", max_digits=8, decimal_places=2)
    because = forms.CharField(
        label="How you know it", max_length=200, help_text="For the audit trail."
    )


def _kind(asked: Evaluated | Confirmed) -> str:
    return type(asked).__name__.lower()
