"""What is filled in around a round of moderation: who, what of one result, what of all of them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from conferral.foundation.accounts.models import Person
from conferral.learning.moderation.models import Outcome, Stage

_OUTCOMES = ((Outcome.UPHELD, "Upheld"), (Outcome.NOT_UPHELD, "Not upheld"))


class ModeratorForm(forms.Form):
    """Who moderates one stage."""

    def __init__(
        self, data: Any = None, *, stage: Stage, able: Sequence[Person], you: Person
    ) -> None:
        super().__init__(data, prefix=stage)
        self.able = {str(person.pk): person for person in able}
        named = [(key, _name(person, you)) for key, person in self.able.items()]
        self.fields["person"] = forms.ChoiceField(
            label=f"Who is the {stage} moderator?",
            choices=[("", "Choose"), *named],
            help_text="Members who may moderate and have no part in this version.",
        )

    @property
    def chosen(self) -> Person:
        return self.able[self.cleaned_data["person"]]


class OpinionForm(forms.Form):
    """Of one result. `prefix`: each stands many times on the page."""

    outcome = forms.ChoiceField(
        label="Is it upheld?",
        choices=_OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is upheld."},
    )
    remark = forms.CharField(
        label="Remark",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed when it is not upheld: what is wrong, so that it can be mended.",
    )
    file = forms.FileField(label="Evidence (optional)", required=False)


class ConcludeForm(forms.Form):
    outcome = forms.ChoiceField(choices=_OUTCOMES)
    because = forms.CharField(
        label="What has to be mended, or what you want to add",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed when the round is not upheld.",
    )
    sure = forms.BooleanField(
        label="I have looked at every result of the sample. My name stands under this.",
        error_messages={"required": "Tick that you have looked at them: your name stands there."},
    )


class RejectForm(forms.Form):
    because = forms.CharField(
        label="Why are they rejected?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The learners and the audit trail read it.",
    )
    sure = forms.BooleanField(
        label="No certificate is ever issued of these results.",
        error_messages={"required": "Tick that you mean it: it cannot be taken back."},
    )


def _name(person: Person, you: Person) -> str:
    return f"{person.printed_name} (you)" if person == you else person.printed_name
