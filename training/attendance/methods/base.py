class AttendanceMethod:
    """One way of finding out who was there.

    identity        ``slug`` (kept with each mark), ``label`` (shown to people)
    input           ``form(lesson, data, user)`` returns a Django form for that lesson
    answer          ``presences(form)`` returns pairs of enrolment and `MarkStatus`
    """

    slug: str
    label: str

    def form(self, lesson, data=None, user=None):
        raise NotImplementedError

    def presences(self, form):
        raise NotImplementedError
