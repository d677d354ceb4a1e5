"""Classes from before the ledger: a row for each seat, and whoever sits there sits on one."""

from django.db import migrations

HELD = ["approved", "concluded", "cancelled"]


def seat_everybody(apps, schema_editor):
    TrainingClass = apps.get_model("training", "TrainingClass")
    Enrolment = apps.get_model("training", "Enrolment")
    Seat = apps.get_model("training", "Seat")
    for training_class in TrainingClass.objects.filter(state__in=HELD).iterator():
        seated = Enrolment.objects.filter(
            training_class=training_class, state="enrolled", seat=None
        ).order_by("enrolled_at", "pk")
        taken = seated.count()
        Seat.objects.bulk_create(
            Seat(
                training_class=training_class,
                number=number,
                use="taken" if number <= taken else "free",
                beyond_because="" if number <= training_class.seats else "seated before the ledger",
            )
            for number in range(1, max(training_class.seats, taken) + 1)
        )
        seats = Seat.objects.filter(training_class=training_class).order_by("number")
        for enrolment, seat in zip(list(seated), seats, strict=False):
            enrolment.seat = seat
            enrolment.save(update_fields=["seat"])


def forget_seats(apps, schema_editor):
    apps.get_model("training", "Enrolment").objects.update(seat=None)
    apps.get_model("training", "Seat").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0006_seat_ledger")]
    operations = [migrations.RunPython(seat_everybody, forget_seats)]
