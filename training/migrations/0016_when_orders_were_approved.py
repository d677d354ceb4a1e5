from django.db import migrations
from django.db.models import F


def tell_when(apps, schema_editor):
    """An approved order was last decided when it was approved. Of a withdrawn one it is not known."""
    orders = apps.get_model("training", "Order").objects.filter(state="approved")
    orders.filter(approved_at__isnull=True).update(approved_at=F("decided_at"))


class Migration(migrations.Migration):
    dependencies = [("training", "0015_orders")]

    operations = [migrations.RunPython(tell_when, migrations.RunPython.noop)]
