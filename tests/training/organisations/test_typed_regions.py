import pytest
from django import forms
from django.core.exceptions import ValidationError

from tests.factories.organisations import RegionFactory, officer_of
from training.organisations import forms as organisation_forms
from training.organisations import models
from training.organisations.forms import narrow_choices
from training.organisations.models import Region
from training.organisations.typed_regions import TypedRegionField

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    county = RegionFactory(code="445102", name="湘桥区")
    other = RegionFactory(code="445103", name="潮安区")
    RegionFactory(code="445103008", name="城西街道", parent=other, level="township")
    RegionFactory(code="445102008", name="城西街道", parent=county, level="township")
    return RegionFactory(code="445102007", name="桥东街道", parent=county, level="township")


@pytest.mark.parametrize(
    "written", ["445102007", "桥东街道", "湘桥区桥东街道", "湘桥区 · 桥东街道"]
)
def test_a_place_is_found_by_code_or_name(street, written):
    assert TypedRegionField(Region.objects.all()).clean(written) == street


def test_a_former_code_finds_it_too(street):
    street.former_codes.create(code="445199")

    assert TypedRegionField(Region.objects.all()).clean("445199") == street


@pytest.mark.parametrize(
    ("written", "sentence"), [("城西街道", "Several places"), ("月球", "not a place")]
)
def test_what_names_no_one_place_is_refused(street, written, sentence):
    with pytest.raises(ValidationError, match=sentence):
        TypedRegionField(Region.objects.all()).clean(written)


def test_among_thousands_a_form_asks_for_the_name(street, monkeypatch):
    class Form(forms.Form):
        region = forms.ModelChoiceField(Region.objects.all())

    officer, form = officer_of(street.parent), Form({"region": "桥东街道"})
    narrow_choices(form.fields, officer)
    assert isinstance(form.fields["region"].widget, forms.Select)

    monkeypatch.setattr(organisation_forms, "MOST_CHOICES", 1)
    form = Form({"region": "桥东街道"})
    narrow_choices(form.fields, officer)

    assert form.is_valid()
    assert form.cleaned_data["region"] == street


def test_among_thousands_a_filter_offers_counties(street, monkeypatch):
    officer = officer_of(street.parent)
    assert street in Region.objects.to_choose_from(officer)

    monkeypatch.setattr(models, "MOST_CHOICES", 1)

    assert list(Region.objects.to_choose_from(officer)) == [street.parent]
