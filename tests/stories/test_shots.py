"""The pictures in docs/images, taken of the demo county: ``make shots``."""

import os
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from tests.stories.conftest import DESK, PHONE
from tests.stories.county import (
    Stop,
    field_pages,
    latest_certificate,
    load_county,
    office_pages,
    public_pages,
)
from tests.stories.words import press

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("YIJI_SHOTS" not in os.environ, reason="Pictures: make shots"),
]

WORKERS = ("home", "catalogue", "course", "class", "my", "own-data", "survey", "verify")
WORKERS += ("place", "may-i", "vouchers")
FIELD = ("teach", "roll", "code", "results", "orders", "village", "village-person")
OFFICE = ("admin", "quality", "back-office", "person", "register-file", "ledger", "lists")
OFFICE += ("class-seats", "rules", "demand", "order-office")
IN_ENGLISH = ("home", "catalogue", "my")
WHOLE = ("quality", "person")  # the others end where the screen ends
SCALE = {PHONE["width"]: 2, DESK["width"]: 1}  # dots to a pixel


def test_every_picture_is_taken(sit_down_as, calendar):
    folder = Path(os.environ["YIJI_SHOTS"])
    calendar(11, 18, 10)
    load_county(size=1)
    stops = public_pages() | field_pages() | office_pages()
    shown = {name: stops[name] for name in (*WORKERS, *FIELD, *OFFICE)}
    shown |= {
        f"{name}-en": Stop(f"/en{stops[name].address}", stops[name].who) for name in IN_ENGLISH
    }

    for screen in (PHONE, DESK):
        for name, stop in shown.items():
            page = sit_down_as(stop.who, screen, device_scale_factor=SCALE[screen["width"]])
            assert page.goto(stop.address).ok, name
            page.wait_for_load_state("networkidle")
            if name == "roll":
                press(page, "Set everyone not called to present")
            if name == "class-seats":
                page.evaluate("document.querySelector('[id*=seats]').scrollIntoView()")
            if name in WHOLE:
                unroll(page, screen)
            keep(page.screenshot(), folder / f"{name}-{screen['width']}.png")
            page.context.close()
        keep(
            paper(sit_down_as(None, screen), screen), folder / f"certificate-{screen['width']}.png"
        )

    assert sum(picture.stat().st_size for picture in folder.glob("*.png")) < 6_000_000


def unroll(page, screen):
    """A screen as high as the page; Wagtail's pages scroll inside, so "full page" knows nothing."""
    height = page.evaluate("document.querySelector('main').scrollHeight")
    page.set_viewport_size({"width": screen["width"], "height": min(height + 100, 4000)})


def paper(page, screen):
    """The first page of a certificate as a picture as wide as the screen."""
    address = reverse("training_certificates:download", args=[latest_certificate().token])
    width = screen["width"] * SCALE[screen["width"]]
    draw = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(width), "-scale-to-y", "-1", "-"]
    pdf = page.request.get(address).body()
    return subprocess.run(draw, input=pdf, capture_output=True, check=True).stdout  # noqa: S603


def keep(picture, path):
    """In few colours: a page is mostly paper and ink, and a repository should stay light."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
