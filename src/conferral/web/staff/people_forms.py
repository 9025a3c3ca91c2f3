"""Who is asked to join, and which roles are given or lent."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from conferral.foundation.accounts.roles import Role
from conferral.foundation.days import NOT_MEANT, is_meant

# Nobody becomes administrator because somebody overlooked a field.
ROLES = [("", "Choose one"), *((role, role.capitalize()) for role in Role)]
_FORTNIGHT = timedelta(days=14)


class _RoleForm(forms.Form):
    role = forms.ChoiceField(choices=ROLES)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InvitationForm(_RoleForm):
    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    field_order = ("name", "email", "role")


class RoleForm(_RoleForm):
    prefix = "give"


class LendingForm(_RoleForm):
    """From the first moment of a day to the last moment of another, in the organization's zone."""

    prefix = "lend"
    begins_on = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label="Up to and including", widget=forms.DateInput(attrs={"type": "date"})
    )
    because = forms.CharField(
        label="Why?", max_length=200, help_text="It stands in the audit trail."
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        today = timezone.localdate()
        self.fields["begins_on"].initial = today.isoformat()
        self.fields["until"].initial = (today + _FORTNIGHT).isoformat()

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not is_meant(until):  # There may be no day after it.
            raise forms.ValidationError(NOT_MEANT)
        return until

    def said(self, zone: ZoneInfo) -> dict[str, Any]:
        """As `delegate` takes it."""
        day = timedelta(days=1)
        return {
            "role": self.cleaned_data["role"],
            "because": self.cleaned_data["because"],
            "begins_at": datetime.combine(self.cleaned_data["begins_on"], time(), zone),
            "ends_at": datetime.combine(self.cleaned_data["until"] + day, time(), zone),
        }


class ViewAsForm(forms.Form):
    prefix = "view"
    because = forms.CharField(
        label="Why?", max_length=200, help_text="It stands in the audit trail, with your name."
    )


class LostFactorForm(forms.Form):
    prefix = "lost"
    because = forms.CharField(
        label="How do you know that it is they who ask?",
        max_length=200,
        help_text="You have seen them, or called them on a number that you knew. It is kept.",
    )
