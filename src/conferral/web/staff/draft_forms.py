"""What an author fills in: a new course, and the facts, modules and people of a draft."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from django import forms
from django.utils.text import slugify

from conferral.foundation.accounts.languages import LANGUAGES, OURS, name_of
from conferral.foundation.prose import MARKS
from conferral.learning.catalog.models import Duty, Instructor, Mode, ModuleKind
from conferral.learning.catalog.syllabus import Part, Syllabus, Teacher, every_one_of
from conferral.web.shared.asking import number_in

SPARE_ROWS = 3
_MOST_ROWS = 500
_TEXT = forms.Textarea(attrs={"rows": 5})
_CODE = "Small letters, digits and hyphens; it stays the same for ever."


class NewCourseForm(forms.Form):
    """Enough to begin with: everything else is edited later."""

    title = forms.CharField(max_length=200)
    code = forms.SlugField(
        required=False, help_text=f"{_CODE} Leave it empty to have it made of the title."
    )
    description = forms.CharField(
        widget=_TEXT,
        help_text=f"What was learned: it stands on the certificate, without marks. {MARKS}",
    )
    modules = forms.CharField(
        widget=_TEXT,
        help_text="One title on each line, in the order in which they are taught. Assignments, the "
        "final exam and sessions count, too.",
    )

    @property
    def chosen_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        return typed or slugify(self.cleaned_data["title"])[:50].strip("-")

    @property
    def syllabus(self) -> Syllabus:
        """To complete the course, every module must be completed."""
        titles = [line.strip() for line in self.cleaned_data["modules"].splitlines()]
        modules = _coded(("", title, ModuleKind.MODULE, None) for title in titles if title)
        said = self.cleaned_data
        text = _unix(said["description"])
        return Syllabus(said["title"], text, every_one_of(modules), modules)


class FactsForm(forms.Form):
    """The plain parts of a syllabus. It remembers what was opened, so that `changes` are ours."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=200)
    description = forms.CharField(
        widget=_TEXT,
        help_text=f"What was learned: it stands on the certificate, without marks. {MARKS}",
    )
    hours = forms.IntegerField(label="Learning hours", required=False, min_value=1, max_value=32767)
    level = forms.CharField(
        required=False, max_length=40, help_text="As printed, for example “NQF level 5”."
    )
    language = forms.ChoiceField(help_text="In which the course is taught.")
    mode = forms.ChoiceField(label="How it is taught", choices=[(mode, mode) for mode in Mode])
    certificate_type = forms.ChoiceField(
        required=False, help_text="What the certificate claims, and what guards it."
    )
    certificate_title = forms.CharField(
        label="Title of the certificate",
        max_length=80,
        help_text="Counts only where no certificate type is chosen.",
    )
    validity_months = forms.IntegerField(
        label="Months that it is valid",
        required=False,
        min_value=1,
        max_value=1200,
        help_text="Empty: for ever.",
    )
    valid_until = forms.DateField(
        label="Last day at the latest",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Where all certificates end on one day.",
    )
    instructor_name = forms.CharField(
        label="Instructor on the certificate", required=False, max_length=120
    )
    instructor_role = forms.CharField(label="Their role", required=False, max_length=120)
    signatory_name = forms.CharField(
        label="Signatory on the certificate", required=False, max_length=120
    )
    signatory_role = forms.CharField(label="Role of the signatory", required=False, max_length=120)

    def __init__(self, *args: Any, types: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = str(self.initial.get("language", ""))
        choices = {
            "language": _languages(opened),
            "certificate_type": [("", "None"), *types.items()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for name in self.parts:
            self.fields[name].show_hidden_initial = True

    @property
    def parts(self) -> list[str]:
        return [name for name in self.fields if name != "edition"]

    @property
    def changes(self) -> dict[str, Any]:
        """The parts that this person changed, and to what."""
        return {part: self.cleaned_data[part] for part in self.parts if part in self.changed_data}

    def clean_description(self) -> str:
        return _unix(self.cleaned_data["description"])

    def over(self, stored: Syllabus, edition: int) -> "dict[str, Any]":
        """Data for the form once more: over what is stored now, our changes as they were typed."""
        data: dict[str, Any] = {"edition": edition}
        for part in self.parts:
            now = getattr(stored, part)
            now = "" if now is None else now
            data[f"initial-{part}"] = now
            data[part] = self.data.get(part, "") if part in self.changed_data else now
        return data


class ModuleForm(forms.Form):
    code = forms.SlugField(required=False)
    title = forms.CharField(max_length=200)
    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in ModuleKind], initial=ModuleKind.MODULE
    )
    hours = forms.DecimalField(required=False, min_value=0, max_digits=6, decimal_places=2)


class TeacherForm(forms.Form):
    instructor = forms.ChoiceField()
    duty = forms.ChoiceField(choices=[(duty, duty) for duty in Duty], initial=Duty.INSTRUCTOR)

    def __init__(self, *args: Any, instructors: Iterable[Instructor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(each.pk), _called(each)) for each in instructors]
        self.fields["instructor"].choices = [("", "Nobody"), *named]  # type: ignore[attr-defined]


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]  # Django has no generics at run time.
    """Rows of a table; every field says to a screen reader in which row it is."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            label = {"ORDER": "Position", "DELETE": "Remove"}.get(name, name.capitalize())
            field.widget.attrs["aria-label"] = f"{label}, row {(index or 0) + 1}"


ModuleRows = forms.formset_factory(
    ModuleForm,
    formset=_Rows,
    extra=SPARE_ROWS,
    can_delete=True,
    can_order=True,
    max_num=_MOST_ROWS,
)
PeopleRows = forms.formset_factory(
    TeacherForm, formset=_Rows, extra=SPARE_ROWS, can_delete=True, max_num=_MOST_ROWS
)


Rows: TypeAlias = "forms.BaseFormSet[Any]"


def modules_in(rows: Rows) -> tuple[Part, ...]:
    """What the rows say, by their positions; a row without a code gets one."""
    said = ((row["code"], row["title"], row["kind"], row["hours"]) for row in _filled(rows))
    return _coded(said)


def people_in(rows: Rows, instructors: Iterable[Instructor]) -> tuple[Teacher, ...]:
    by_key = {str(each.pk): each for each in instructors}
    chosen = [(by_key[row["instructor"]], row["duty"]) for row in _filled(rows)]
    return tuple(Teacher(each.name, duty, each.title) for each, duty in chosen)


def rows_of_modules(syllabus: Syllabus) -> list[dict[str, Any]]:
    return [
        {"code": each.code, "title": each.title, "kind": each.kind, "hours": each.hours}
        for each in syllabus.modules
    ]


def rows_of_people(syllabus: Syllabus, instructors: Iterable[Instructor]) -> list[dict[str, str]]:
    keys = {(each.name, each.title): str(each.pk) for each in instructors}
    return [
        {"instructor": keys.get((each.name, each.title), ""), "duty": each.duty}
        for each in syllabus.people
    ]


def with_more_rows(data: Any) -> Any:
    """What was sent, and some empty rows below it."""
    more = data.copy()
    total = number_in(more.get("form-TOTAL_FORMS", ""))
    more["form-TOTAL_FORMS"] = str(min(total + SPARE_ROWS, _MOST_ROWS))
    return more


def _filled(rows: Rows) -> list[dict[str, Any]]:
    """Without the empty and the removed, in the order of their positions."""
    said = enumerate((form.cleaned_data for form in rows.forms), start=1)
    kept = [(was, row) for was, row in said if row and not row.get("DELETE")]
    return [row for _, row in sorted(kept, key=_place)]


def _place(row: tuple[int, dict[str, Any]]) -> tuple[int, int, int]:
    """Whoever gets a taken position goes before its row when moving up, behind when moving down."""
    was, said = row
    wanted = said.get("ORDER") or (_MOST_ROWS if "ORDER" in said else was)
    return wanted, (wanted > was) - (wanted < was), was


def _coded(rows: Iterable[tuple[str, str, str, Decimal | None]]) -> tuple[Part, ...]:
    """The modules; one without a code gets one, made of its title."""
    rows = list(rows)
    taken = {code for code, *_ in rows if code}
    modules = []
    for code, title, kind, hours in rows:
        code = code or _free(slugify(title)[:46].strip("-_") or "module", taken)
        taken.add(code)
        modules.append(Part(code, title, kind, hours if hours is None else hours.normalize()))
    return tuple(modules)


def _free(code: str, taken: set[str]) -> str:
    numbered = (f"{code}-{number}" for number in range(2, _MOST_ROWS + 2))
    return next(each for each in (code, *numbered) if each not in taken)


def _called(instructor: Instructor) -> str:
    return ", ".join(filter(None, (instructor.name, instructor.title)))


def _languages(opened: str) -> list[tuple[str, str]]:
    codes = dict.fromkeys([opened or OURS, *LANGUAGES])
    return [(code, name_of(code)) for code in codes]


def _unix(text: str) -> str:
    """Browsers send CR LF; what is stored has LF, so that nothing differs that was not changed."""
    return text.replace("\r\n", "\n").strip()
