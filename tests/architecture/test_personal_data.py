"""Whoever keeps something of people says what, and can forget it."""

import inspect
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models

from conferral.foundation.accounts.models import Organization, Person
from conferral.oversight.privacy.links import way_to_organization

# A row about a course, or about a key, is not about the colleagues who submitted and approved it.
_OF_THE_HOUSE = {"catalog.CourseVersion", "issuing.IssuerKey"}
# Whoever adds a table with an address says in `keepers.py` whose it is, and names it here.
_WITH_ADDRESSES = {
    "accounts.Organization",
    "accounts.Person",
    "mail.BadAddress",
    "mail.Bounce",  # With its letter.
    "mail.Message",
    "staff.Invitation",
}


def test_every_app_that_leads_to_a_person_has_personal_data():
    missing = {app for app in _apps_about_people() if not find_spec(f"{app}.personal_data")}
    assert missing == set()


def test_no_app_says_that_it_keeps_what_it_does_not():
    saying = {app.name for app in _ours() if find_spec(f"{app.name}.personal_data")}
    assert saying - _apps_about_people() == set()


def test_each_can_show():
    for app in _apps_about_people():
        assert _asked_by(app, "export") == [Person]


def test_each_forgets_for_one_organization_what_organizations_keep():
    keeping = _apps_about_people(ours=True)
    assert keeping >= {"conferral.foundation.audit", "conferral.learning.progress"}
    for app in keeping:
        assert _asked_by(app, "erase") == [Person, Organization], app


def test_each_forgets_with_the_last_one_what_is_the_persons_alone():
    alone = _apps_about_people(ours=False)
    assert alone >= {"conferral.foundation.accounts", "conferral.foundation.consents"}
    for app in alone:
        assert _asked_by(app, "erase_own") == [Person], app


def test_every_address_has_a_keeper():
    tables = [model for app in _ours() for model in app.get_models()]
    with_addresses = {model._meta.label for model in tables if _holds_an_address(model)}
    assert with_addresses == _WITH_ADDRESSES


def _ours():
    return [app for app in apps.get_app_configs() if app.name.startswith("conferral.")]


def _asked_by(app: str, verb: str) -> list[object]:
    function = getattr(import_module(f"{app}.personal_data"), verb)
    return [each.annotation for each in inspect.signature(function).parameters.values()]


def _apps_about_people(*, ours: bool | None = None) -> set[str]:
    """Those with a table from which rows lead to a person, or that holds an address. `ours`: only
    with one whose rows are an organization's; or only with one whose rows are nobody's but theirs.
    """
    return {
        app.name
        for app in _ours()
        for model in app.get_models()
        if _leads_to_person(model, set())
        or (_holds_an_address(model) and model is not Organization)
        if ours is None or _is_an_organizations(model) == ours
    }


def _is_an_organizations(model: type[models.Model]) -> bool:
    """A line of the trail may be, and need not."""
    own = (field.related_model for field in model._meta.fields if field.is_relation)
    return Organization in own or way_to_organization(model) != ""


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
    return any(isinstance(field, models.EmailField) for field in model._meta.get_fields())
