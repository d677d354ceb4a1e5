from django.http import Http404


def survey(request, **kwargs):
    raise Http404
