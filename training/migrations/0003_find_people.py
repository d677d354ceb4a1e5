"""What PostgreSQL needs to find one person among a million. SQLite scans a county in no time."""

from django.db import migrations

# A fragment of a Chinese name is one or two characters, too short for trigrams: the signs of the
# name are indexed one by one, and the rows that hold all of them are looked at.
INDEXES = {
    "training_person_name_signs": "USING gin (string_to_array(name, NULL))",
    "training_person_phone_ends": "(reverse(phone) varchar_pattern_ops) WHERE phone <> ''",
}


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, how in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON training_person {how}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("training", "0002_register")]
    operations = [migrations.RunPython(make, drop)]
