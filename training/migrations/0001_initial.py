# The rooms of training, as they were at first.

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import training.organisations.models
import training.people.encryption
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('training_certificates', '0001_initial'),
        ('training_courses', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Employer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=150, verbose_name='English name')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('credit_code', models.CharField(blank=True, max_length=18, null=True, unique=True, validators=[training.organisations.models.valid_credit_code], verbose_name='unified social credit code')),
            ],
            options={
                'verbose_name': 'employer',
                'verbose_name_plural': 'employers',
                'ordering': ['name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(db_index=True, max_length=20)),
                ('code_hash', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
                ('tries_left', models.PositiveSmallIntegerField(default=5)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'sign-in code',
                'verbose_name_plural': 'sign-in codes',
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('enrolled', 'Enrolled'), ('withdrawn', 'Withdrew before the class began'), ('dropped', 'Left during the class')], default='enrolled', max_length=10, verbose_name='state')),
                ('channel', models.CharField(choices=[('self', 'Themselves'), ('village_officer', 'Village officer'), ('provider', 'Training provider'), ('bureau', 'Bureau')], default='self', max_length=20, verbose_name='enrolled by')),
                ('enrolled_at', models.DateTimeField(verbose_name='enrolled')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('left_because', models.CharField(blank=True, max_length=200, verbose_name='why they left')),
                ('enrolled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
            ],
            options={
                'verbose_name': 'enrolment',
                'verbose_name_plural': 'enrolments',
                'ordering': ['training_class', 'person__name'],
            },
        ),
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('completed', models.BooleanField(verbose_name='completed')),
                ('shortfalls', models.JSONField(blank=True, default=list, verbose_name='what was lacking')),
                ('concluded_at', models.DateTimeField(verbose_name='concluded')),
                ('certificate', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training_certificates.certificate', verbose_name='certificate')),
                ('concluded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='concluded by')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='completion', to='training.enrolment', verbose_name='enrolment')),
            ],
            options={
                'verbose_name': 'completion',
                'verbose_name_plural': 'completions',
                'ordering': ['enrolment'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('spent', models.BooleanField(default=False, verbose_name='answered')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='invitation', to='training.enrolment', verbose_name='enrolment')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('placed', 'Waiting for the bureau'), ('returned', 'Sent back'), ('approved', 'Approved'), ('withdrawn', 'Withdrawn')], default='placed', max_length=10, verbose_name='state')),
                ('contact', models.CharField(blank=True, max_length=100, verbose_name='whom to call')),
                ('placed_at', models.DateTimeField(verbose_name='placed')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('reason', models.TextField(blank=True, verbose_name='reason of the bureau')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='training.employer', verbose_name='employer')),
                ('placed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='placed by')),
            ],
            options={
                'verbose_name': 'order',
                'verbose_name_plural': 'orders',
                'ordering': ['-placed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='name')),
                ('id_number', training.people.encryption.EncryptedField(verbose_name='identity number')),
                ('id_index', models.CharField(editable=False, max_length=64, unique=True)),
                ('sex', models.CharField(choices=[('m', 'Male'), ('f', 'Female')], max_length=1, verbose_name='sex')),
                ('birth_date', models.DateField(verbose_name='date of birth')),
                ('phone', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='mobile phone')),
                ('category', models.CharField(blank=True, choices=[('relapse_monitored', 'Member of a household monitored against poverty'), ('graduate', 'Graduate of the year'), ('school_leaver', 'School leaver'), ('rural_worker', 'Rural worker moving to other work'), ('unemployed', 'Registered unemployed'), ('hard_to_employ', 'Person who has difficulty finding work'), ('employee', 'Employee of a firm')], max_length=20, verbose_name='main category')),
                ('consented_at', models.DateTimeField(blank=True, null=True, verbose_name='agreed to the use of their data')),
                ('registered_at', models.DateTimeField(auto_now_add=True, verbose_name='registered')),
                ('registered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by')),
                ('user', models.ForeignKey(blank=True, help_text='Several members of a family may share one phone and so one login.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to=settings.AUTH_USER_MODEL, verbose_name='signs in as')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='training.person', verbose_name='person'),
        ),
        migrations.CreateModel(
            name='PhoneLogin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(max_length=20, unique=True, verbose_name='mobile phone')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='phone_login', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'phone login',
                'verbose_name_plural': 'phone logins',
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='slug')),
                ('text', models.CharField(max_length=200, verbose_name='question')),
                ('text_en', models.CharField(blank=True, max_length=200, verbose_name='question in English')),
                ('overall', models.BooleanField(default=False, verbose_name='is the overall question')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
            ],
            options={
                'verbose_name': 'survey question',
                'verbose_name_plural': 'survey questions',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('active', True), ('overall', True)), fields=('overall',), name='training_one_overall_question', violation_error_message='There is already an overall question.')],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=150, verbose_name='English name')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='division code')),
                ('level', models.CharField(choices=[('province', 'Province'), ('city', 'City'), ('county', 'County or district'), ('township', 'Township'), ('village', 'Village')], max_length=10, verbose_name='level')),
                ('path', models.CharField(editable=False, max_length=80, unique=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='training.region', verbose_name='parent')),
            ],
            options={
                'verbose_name': 'region',
                'verbose_name_plural': 'regions',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=150, verbose_name='English name')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('code', models.SlugField(max_length=12, unique=True, verbose_name='short code')),
                ('credit_code', models.CharField(blank=True, max_length=18, null=True, unique=True, validators=[training.organisations.models.valid_credit_code], verbose_name='unified social credit code')),
                ('about', models.TextField(blank=True, verbose_name='about')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'training provider',
                'verbose_name_plural': 'training providers',
                'ordering': ['name'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='person',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='residents', to='training.region', verbose_name='where they live'),
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seats', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(9999)], verbose_name='how many people')),
                ('needed_by', models.DateField(verbose_name='needed by')),
                ('wage_from', models.PositiveIntegerField(blank=True, null=True, verbose_name='monthly wage from, yuan')),
                ('wage_to', models.PositiveIntegerField(blank=True, null=True, verbose_name='monthly wage to, yuan')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_lines', to='training_courses.course', verbose_name='course')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='training.order', verbose_name='order')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.region', verbose_name='where the work is')),
            ],
            options={
                'verbose_name': 'order line',
                'verbose_name_plural': 'order lines',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='employer',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.region', verbose_name='region'),
        ),
        migrations.CreateModel(
            name='Bureau',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=150, verbose_name='English name')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'bureau',
                'verbose_name_plural': 'bureaus',
                'ordering': ['name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(choices=[('before', 'Before the class'), ('after', 'After the class')], max_length=10, verbose_name='moment')),
                ('theory', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='theory')),
                ('practice', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='practice')),
                ('tasks', models.JSONField(blank=True, default=list, verbose_name='practical tasks')),
                ('filed_at', models.DateTimeField(verbose_name='filed')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='training.enrolment', verbose_name='enrolment')),
                ('filed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='filed by')),
            ],
            options={
                'verbose_name': 'test result',
                'verbose_name_plural': 'test results',
                'ordering': ['enrolment', 'moment'],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('minutes_per_class_hour', 'Minutes in a class hour'), ('min_attendance', 'Least attendance to complete, per cent'), ('pass_mark_theory', 'Pass mark in theory, of 100'), ('pass_mark_practice', 'Pass mark in practice, of 100'), ('late_after_minutes', 'Minutes after the start from which one is late'), ('min_age', 'Youngest age at the first lesson'), ('max_age_men', 'Oldest age for men'), ('max_age_women', 'Oldest age for women'), ('class_size', 'Largest class, people'), ('classes_per_year', 'Classes a person may take in a year')], max_length=40, verbose_name='rule')),
                ('value', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='value')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source link')),
                ('region', models.ForeignKey(blank=True, help_text='Empty: the whole country.', null=True, on_delete=django.db.models.deletion.PROTECT, to='training.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
                'ordering': ['key', '-valid_from'],
            },
        ),
        migrations.CreateModel(
            name='Trainer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='name')),
                ('speciality', models.CharField(blank=True, max_length=100, verbose_name='speciality')),
                ('qualification', models.CharField(blank=True, max_length=100, verbose_name='qualification')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainers', to='training.provider', verbose_name='provider')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='trainer', to=settings.AUTH_USER_MODEL, verbose_name='signs in as')),
            ],
            options={
                'verbose_name': 'trainer',
                'verbose_name_plural': 'trainers',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TrainingClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=30, unique=True, verbose_name='class number')),
                ('seats', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(9999)], verbose_name='seats')),
                ('planned', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(9999)], verbose_name='planned trainees')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('note', models.TextField(blank=True, help_text='Shown to trainees.', verbose_name='what to bring, how to get there')),
                ('state', models.CharField(choices=[('draft', 'Being prepared'), ('filed', 'Filed, waiting for the bureau'), ('returned', 'Sent back'), ('approved', 'Approved'), ('concluded', 'Concluded'), ('cancelled', 'Cancelled')], default='draft', max_length=10, verbose_name='state')),
                ('filed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='filed')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided')),
                ('reason', models.TextField(blank=True, editable=False, verbose_name='reason of the bureau')),
                ('assessor', models.ForeignKey(blank=True, help_text='Someone who does not teach this class.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessed_classes', to='training.trainer', verbose_name='assessor')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='training_courses.course', verbose_name='course')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='training.provider', verbose_name='provider')),
            ],
            options={
                'verbose_name': 'training class',
                'verbose_name_plural': 'training classes',
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='value')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='answers')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='training.question', verbose_name='question')),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='training.trainingclass', verbose_name='training class')),
            ],
            options={
                'verbose_name': 'tally',
                'verbose_name_plural': 'tallies',
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seats', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(9999)], verbose_name='seats')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='training.orderline', verbose_name='order line')),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='training.trainingclass', verbose_name='training class')),
            ],
            options={
                'verbose_name': 'offer',
                'verbose_name_plural': 'offers',
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='content')),
                ('kind', models.CharField(choices=[('theory', 'Theory'), ('practice', 'Practice')], default='theory', max_length=10, verbose_name='kind')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('class_hours', models.DecimalField(decimal_places=1, max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0.5'))], verbose_name='class hours')),
                ('cancelled', models.BooleanField(default=False, verbose_name='did not take place')),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='training.trainer', verbose_name='trainer')),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='training.trainingclass', verbose_name='training class')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
                'ordering': ['starts_at'],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='training_class',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='training.trainingclass', verbose_name='training class'),
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(max_length=1000, verbose_name='text')),
                ('released', models.BooleanField(default=False, verbose_name='shown to the provider')),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='training.trainingclass', verbose_name='training class')),
            ],
            options={
                'verbose_name': 'survey comment',
                'verbose_name_plural': 'survey comments',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=150, verbose_name='English name')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='venues', to='training.provider', verbose_name='provider')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='venues', to='training.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'venue',
                'verbose_name_plural': 'venues',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='trainingclass',
            name='venue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='training.venue', verbose_name='venue'),
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('present', 'Present'), ('late', 'Late'), ('excused', 'On leave'), ('absent', 'Absent')], max_length=10, verbose_name='status')),
                ('method', models.SlugField(max_length=40, verbose_name='how it was taken')),
                ('marked_at', models.DateTimeField(verbose_name='marked')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='training.enrolment', verbose_name='enrolment')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='training.lesson', verbose_name='lesson')),
                ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='marked by')),
            ],
            options={
                'verbose_name': 'mark',
                'verbose_name_plural': 'marks',
                'ordering': ['lesson__starts_at', 'enrolment'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'lesson'), name='training_one_mark_per_lesson')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(choices=[(1, '1'), (3, '3'), (6, '6'), (12, '12')], verbose_name='months after the class')),
                ('contact', models.CharField(choices=[('reached', 'Reached'), ('dead_number', 'Empty, wrong or stopped number'), ('refused', 'Hung up or refused'), ('not_the_person', 'Not the person, or moved away'), ('not_tried', 'Not tried yet')], max_length=20, verbose_name='contact')),
                ('work', models.CharField(choices=[('employee', 'Employee'), ('self_employed', 'Own business'), ('family_business', 'Family business'), ('workshop', 'Village workshop'), ('public_post', 'Public-welfare post'), ('not_working', 'Not working'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='work')),
                ('same_trade', models.BooleanField(blank=True, null=True, verbose_name='in the trade learned')),
                ('monthly_wage', models.PositiveIntegerField(blank=True, null=True, verbose_name='monthly wage, yuan')),
                ('recorded_on', models.DateField(verbose_name='recorded on')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='training.enrolment', verbose_name='enrolment')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'follow-up',
                'verbose_name_plural': 'follow-ups',
                'ordering': ['enrolment', 'months'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'months'), name='training_one_outcome_per_wave'), models.CheckConstraint(condition=models.Q(('contact', 'reached'), ('work', 'unknown'), _connector='OR'), name='training_unreached_is_unknown', violation_error_message='Whoever was not reached has an unknown outcome.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'Bureau officer'), ('village_officer', 'Village officer'), ('provider_manager', 'Provider manager'), ('trainer', 'Trainer'), ('assessor', 'Assessor'), ('employer', 'Employer')], max_length=20, verbose_name='role')),
                ('bureau', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='training.bureau', verbose_name='bureau')),
                ('employer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='training.employer', verbose_name='employer')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='training.provider', verbose_name='provider')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bureau__isnull', False), ('employer__isnull', True), ('provider__isnull', True), ('role__in', ['officer', 'village_officer'])), models.Q(('bureau__isnull', True), ('employer__isnull', True), ('provider__isnull', False), ('role__in', ['assessor', 'provider_manager', 'trainer'])), models.Q(('bureau__isnull', True), ('employer__isnull', False), ('provider__isnull', True), ('role__in', ['employer'])), _connector='OR'), name='training_membership_role_fits_organisation', violation_error_message='Officers act for a bureau, trainers for a provider, employers for a firm.'), models.UniqueConstraint(fields=('user', 'role', 'bureau'), name='training_one_role_in_a_bureau'), models.UniqueConstraint(fields=('user', 'role', 'provider'), name='training_one_role_at_a_provider'), models.UniqueConstraint(fields=('user', 'role', 'employer'), name='training_one_role_for_a_firm')],
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('certificate_type', models.CharField(blank=True, max_length=60, verbose_name='certificate type')),
                ('tier', models.CharField(blank=True, max_length=20, verbose_name='tier')),
                ('level', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Level 5 (beginner)'), (4, 'Level 4 (intermediate)'), (3, 'Level 3 (advanced)'), (2, 'Level 2 (technician)'), (1, 'Level 1 (senior technician)')], null=True, verbose_name='skill level')),
                ('class_hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='class hours')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='amount, yuan')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source link')),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rates', to='training_courses.occupation', verbose_name='occupation')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='training.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'subsidy rate',
                'verbose_name_plural': 'subsidy rates',
                'ordering': ['occupation', 'certificate_type', 'tier'],
                'constraints': [models.UniqueConstraint(models.F('occupation'), django.db.models.functions.comparison.Coalesce('region', 0), models.F('certificate_type'), models.F('tier'), django.db.models.functions.comparison.Coalesce('level', 0), models.F('valid_from'), name='training_one_rate_per_line', violation_error_message='This line of the catalogue is already there.')],
            },
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('wage_from__isnull', True), ('wage_to__isnull', True), ('wage_to__gte', models.F('wage_from')), _connector='OR'), name='training_order_wage_range', violation_error_message='The highest wage is below the lowest.'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.UniqueConstraint(fields=('enrolment', 'moment'), name='training_one_result_per_moment'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('theory__isnull', True), models.Q(('theory__gte', 0), ('theory__lte', 100)), _connector='OR'), models.Q(('practice__isnull', True), models.Q(('practice__gte', 0), ('practice__lte', 100)), _connector='OR')), name='training_scores_out_of_100'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='training_rule_ends_after_it_begins', violation_error_message='A rule cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.UniqueConstraint(models.F('key'), django.db.models.functions.comparison.Coalesce('region', 0), models.F('valid_from'), name='training_one_rule_from_a_day', violation_error_message='This place already has such a rule from that day.'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('training_class', 'question', 'value'), name='training_one_tally_per_value'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('value__gte', 1), ('value__lte', 5)), name='training_tally_on_the_scale'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('line', 'training_class'), name='training_one_offer_per_class_and_line'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='training_lesson_ends_after_it_begins', violation_error_message='A lesson cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['enrolled'])), fields=('person', 'training_class'), name='training_one_seat_per_person'),
        ),
        migrations.AddConstraint(
            model_name='trainingclass',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='training_class_ends_after_it_begins', violation_error_message='A class cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='trainingclass',
            constraint=models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='training_class_has_a_seat'),
        ),
    ]
