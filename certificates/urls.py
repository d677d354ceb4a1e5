from django.urls import path

from . import views

app_name = "training_certificates"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:number>/", views.result, name="result"),
    path("certificates/<uuid:token>/download/", views.download, name="download"),
]
