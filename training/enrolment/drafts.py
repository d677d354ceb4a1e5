"""What someone typed to enrol, kept in their session until the code proves their phone.

Sealed as a whole: sessions lie in the database, and an identity number lies nowhere in the clear.
"""

import json

from training.people.encryption import decrypt, encrypt

KEY = "enrolment_draft"
CONTEXT = "training.enrolment.draft"


def keep(request, training_class, details):
    request.session[KEY] = {
        "class": training_class.pk,
        "sealed": encrypt(json.dumps(details), CONTEXT),
    }


def read(request, training_class) -> dict | None:
    draft = request.session.get(KEY)
    if not draft or draft["class"] != training_class.pk:
        return None
    return json.loads(decrypt(draft["sealed"], CONTEXT))


def drop(request):
    request.session.pop(KEY, None)
