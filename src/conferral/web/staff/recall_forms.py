"""What staff say when they call certificates back, or have one replaced."""

from typing import Any

from django import forms

from conferral.credentials.issuing.reasons import TO_REPLACE, TO_REVOKE
from conferral.credentials.recalls.lines import wanted_in
from conferral.credentials.recalls.models import Deed
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.refusal import Refused
from conferral.web.shared.refusing import say_no
from conferral.web.staff.forms import ReasonForm, reason_field

_LARGEST = 1024 * 1024  # Bytes of a list.


class ReplaceForm(ReasonForm):
    """One certificate, another in its place."""

    reason = reason_field(TO_REPLACE, help_text="Whoever looks the old number up will read it.")
    holder_name = forms.CharField(
        label="The right name",
        required=False,
        max_length=200,
        help_text="Only where the name was wrong.",
    )
    exhibit = forms.FileField(
        label="What proves it",
        required=False,
        help_text="A scan, as PDF, PNG or JPEG. A lost certificate needs an affidavit.",
    )
    sworn_on = forms.DateField(
        label="Day of the affidavit",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Not older than three months.",
    )
    names_successor = forms.BooleanField(
        label="The old page may lead to the new certificate",
        required=False,
        initial=True,
        help_text="Not where whoever knows the old name must not learn the new one.",
    )

    def order(self, number: str) -> Order:
        said = self.cleaned_data
        return Order(
            replaces=True,
            reason=self.code,
            because=self.because,
            wanted=(Wanted(number, said["holder_name"]),),
            names_successor=said["names_successor"],
            has_exhibit=said["exhibit"] is not None,
            sworn_on=said["sworn_on"],
        )


class RecallForm(ReasonForm):
    """Many certificates at once."""

    field_order = ("what", "numbers", "file", "reason")  # Then the others.
    what = forms.ChoiceField(
        label="What becomes of them",
        choices=[
            (Deed.REVOKE, "They are revoked for good"),
            (Deed.REPLACE, "Each is replaced by a new one"),
        ],
        widget=forms.RadioSelect,
    )
    numbers = forms.CharField(
        label="Certificate numbers",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="One on each line. For wrong names: the number, a semicolon, the right name.",
    )
    file = forms.FileField(
        label="Or a file of them",
        required=False,
        help_text="The same as text or CSV, in UTF-8.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )
    reason = reason_field(
        dict.fromkeys((*TO_REVOKE, *TO_REPLACE)),
        help_text="Whoever looks a number up will read it.",
    )
    apology = forms.CharField(
        label="In the letter to each holder",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="An apology, and what they should do. Leave it empty for the plain facts.",
    )
    names_successor = forms.BooleanField(
        label="Old pages may lead to the new certificates", required=False
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        listed = said.get("numbers", "")
        if file := said.get("file"):
            listed = f"{listed}\n{_text_of(file)}"
        said["numbers"] = listed.strip()
        return said

    @property
    def order(self) -> Order:
        said = self.cleaned_data
        return Order(
            replaces=said["what"] == Deed.REPLACE,
            reason=self.code,
            because=self.because,
            wanted=wanted_in(said["numbers"]),
            apology=said["apology"],
            names_successor=said["names_successor"],
        )


def refuse(form: forms.Form, refused: Refused) -> None:
    """Beside the field that it is about, if the form has one."""
    say_no(form, refused, {"because": "wording", "numbers": "holder_name"})


def _text_of(file: Any) -> str:
    if file.size > _LARGEST:
        raise forms.ValidationError({"file": "The list is larger than 1 MB."})
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise forms.ValidationError({"file": "It is not text in UTF-8."}) from error
