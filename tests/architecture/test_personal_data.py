"""Whoever keeps something of people says what, and can forget it."""

import inspect
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models

from conferral.foundation.accounts.models import Person

# A row about a course, or about a key, is not about the colleagues who submitted and approved it.
_OF_THE_HOUSE = {"catalog.CourseVersion", "issuing.IssuerKey"}


def test_every_app_that_leads_to_a_person_has_personal_data():
    missing = {app for app in _apps_about_people() if not find_spec(f"{app}.personal_data")}
    assert missing == set()


def test_no_app_says_that_it_keeps_what_it_does_not():
    saying = {app.name for app in _ours() if find_spec(f"{app.name}.personal_data")}
    assert saying - _apps_about_people() == set()


def test_each_can_show_and_forget():
    for app in _apps_about_people():
        module = import_module(f"{app}.personal_data")
        for verb in ("export", "erase"):
            (parameter,) = inspect.signature(getattr(module, verb)).parameters.values()
            assert parameter.annotation is Person


def _ours():
    return [app for app in apps.get_app_configs() if app.name.startswith("conferral.")]


def _apps_about_people() -> set[str]:
    """Those with a model from which rows lead to a person, or that holds an address."""
    return {
        app.name
        for app in _ours()
        for model in app.get_models()
        if _leads_to_person(model, set()) or _holds_an_address(model)
    }


def _leads_to_person(model: type[models.Model], seen: set[type[models.Model]]) -> bool:
    if model is Person:
        return True
    seen.add(model)
    related = {
        field.related_model
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model._meta.label not in _OF_THE_HOUSE
    }
    return any(_leads_to_person(each, seen) for each in related - seen)


def _holds_an_address(model: type[models.Model]) -> bool:
    fields = model._meta.get_fields()
    return any(isinstance(field, models.EmailField) and field.name == "to" for field in fields)
