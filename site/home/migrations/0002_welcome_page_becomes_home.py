"""The welcome page of a fresh Wagtail becomes our home page, in place: the Site row still points
at it. A tree that someone has already begun is left alone."""

from django.db import migrations

TITLE = "一技"


def welcome_page_becomes_home(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    HomePage = apps.get_model("home", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    welcome = Page.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", depth=2, slug="home"
    ).first()
    if welcome is None or welcome.numchild:
        return
    welcome.title = welcome.draft_title = TITLE
    welcome.content_type, _created = ContentType.objects.get_or_create(
        app_label="home", model="homepage"
    )
    welcome.save()
    # raw: the page row is there already, only ours is added
    HomePage(page_ptr_id=welcome.pk).save_base(raw=True)


def home_becomes_plain_page(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    HomePage = apps.get_model("home", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    plain = ContentType.objects.get(app_label="wagtailcore", model="page")
    for home in HomePage.objects.all():
        Page.objects.filter(pk=home.pk).update(content_type=plain)
        home.delete(keep_parents=True)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_pages_and_contact")]

    operations = [migrations.RunPython(welcome_page_becomes_home, home_becomes_plain_page)]
