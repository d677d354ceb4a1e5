import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.exchange import checked, table
from tests.factories.organisations import BureauFactory, RegionFactory, member, officer_of
from tests.factories.people import PersonFactory, id_number
from training.exchange.models import Comparison, RegisterFile
from training.exchange.states import FileState
from training.organisations.states import Role
from training.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory(code="445102", name="湘桥区")


@pytest.fixture
def officer(region):
    return officer_of(region)


@pytest.fixture
def client(office, officer):
    return office(officer)


@pytest.fixture(autouse=True)
def _at_once(django_capture_on_commit_callbacks):
    """Tasks are sent when the transaction is done, and here each request is one."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def row(serial, phone="13800138000"):
    return ["陈秀英", id_number(serial), phone, "湘桥区", "务农"]


def brought(client, rows, **more):
    door = "compare" if more else "add"
    file = SimpleUploadedFile("名册.csv", table(rows).getvalue())
    return client.post(reverse(f"training_register_file:{door}"), {"file": file, **more})


def door(name, file):
    return reverse(f"training_register_file:{name}", args=[file.pk])


def run(client, url, data, capture):
    with capture(execute=True):
        return client.post(url, data)


COLUMNS = {"name": "0", "id_number": "1", "phone": "2", "region": "3", "work_state": "4"}


def test_a_file_is_brought_confirmed_checked_and_imported(
    client, django_capture_on_commit_callbacks
):
    page = brought(client, [row(1), row(2), ["林", "3.6E+17", "", "", ""]])
    file = RegisterFile.objects.get()
    assert page.url == door("columns", file)

    columns = client.get(page.url).content.decode()
    assert f"****{id_number(1)[-4:]}" in columns
    assert id_number(1) not in columns
    run(
        client,
        page.url,
        COLUMNS,
        django_capture_on_commit_callbacks,
    )
    file.refresh_from_db()
    assert (file.state, file.new, file.refused) == (FileState.CHECKED, 2, 1)
    assert not Person.objects.exists()
    assert "Excel has made a number of it" in client.get(door("inspect", file)).content.decode()

    run(client, door("land", file), {}, django_capture_on_commit_callbacks)
    file.refresh_from_db()
    assert (file.state, Person.objects.count()) == (FileState.DONE, 2)
    refused = b"".join(client.get(door("refused", file)).streaming_content).decode("utf-8-sig")
    assert "3.6E+17" in refused


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"a,b\n1,2\n", "No row of headings was found"), (b"\0\1\2", "cannot be read")],
)
def test_a_file_nobody_can_read_is_refused_where_it_was_chosen(client, content, sentence):
    file = SimpleUploadedFile("名册.csv", content)

    page = client.post(reverse("training_register_file:add"), {"file": file})

    assert sentence in page.context["form"].errors["file"][0]
    assert not RegisterFile.objects.exists()


@pytest.mark.parametrize(
    ("columns", "field", "sentence"),
    [
        (COLUMNS | {"id_number": ""}, "id_number", "choose the column"),
        (COLUMNS | {"phone": "4"}, "work_state", "read from this column already"),
    ],
)
def test_columns_that_cannot_be_right_are_refused(client, columns, field, sentence):
    page = brought(client, [row(1)])

    answer = client.post(page.url, columns)

    assert sentence in answer.context["form"].errors[field][0]


def test_the_office_next_door_does_not_see_a_file(client, office):
    brought(client, [row(1)])
    file = RegisterFile.objects.get()
    stranger = office(officer_of(RegionFactory(code="440300")))

    for name in ("inspect", "columns", "check", "land", "progress", "refused"):
        assert stranger.get(door(name, file)).status_code == 404
    assert stranger.get(reverse("training_register_file:index")).context["object_list"].count() == 0


def test_a_colleague_sees_how_far_it_got_and_none_of_its_rows(client, office, region, officer):
    file = checked(table([row(1), ["林", "3.6E+17", "", "", ""]]), by=officer, region=region)
    colleague = office(officer_of(region))

    page = colleague.get(door("inspect", file)).content.decode()

    assert "Excel has made a number" not in page
    for name in ("columns", "refused"):
        assert colleague.get(door(name, file)).status_code == 302  # to the first page, with a word
    colleague.post(door("land", file))
    assert not Person.objects.exists()


def test_progress_is_told_as_numbers(client, officer):
    file = checked(table([row(1)]), by=officer)

    assert client.get(door("progress", file)).json() == {
        "percent": 100,
        "done": 1,
        "rows": 1,
        "moving": False,
    }


def test_a_file_whose_worker_was_killed_can_be_gone_on_with(
    client, officer, django_capture_on_commit_callbacks
):
    file = checked(table([row(1)]), by=officer)
    RegisterFile.objects.update(
        state=FileState.IMPORTING, rows_done=0, new=0, touched_at="2026-01-01T00:00Z"
    )
    assert "Press “Go on”" in client.get(door("inspect", file)).content.decode()

    run(client, door("go_on", file), {}, django_capture_on_commit_callbacks)

    file.refresh_from_db()
    assert (file.state, file.new) == (FileState.DONE, 1)


def test_another_offices_list_is_compared_and_decided(
    client, region, django_capture_on_commit_callbacks
):
    here = PersonFactory(id_number=id_number(1), name="陈秀英", region=region, phone="13900139000")
    page = brought(
        client,
        [row(1)],
        office="残联",
        about="everybody",
        region=region.pk,
        as_of="2026-03-02",
    )
    run(client, page.url, COLUMNS, django_capture_on_commit_callbacks)
    comparison = Comparison.objects.get()
    differences = comparison.differences.order_by("field")
    assert [d.field for d in differences] == ["phone", "work_state"]

    shown = client.get(reverse("training_difference:index")).content.decode()
    assert "13800138000" in shown
    assert "Farming at home" in shown
    client.post(reverse("training_difference:theirs", args=[differences[0].pk]), {"note": "本人"})
    here.refresh_from_db()
    assert here.phone == "13800138000"
    client.post(
        reverse("training_comparison:decide", args=[comparison.pk]),
        {"kind": "differs", "decision": "ours", "note": ""},
    )
    assert comparison.differences.filter(decision="open").count() == 0
    assert (
        client.get(reverse("training_comparison:inspect", args=[comparison.pk])).status_code == 200
    )


@pytest.mark.parametrize("name", ["add", "compare"])
def test_each_door_sends_its_form_to_itself(client, name):
    url = reverse(f"training_register_file:{name}")

    assert f'action="{url}"' in client.get(url).content.decode()


def test_a_page_whose_work_has_stopped_is_not_drawn_anew_every_second(client, officer):
    file = checked(table([row(1)]), by=officer)
    RegisterFile.objects.update(state=FileState.IMPORTING, touched_at="2026-01-01T00:00Z")

    assert "progress.js" not in client.get(door("inspect", file)).content.decode()


def test_the_list_of_differences_leads_to_each_and_tells_what_their_list_says(
    client, region, django_capture_on_commit_callbacks
):
    more = {"office": "残联", "about": "everybody", "region": region.pk, "as_of": "2026-03-02"}
    page = brought(client, [row(1), ["林", "3.6E+17", "", "", ""]], **more)
    run(client, page.url, COLUMNS, django_capture_on_commit_callbacks)
    comparison = Comparison.objects.get()
    url = reverse("training_difference:inspect", args=[comparison.differences.get().pk])

    assert url in client.get(reverse("training_difference:index")).content.decode()
    told = client.get(url).content.decode()
    assert "13800138000" in told
    assert id_number(1) not in told
    overview = client.get(reverse("training_comparison:inspect", args=[comparison.pk]))
    assert "1 row of their list could not be read" in overview.content.decode()


def test_an_inspector_reads_comparisons_and_decides_nothing(
    client, office, region, django_capture_on_commit_callbacks
):
    PersonFactory(id_number=id_number(1), name="陈秀英", region=region, phone="13900139000")
    more = {"office": "残联", "about": "everybody", "region": region.pk, "as_of": "2026-03-02"}
    page = brought(client, [row(1)], **more)
    run(client, page.url, COLUMNS, django_capture_on_commit_callbacks)
    difference = Comparison.objects.get().differences.first()
    inspector = office(member(Role.INSPECTOR, BureauFactory(region=region)))

    assert (
        inspector.get(reverse("training_difference:inspect", args=[difference.pk])).status_code
        == 200
    )
    answer = inspector.post(
        reverse("training_difference:theirs", args=[difference.pk]), {"note": ""}
    )
    assert answer.status_code in {302, 403}
    difference.refresh_from_db()
    assert difference.decision == "open"


@pytest.mark.parametrize(
    "name", ["training_register_file", "training_comparison", "training_difference"]
)
def test_lists_take_the_same_queries_for_one_row_and_for_three(
    name, client, region, officer, django_assert_num_queries, django_capture_on_commit_callbacks
):
    def more(serial):
        extra = {"office": f"办{serial}", "about": "everybody", "region": region.pk}
        page = brought(client, [row(serial)], **extra, as_of="2026-03-02")
        run(client, page.url, COLUMNS, django_capture_on_commit_callbacks)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert client.get(reverse(f"{name}:index")).status_code == 200
        return len(counted)

    more(1)
    queries()
    one = queries()
    more(2)
    more(3)

    assert queries() == one
