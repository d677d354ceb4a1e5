"""What the views of a class share: refusals told as messages, and whose class it is."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from wagtail.admin import messages

from training.classes.errors import WrongState
from training.classes.states import EDITABLE
from training.organisations.reach import reach_of


def tell(request, refusal):
    for sentence in refusal.messages:
        messages.error(request, sentence)


class OwnClass:
    """For those who run the provider, while the class is with them and not with the bureau."""

    row_actions = ["change"]

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not reach_of(self.request.user).manages(row.provider_id):
            raise PermissionDenied
        return row

    def dispatch(self, request, *args, **kwargs):
        training_class = self.get_object()
        if training_class.state not in EDITABLE:
            tell(request, WrongState(training_class))
            return redirect(self.door("inspect", training_class))
        return super().dispatch(request, *args, **kwargs)
