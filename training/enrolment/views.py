from django.http import Http404


def enrol_here(request, **kwargs):
    raise Http404


def enrol_code(request, **kwargs):
    raise Http404


def my(request, **kwargs):
    raise Http404


def leave_class(request, **kwargs):
    raise Http404


def village(request, **kwargs):
    raise Http404


def enrol_for(request, **kwargs):
    raise Http404
