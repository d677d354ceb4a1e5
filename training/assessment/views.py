from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from training.classes.models import TrainingClass
from training.people.sessions import login_required

from .actions import record_result
from .forms import ResultForm
from .models import Result
from .states import Moment


@never_cache
@login_required
def results(request, pk, moment):
    """A row of scores for everyone who took part. Good rows are filed, the others say why not."""
    if moment not in Moment.values:
        raise Http404
    classes = TrainingClass.objects.visible_to(request.user)
    training_class = get_object_or_404(classes.select_related("course"), pk=pk)
    if not TrainingClass.objects.tested_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    data = request.POST if request.method == "POST" and training_class.is_held else None
    forms = _forms(training_class, moment, request.user, data)
    if data is not None:
        if not _file(request, forms, moment):
            return redirect("training:results", pk=pk, moment=moment)
        forms = _again(forms)
    context = {
        "training_class": training_class,
        "moment": Moment(moment),
        "forms": forms,
        "tasks": training_class.course.practical_tasks,
        "refused": [form for form in forms if form.errors],
    }
    return render(request, "training/assessment/results.html", context)


def _forms(training_class, moment, user, data):
    enrolments = (
        training_class.enrolments.visible_to(user)
        .started()
        .select_related("person", "training_class__course")
        .order_by("person__name", "pk")
    )
    filed = {
        row.enrolment_id: row
        for row in Result.objects.filter(enrolment__in=enrolments, moment=moment)
    }
    return [ResultForm(data, row, filed.get(row.pk)) for row in enrolments]


def _file(request, forms, moment):
    """File every good row that was changed; return the rows that cannot be filed."""
    filed, refused = 0, []
    for form in [form for form in forms if form.touched]:
        if form.is_valid() and _record(form, moment, request.user):
            filed += 1
        else:
            refused.append(form)
    if not filed and not refused:
        messages.info(request, _("Nothing was changed."))
    elif filed:
        said = ngettext("%(count)d row was saved.", "%(count)d rows were saved.", filed)
        messages.success(request, said % {"count": filed})
    return refused


def _record(form, moment, user):
    try:
        form.result = record_result(form.enrolment, moment, by=user, **form.facts)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _again(forms):
    """The refused rows as they were typed; the others as they now stand on record."""
    return [
        form if form.errors else ResultForm(None, form.enrolment, form.result) for form in forms
    ]
