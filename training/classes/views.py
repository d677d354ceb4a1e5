from django.http import Http404


def class_detail(request, **kwargs):
    raise Http404


def teach(request, **kwargs):
    raise Http404


def teach_class(request, **kwargs):
    raise Http404
