from django.http import Http404


def scan(request, **kwargs):
    raise Http404


def check_in(request, **kwargs):
    raise Http404


def roll(request, **kwargs):
    raise Http404


def code_screen(request, **kwargs):
    raise Http404
