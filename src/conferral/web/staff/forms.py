"""What staff must say before a certificate is taken back, for good or for a while."""

from collections.abc import Sequence
from typing import Any

from django import forms

from conferral.credentials.issuing import number as numbers
from conferral.credentials.issuing.reasons import TO_REINSTATE, TO_REVOKE, TO_SUSPEND, Reason

_PUBLIC = "Whoever looks the number up will read it."


def _choices(reasons: Sequence[Reason]) -> list[tuple[str, str]]:
    return [("", "Choose a reason"), *((str(reason), reason.wording) for reason in reasons)]


class ReasonForm(forms.Form):
    """A reason from a list, and more words if there is more to say."""

    reason: forms.ChoiceField
    wording: forms.CharField

    @property
    def code(self) -> Reason:
        return Reason(self.cleaned_data["reason"])

    @property
    def because(self) -> str:
        more = self.cleaned_data["wording"].strip()
        return f"{self.code.wording}: {more}" if more else self.code.wording


class RevokeForm(ReasonForm):
    reason = forms.ChoiceField(choices=_choices(TO_REVOKE), help_text=_PUBLIC)
    wording = forms.CharField(
        label="Say more (optional)",
        required=False,
        max_length=150,
        help_text="Public, so no names and nothing private.",
    )
    typed = forms.CharField(
        label="Type the certificate number",
        help_text="So that it is this one and no other.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number

    def clean_typed(self) -> str:
        try:
            typed = numbers.parse(self.cleaned_data["typed"])
        except numbers.NotANumber as slip:
            raise forms.ValidationError(slip.hint) from slip
        if typed != self.number:
            raise forms.ValidationError(f"This is another number than {self.number}.")
        return typed


class SuspendForm(ReasonForm):
    reason = forms.ChoiceField(
        label="Why is it suspended?", choices=_choices(TO_SUSPEND), help_text=_PUBLIC
    )
    wording = forms.CharField(
        label="In other words (optional)",
        required=False,
        max_length=150,
        help_text="Public, so no names and nothing private.",
    )
    until = forms.DateField(
        label="To be decided by (optional)",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Nothing ends by itself on that day: whoever may decide is reminded.",
    )


class ReinstateForm(ReasonForm):
    reason = forms.ChoiceField(label="Why does it count again?", choices=_choices(TO_REINSTATE))
    wording = forms.CharField(
        label="In other words (optional)",
        required=False,
        max_length=150,
        help_text="For the audit trail.",
    )
