"""What staff must say before a certificate is taken back, for good or for a while."""

from collections.abc import Iterable
from typing import Any

from django import forms

from conferral.credentials.issuing import number as numbers
from conferral.credentials.issuing.reasons import TO_REINSTATE, TO_REVOKE, TO_SUSPEND, Reason

_READ = "Whoever looks the number up will read it."
_PUBLIC = "Public, so no names and nothing private."


def reason_field(
    reasons: Iterable[Reason], *, label: str = "Reason", help_text: str = _READ
) -> forms.ChoiceField:
    choices = [("", "Choose a reason"), *((str(each), each.wording) for each in reasons)]
    return forms.ChoiceField(label=label, choices=choices, help_text=help_text)


def words_field(*, label: str = "Say more", help_text: str = _PUBLIC) -> forms.CharField:
    return forms.CharField(
        label=f"{label} (optional)", required=False, max_length=150, help_text=help_text
    )


class ReasonForm(forms.Form):
    """A reason from a list, and more words if there is more to say."""

    reason = reason_field(())
    wording = words_field()

    @property
    def code(self) -> Reason:
        return Reason(self.cleaned_data["reason"])

    @property
    def because(self) -> str:
        more = self.cleaned_data["wording"].strip()
        return f"{self.code.wording}: {more}" if more else self.code.wording


class RevokeForm(ReasonForm):
    reason = reason_field(TO_REVOKE)
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
    reason = reason_field(TO_SUSPEND, label="Why is it suspended?")
    wording = words_field(label="In other words")
    until = forms.DateField(
        label="To be decided by (optional)",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Nothing ends by itself on that day: whoever may decide is reminded.",
    )


class ReinstateForm(ReasonForm):
    reason = reason_field(TO_REINSTATE, label="Why does it count again?", help_text="")
    wording = words_field(label="In other words", help_text="For the audit trail.")
