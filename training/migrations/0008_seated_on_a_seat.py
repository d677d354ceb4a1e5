from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0007_seats_of_the_seated")]

    operations = [
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seat__isnull', False), ('state__in', ['enrolled'])), models.Q(models.Q(('state__in', ['enrolled']), _negated=True), ('seat__isnull', True)), _connector='OR'), name='training_seated_on_a_seat'),
        ),
    ]
