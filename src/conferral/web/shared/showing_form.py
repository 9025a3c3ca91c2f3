"""What strangers see of a certificate's holder: asked by the holder's page and by the staff's."""

from typing import Self

from django import forms

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.showing import Choice, choice_of
from conferral.foundation.accounts.name_modes import NameMode

NAME_MODES = (
    (NameMode.FULL, "The whole name"),
    (NameMode.INITIALS, "Initials only"),
    (NameMode.WITHHELD, "No name"),
)


class ShowingForm(forms.Form):
    name_mode = forms.ChoiceField(
        label="Whoever has the number sees",
        choices=NAME_MODES,
        widget=forms.RadioSelect,
        help_text="Without the whole name strangers cannot open the paper and the files, which "
        "bear it. They may type a name and are told whether it is the right one.",
    )
    is_listed = forms.BooleanField(label="Search engines may list the page", required=False)

    @classmethod
    def of(cls, credential: Credential) -> Self:
        """As it is now."""
        now = choice_of(credential)
        return cls(initial={"name_mode": now.name_mode, "is_listed": now.is_listed})

    @property
    def choice(self) -> Choice:
        said = self.cleaned_data
        return Choice(NameMode(said["name_mode"]), said["is_listed"])
