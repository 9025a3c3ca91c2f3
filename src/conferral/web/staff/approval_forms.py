"""What is filled in around a review: whom to ask, a checklist, a decision, a remark."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.learning.review.actions import Asking
from conferral.learning.review.models import ChecklistItem, Met, Vote
from conferral.learning.review.policy import ON_WISH

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_ANSWERS = ((Met.YES, "Yes"), (Met.NO, "No"), (Met.NOT_APPLICABLE, "Does not apply"))


class SubmitForm(forms.Form):
    """One field for each role, with everybody who may decide in it."""

    def __init__(
        self, *args: Any, candidates: Mapping[Role, Sequence[Person]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for role, people in candidates.items():
            self.fields[_field_of(role)] = _choice_of(people, f"Who reviews as {role}?")
        self.fields["due_on"] = forms.DateField(
            label="Until when?",
            required=False,
            widget=_DAY,
            help_text="Empty: within seven days.",
        )
        self.fields["note"] = forms.CharField(
            label="Words for the reviewers (optional)",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @property
    def asking(self) -> Asking:
        said = self.cleaned_data
        chosen = {
            role: next(each for each in people if str(each.pk) == said[_field_of(role)])
            for role, people in self.candidates.items()
            if said[_field_of(role)]
        }
        return Asking(chosen, said["due_on"], said["note"])


class ReviewerForm(forms.Form):
    """Somebody else who may decide."""

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["person"] = _choice_of(people, "Who?")

    @property
    def problem(self) -> str:
        return str(next(iter(self.errors.values()))[0])

    @property
    def chosen(self) -> Person | None:
        key = self.cleaned_data["person"]
        return next((each for each in self.people if str(each.pk) == key), None)


class DeputyForm(ReviewerForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = _choice_of(self.people, "Who?", "Choose somebody")
        self.fields["person"].required = True
        self.fields["until"] = forms.DateField(label="Until and including", widget=_DAY)


class ChecklistForm(forms.Form):
    """The questions of one review, each with an answer and a remark."""

    def __init__(self, *args: Any, items: Sequence[ChecklistItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"met-{item.position}"] = forms.ChoiceField(
                choices=_ANSWERS,
                required=False,
                initial=item.met,
                label=item.text,
                widget=forms.RadioSelect,
            )
            self.fields[f"remark-{item.position}"] = forms.CharField(
                label="Remark", required=False, max_length=500, initial=item.remark
            )

    @property
    def rows(self) -> Iterator[tuple[ChecklistItem, forms.BoundField, forms.BoundField]]:
        return (
            (item, self[f"met-{item.position}"], self[f"remark-{item.position}"])
            for item in self.items
        )

    @property
    def answers(self) -> dict[int, tuple[Met, str]]:
        said = self.cleaned_data
        return {
            item.position: (Met(said[f"met-{item.position}"]), said[f"remark-{item.position}"])
            for item in self.items
        }


class DecisionForm(forms.Form):
    """A yes or a no, meant."""

    vote = forms.ChoiceField(choices=[(Vote.YES, "Yes"), (Vote.NO, "No")])
    remark = forms.CharField(
        label="What has to change, or what you want to add",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Its author reads it. Needed when you send the version back.",
    )
    sure = forms.BooleanField(
        label="I have read this version. My name, my role and this moment stand under my answer.",
        error_messages={"required": "Tick that you have read it: your name will stand under it."},
    )


class CommentForm(forms.Form):
    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ChoiceField(
            label="About", required=False, choices=[("", "The whole version"), *places]
        )
        self.fields["text"] = forms.CharField(
            label="Comment", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["answers"] = forms.IntegerField(required=False, widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label="Why is the approval withdrawn?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Staff and the audit trail read it. What was issued before stays valid.",
    )
    sure = forms.BooleanField(
        label="From now on no certificate of this version is issued.",
        error_messages={"required": "Tick that you mean it."},
    )


class RolesForm(forms.Form):
    """Which roles are asked beside those that always are."""

    roles = forms.MultipleChoiceField(
        label="Also ask",
        required=False,
        choices=[(role, role.capitalize()) for role in ON_WISH],
        widget=forms.CheckboxSelectMultiple,
        help_text="Beside a subject expert and a trainer. It counts from the next submission on.",
    )

    @property
    def chosen(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.cleaned_data["roles"])


def _choice_of(
    people: Sequence[Person], label: str, nobody: str = "Anybody with that role"
) -> forms.ChoiceField:
    named = [(str(person.pk), person.printed_name) for person in people]
    return forms.ChoiceField(label=label, required=False, choices=[("", nobody), *named])


def _field_of(role: Role) -> str:
    return f"as-{role}".replace(" ", "-")
