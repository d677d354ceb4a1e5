"""The public side: anyone checks a number; whoever holds the link fetches the paper."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import numbering
from .forms import NumberForm
from .models import Certificate
from .printing import paper_of
from .throttle import is_too_fast

TEMPLATES = "training_certificates"


def unlisted(view):
    """Never cached, never in a search engine."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return never_cache(guarded)


def braked(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if is_too_fast(request):
            return render(request, f"{TEMPLATES}/too_fast.html", status=429)
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@unlisted
def verify(request):
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("training_certificates:result", form.cleaned_data["number"])
    return render(request, f"{TEMPLATES}/verify.html", {"form": form})


@require_safe
@unlisted
@braked
def result(request, number):
    """404 for what we did not issue, so that machines can tell, too."""
    form = NumberForm({"number": number})
    if not form.is_valid():
        return render(request, f"{TEMPLATES}/verify.html", {"form": form}, status=404)
    number = numbering.parse(number)
    certificate = (
        Certificate.objects.select_related("kind", "superseded_by").filter(number=number).first()
    )
    context = {"number": number, "certificate": certificate, "host": request.get_host()}
    return render(request, f"{TEMPLATES}/result.html", context, status=200 if certificate else 404)


@require_safe
@unlisted
def download(request, token):
    certificate = get_object_or_404(Certificate, token=token)
    if not certificate.is_in_force:
        return render(request, f"{TEMPLATES}/ended.html", {"certificate": certificate}, status=410)
    return pdf_response(bytes(paper_of(certificate).pdf), certificate.number)


def pdf_response(pdf, name):
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )
