from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """The chain of a case (链条式), in order; the value's first sign keeps the order."""

    SURVEYED = "1_surveyed", _("Surveyed")
    ON_LEDGER = "2_on_ledger", _("On the ledger")
    IN_CARE = "3_in_care", _("In the care of a named officer")
    IN_WORK = "4_in_work", _("In work")
    OUT_OF_POVERTY = "5_out_of_poverty", _("Out of poverty by work")
    WELL_OFF = "6_well_off", _("Well off together")


class Willingness(TextChoices):
    YES = "yes", _("Wants to be trained")
    PERHAPS = "perhaps", _("Perhaps, if it suits")
    NO = "no", _("Does not want to be trained")


class TrainingPlace(TextChoices):
    HOME = "home", _("At home")
    VILLAGE = "village", _("In the village")
    TOWNSHIP = "township", _("In the township")
    COUNTY = "county", _("In the county town")
    ANYWHERE = "anywhere", _("Anywhere, with a bus")


class TrainingTime(TextChoices):
    DAYTIME = "daytime", _("In the daytime")
    EVENING = "evening", _("In the evening")
    WEEKEND = "weekend", _("At the weekend")
    OFF_SEASON = "off_season", _("When the fields need nobody")
    ANYTIME = "anytime", _("At any time")


class ServiceKind(TextChoices):
    """What was done for a person; the ledger counts person-times by kind (人次)."""

    JOB_INTRODUCTION = "job_introduction", _("Job introduction")
    CAREER_ADVICE = "career_advice", _("Career advice")
    TRAINING = "training", _("Skill training")
    INSURANCE_SUBSIDY = "insurance_subsidy", _("Social insurance subsidy")
    JOB_SUBSIDY = "job_subsidy", _("Employment subsidy")
    START_UP = "start_up", _("Help to start a business")
    WELFARE_POST = "welfare_post", _("Public-welfare post")
    POLICY = "policy", _("Policy explained")
    VISIT = "visit", _("Home visit")


class ContactOutcome(TextChoices):
    """How an attempt to reach somebody ended."""

    REACHED = "reached", _("Reached")
    EMPTY = "empty", _("Number does not exist")
    WRONG = "wrong", _("Wrong number")
    OUT_OF_SERVICE = "out_of_service", _("Out of service")
    NO_ANSWER = "no_answer", _("No answer")
    REFUSED = "refused", _("Hung up or refused")
    LANGUAGE = "language", _("No language in common")
    NOT_THE_PERSON = "not_the_person", _("Somebody else answered")
    MOVED_AWAY = "moved_away", _("Moved away")


# The number itself is no good: calling it again is of no use.
DEAD = {ContactOutcome.EMPTY, ContactOutcome.WRONG, ContactOutcome.OUT_OF_SERVICE}


class Channel(TextChoices):
    PHONE = "phone", _("By telephone")
    VISIT = "visit", _("At the door")
    MESSAGE = "message", _("By message")
