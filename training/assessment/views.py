from django.http import Http404


def results(request, **kwargs):
    raise Http404
