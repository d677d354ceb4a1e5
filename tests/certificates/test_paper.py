import io
import os
import subprocess
import sys
from datetime import date

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from certificates import checks
from certificates.actions import supersede
from certificates.models import Certificate, Paper
from certificates.printing import paper_of
from certificates.rendering import fonts, pdf, words
from certificates.rendering.paper import Paper as Design
from certificates.rendering.paper import html
from tests.factories.certificates import CertificateKindFactory, issued

RARE_NAMES = ["刘䶮", "陈㛃", "王𬭎", "林𠅤", "阿依古丽·买买提"]


@pytest.mark.parametrize(
    ("day", "spelt"),
    [
        (date(2026, 11, 22), "二〇二六年十一月二十二日"),
        (date(2026, 10, 10), "二〇二六年十月十日"),
        (date(2030, 1, 30), "二〇三〇年一月三十日"),
    ],
)
def test_dates_are_spelt_as_on_chinese_documents(day, spelt):
    assert words.chinese_date(day) == spelt


@pytest.mark.parametrize(
    ("starts", "ends", "spelt"),
    [
        (date(2026, 3, 2), date(2026, 3, 20), "2026年3月2日至3月20日"),
        (date(2026, 12, 2), date(2027, 1, 9), "2026年12月2日至2027年1月9日"),
        (date(2026, 3, 2), date(2026, 3, 2), "2026年3月2日"),
    ],
)
def test_a_period_names_the_year_once_when_once_is_enough(starts, ends, spelt):
    assert words.period(starts, ends) == spelt


def test_an_optional_part_goes_when_its_fact_is_empty():
    wording = "参加“{course}”[（{level}）]培训"

    with_level = words.fill(wording, {"course": "烹饪", "level": "五级"})
    without = words.fill(wording, {"course": "烹饪", "level": ""})

    assert "".join(piece.text for piece in with_level) == "参加“烹饪”（五级）培训"
    assert "".join(piece.text for piece in without) == "参加“烹饪”培训"


def test_what_an_officer_types_is_shown_and_never_run():
    kind = CertificateKindFactory.build(wording="<script>{course}</script>", wording_en="")
    certificate = Certificate(
        kind=kind, number="YJ", facts={"course": "<b>烹饪"}, face=kind.face,
        holder_name="李", issuer="所", issued_on=date(2026, 1, 1),
    )  # fmt: skip

    assert "&lt;script&gt;" in html(certificate)
    assert "<script>" not in html(certificate)


@pytest.mark.django_db
@pytest.mark.parametrize("design", ["guilloche", "studio"])
@pytest.mark.parametrize("name", RARE_NAMES)
def test_rare_names_are_printed_and_can_be_read_back(name, design):
    certificate = issued(name, kind=CertificateKindFactory(design=design))

    reader = PdfReader(io.BytesIO(pdf.render(certificate)))

    assert len(reader.pages) == 1
    text = "".join(reader.pages[0].extract_text().split())
    assert name in text
    assert certificate.number in text
    assert "二〇二六年十一月二十二日" in text


@pytest.mark.django_db
def test_only_packaged_faces_are_used_so_no_machine_prints_boxes():
    reader = PdfReader(io.BytesIO(pdf.render(issued("王𬭎"))))

    faces = {str(font["/BaseFont"]) for font in _fonts(reader)}

    assert {face.partition("+")[2] for face in faces} == {
        "Certificate-Kai",
        "Certificate-Song-Bold",
    }


def _fonts(reader):
    return [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]


@pytest.mark.django_db
def test_the_qr_code_leads_to_the_page_of_the_number(settings):
    settings.CERTIFICATES = {"BASE_URL": "https://yiji.example.gov.cn"}
    certificate = issued()

    assert Design(certificate).address == (
        f"https://yiji.example.gov.cn/verify/{certificate.number}/"
    )


@pytest.mark.django_db
def test_the_paper_is_drawn_once_and_stays_byte_for_byte():
    certificate = issued()
    first = paper_of(certificate)
    certificate.kind.title = "别的名称"
    certificate.kind.design = "studio"
    certificate.kind.save()

    again = paper_of(Certificate.objects.get(pk=certificate.pk))

    assert (again.sha256, bytes(again.pdf)) == (first.sha256, bytes(first.pdf))
    assert again.is_intact
    assert Paper.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_byte_is_noticed():
    paper = paper_of(issued())

    paper.pdf = bytes(paper.pdf)[:-1] + b"x"

    assert not paper.is_intact


@pytest.mark.django_db
def test_the_sweep_prints_what_waits_and_leaves_the_replaced_alone(capsys, monkeypatch):
    monkeypatch.setattr("certificates.printing.pdf.render", lambda one: b"%PDF")
    replaced = issued("李小雯")
    supersede(replaced, {}, "姓名写错", by=None, holder_name="李晓雯")

    call_command("print_certificates")
    call_command("print_certificates")

    assert capsys.readouterr().out.split("\n")[:2] == ["1 printed", "0 printed"]
    assert Paper.objects.get().certificate.holder_name == "李晓雯"


@pytest.mark.parametrize("length", [2, 8, 14, 30])
def test_long_names_are_set_smaller_instead_of_wrapping(length):
    certificate = Certificate(holder_name="古" * length)

    assert Design(certificate).name_fit.startswith("name--")


def test_a_machine_without_the_faces_is_told_at_start(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FACES", (tmp_path / "missing.ttf",))

    assert [error.id for error in checks.check_fonts(None)] == ["training_certificates.E001"]


def test_a_machine_without_harfbuzz_subset_is_warned_at_start(monkeypatch):
    monkeypatch.setattr(checks, "_loads_subsetting", lambda: False)

    warnings = checks.check_subsetting(None)

    assert [warning.id for warning in warnings] == ["training_certificates.W001"]


def test_a_process_that_only_verifies_never_loads_the_text_engine():
    probe = (
        "import django, sys; django.setup(); import certificates.views, certificates.actions;"
        "sys.exit('weasyprint' in sys.modules)"
    )

    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, sys.path))}

    done = subprocess.run([sys.executable, "-c", probe], env=environment, check=False)  # noqa: S603

    assert done.returncode == 0
