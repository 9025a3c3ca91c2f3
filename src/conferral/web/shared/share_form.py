"""For whom a holder makes a link to their certificate, and for how long."""

from django import forms

DAYS = (("7", "a week"), ("30", "a month"), ("90", "three months"), ("365", "a year"))


class ShareForm(forms.Form):
    label = forms.CharField(
        label="For whom?",
        required=False,
        max_length=60,
        help_text="Only you see this: so that you know later which link to end.",
    )
    days = forms.ChoiceField(label="It works for", choices=DAYS, initial="30")
