"""Choosing a password, for whoever wants one: our words in allauth's forms."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, SetPasswordForm
from allauth.account.views import PasswordChangeView, PasswordSetView
from django import forms

_LABELS = {
    "oldpassword": "The one that you have",
    "password1": "The new one",
    "password2": "The new one once more",
}


class _InOurWords:
    """What a password must be is said once, above them all."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = _LABELS[name], ""
            field.widget.attrs.pop("placeholder", None)


class Another(_InOurWords, ChangePasswordForm):
    pass


class First(_InOurWords, SetPasswordForm):
    pass


change = PasswordChangeView.as_view(form_class=Another)
choose = PasswordSetView.as_view(form_class=First)
