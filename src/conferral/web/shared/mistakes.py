"""Where a form came back: whoever sent it stands in the first field that is wrong.

Django asks the renderer of forms for the fields, so this holds for every form, allauth's too.
"""

from typing import Any

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Widget


class Field(BoundField):
    """A field in its form, which knows whether it is the first one to mend."""

    @property
    def is_first_mistake(self) -> bool:
        return bool(self.errors) and self.name == next(
            (name for name in self.form.fields if name in self.form.errors), None
        )

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        """Of several boxes none is focused, but what lies around them: see `choices.html`."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if self.is_first_mistake and not self.is_hidden and not self.use_fieldset:
            built["autofocus"] = True
        return built


class Renderer(DjangoTemplates):
    bound_field_class = Field
