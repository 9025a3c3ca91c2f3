"""Whoever sent a form that came back stands where it is to be mended."""

import re

import pytest
from django import forms
from django.urls import reverse

from cast import bruno, dara

FOCUSED = re.compile(r' name="(\w+)"[^>]* autofocus')


class Card(forms.Form):
    colour = forms.ChoiceField(choices=[("r", "red")], widget=forms.RadioSelect)
    name = forms.CharField()
    age = forms.IntegerField()


def focused(form):
    return FOCUSED.findall(form.as_div())


def test_the_first_wrong_field_is_the_one_to_begin_with():
    assert focused(Card({"colour": "r"})) == ["name"]
    assert focused(Card({"colour": "r", "name": "Ada", "age": "old"})) == ["age"]


def test_nobody_is_led_anywhere_before_there_is_a_mistake():
    assert focused(Card()) == []
    assert focused(Card({"colour": "r", "name": "Ada", "age": "7"})) == []


def test_of_several_buttons_none_is_focused_but_what_lies_around_them():
    form = Card({})
    assert focused(form) == []
    assert form["colour"].is_first_mistake
    assert not form["name"].is_first_mistake


@pytest.mark.django_db
def test_above_a_form_stand_all_that_need_another_look(client):
    client.force_login(bruno())
    page = client.post(reverse("course-new"), {"title": "First aid"})
    said = page.text.partition("These answers need another look")[2].partition("</ul>")[0]
    assert re.findall(r'href="#(\w+)"', said) == ["id_description", "id_modules"]
    assert page.text.count("autofocus") == 1


@pytest.mark.django_db
def test_one_mistake_needs_no_list(client):
    client.force_login(bruno())
    full = {"title": "First aid", "description": "Bleeding and burns.", "modules": ""}
    page = client.post(reverse("course-new"), full)
    assert "These answers need another look" not in page.text
    assert page.text.count("autofocus") == 1


@pytest.mark.django_db
def test_a_list_of_mistakes_is_in_the_order_of_the_page(client):
    """Buttons are led to by the first of them; the fieldset around them is where one stands."""
    client.force_login(dara())
    page = client.post(reverse("recall-new"), {})
    said = page.text.partition("These answers need another look")[2].partition("</ul>")[0]
    assert re.findall(r'href="#(\w+)"', said) == ["id_what_0", "id_reason"]
    assert re.search(r'<fieldset[^>]* aria-describedby="id_what_error"[^>]* autofocus', page.text)
    assert page.text.count("autofocus") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["course-new", "recall-new"])
def test_what_a_field_is_described_by_is_there_once(client, page):
    client.force_login(dara() if page == "recall-new" else bruno())
    ids = re.findall(r'\bid="([^"]+)"', client.post(reverse(page), {}).text)
    assert sorted(ids) == sorted(set(ids))
    assert any(each.endswith("_error") for each in ids)
