from django.http import Http404


def my_orders(request, **kwargs):
    raise Http404


def new_order(request, **kwargs):
    raise Http404


def order(request, **kwargs):
    raise Http404
