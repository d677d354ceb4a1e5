from django.utils.translation import gettext_lazy as _

from training.enrolment.appeal_viewsets import sees_papers
from training.enrolment.eligibility_queries import doubts_of
from training.organisations.row_pages import Section


def eligibility_section(training_class, user):
    """Whom the rules refuse or want a paper of; where there is nobody, nothing is shown."""
    doubts = doubts_of(training_class, user)
    if not doubts:
        return []
    may = user.has_perm("training.change_enrolment")
    for doubt in doubts:
        doubt.enrolment.training_class = training_class
    context = [(doubt, may and sees_papers(user, doubt.enrolment)) for doubt in doubts]
    return [
        Section(
            "eligibility",
            _("Not eligible, or a paper is missing"),
            "warning",
            template="training/admin/desk/_eligibility.html",
            context=context,
        )
    ]
