from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    MALE = "m", _("Male")
    FEMALE = "f", _("Female")


class Category(TextChoices):
    """The main class of a person (财社〔2023〕181号, art. 5); exactly one."""

    RELAPSE_MONITORED = "relapse_monitored", _("Member of a household monitored against poverty")
    GRADUATE = "graduate", _("Graduate of the year")
    SCHOOL_LEAVER = "school_leaver", _("School leaver")
    RURAL_WORKER = "rural_worker", _("Rural worker moving to other work")
    UNEMPLOYED = "unemployed", _("Registered unemployed")
    HARD_TO_EMPLOY = "hard_to_employ", _("Person who has difficulty finding work")
    EMPLOYEE = "employee", _("Employee of a firm")


class Ethnicity(TextChoices):
    """The 56 nationalities by their letters (GB/T 3304), and the two codes for everybody else."""

    HAN = "HA", _("Han")
    MONGOL = "MG", _("Mongol")
    HUI = "HU", _("Hui")
    TIBETAN = "ZA", _("Tibetan")
    UYGHUR = "UG", _("Uyghur")
    MIAO = "MH", _("Miao")
    YI = "YI", _("Yi")
    ZHUANG = "ZH", _("Zhuang")
    BUYEI = "BY", _("Buyei")
    KOREAN = "CS", _("Korean")
    MANCHU = "MA", _("Manchu")
    DONG = "DO", _("Dong")
    YAO = "YA", _("Yao")
    BAI = "BA", _("Bai")
    TUJIA = "TJ", _("Tujia")
    HANI = "HN", _("Hani")
    KAZAK = "KZ", _("Kazak")
    DAI = "DA", _("Dai")
    LI = "LI", _("Li")
    LISU = "LS", _("Lisu")
    VA = "VA", _("Va")
    SHE = "SH", _("She")
    GAOSHAN = "GS", _("Gaoshan")
    LAHU = "LH", _("Lahu")
    SUI = "SU", _("Sui")
    DONGXIANG = "DX", _("Dongxiang")
    NAXI = "NX", _("Naxi")
    JINGPO = "JP", _("Jingpo")
    KIRGIZ = "KG", _("Kirgiz")
    TU = "TU", _("Tu")
    DAUR = "DU", _("Daur")
    MULAO = "ML", _("Mulao")
    QIANG = "QI", _("Qiang")
    BLANG = "BL", _("Blang")
    SALAR = "SL", _("Salar")
    MAONAN = "MN", _("Maonan")
    GELAO = "GL", _("Gelao")
    XIBE = "XB", _("Xibe")
    ACHANG = "AC", _("Achang")
    PUMI = "PM", _("Pumi")
    TAJIK = "TA", _("Tajik")
    NU = "NU", _("Nu")
    UZBEK = "UZ", _("Uzbek")
    RUSSIAN = "RS", _("Russian")
    EWENKI = "EW", _("Ewenki")
    DEANG = "DE", _("Deang")
    BONAN = "BN", _("Bonan")
    YUGUR = "YG", _("Yugur")
    GIN = "GI", _("Gin")
    TATAR = "TT", _("Tatar")
    DERUNG = "DR", _("Derung")
    OROQEN = "OR", _("Oroqen")
    HEZHEN = "HZ", _("Hezhen")
    MONBA = "MB", _("Monba")
    LHOBA = "LB", _("Lhoba")
    JINO = "JN", _("Jino")
    OTHER = "XX", _("Another people")
    NATURALISED = "YY", _("Naturalised foreigner")


class Schooling(TextChoices):
    """Highest schooling (GB/T 4658, as the registers shorten it)."""

    NONE = "none", _("No schooling")
    PRIMARY = "primary", _("Primary school")
    JUNIOR = "junior", _("Junior middle school")
    SENIOR = "senior", _("Senior middle school")
    VOCATIONAL = "vocational", _("Vocational or technical school")
    COLLEGE = "college", _("Junior college")
    BACHELOR = "bachelor", _("University")
    MASTER = "master", _("Master or higher")


class HouseholdKind(TextChoices):
    RURAL = "rural", _("Rural household")
    URBAN = "urban", _("Urban household")
    RESIDENT = "resident", _("Resident household (no longer told apart)")


class WorkState(TextChoices):
    """What a person lives by today. Nobody asked is empty, which is not the same as no work."""

    EMPLOYED = "employed", _("Employed")
    SELF_EMPLOYED = "self_employed", _("Own business")
    FLEXIBLE = "flexible", _("Casual work")
    FARMING = "farming", _("Farming at home")
    UNEMPLOYED = "unemployed", _("Looking for work")
    NOT_LOOKING = "not_looking", _("Not looking for work")


class JobWish(TextChoices):
    NEAR_HOME = "near_home", _("Work near home")
    ELSEWHERE = "elsewhere", _("Work in another place")
    OWN_BUSINESS = "own_business", _("A business of their own")
    VILLAGE_POST = "village_post", _("A village workshop or public-welfare post")
    NONE = "none", _("No wish to work now")


class HardshipCause(TextChoices):
    """Why a household fell into hardship. Sensitive: kept only with a consent of its own."""

    ILLNESS = "illness", _("Illness")
    DISABILITY = "disability", _("Disability")
    SCHOOLING = "schooling", _("Cost of schooling")
    DISASTER = "disaster", _("Disaster")
    ACCIDENT = "accident", _("Accident")
    NO_LABOUR = "no_labour", _("Nobody able to work")
    NO_SKILL = "no_skill", _("No skill")
    NO_FUNDS = "no_funds", _("No funds")
    OTHER = "other", _("Another cause")


class Tag(TextChoices):
    """What a person may be besides the main category; several at once, each from a day on."""

    OUT_OF_POVERTY = "out_of_poverty", _("Out of poverty, still supported")
    DISABLED = "disabled", _("Person with a disability")
    ZERO_EMPLOYMENT = "zero_employment", _("Household in which nobody works")
    LOW_INCOME = "low_income", _("Household on the minimum living allowance")
    VETERAN = "veteran", _("Veteran")
    RELOCATED = "relocated", _("Relocated household")
    RETURNED = "returned", _("Returned to the home village")
    LOST_LAND = "lost_land", _("Farmer without land")


class StandingList(TextChoices):
    """The five lists of the bureau (五类清单): everybody stands on one of them on any day."""

    POOR = "poor", _("Not yet out of poverty")
    AT_RISK = "at_risk", _("Out of poverty, at risk of falling back")
    EDGE = "edge", _("At the edge, not on file")
    INCOMER = "incomer", _("From another province, working here")
    EMPLOYED = "employed", _("Already in work")


class Relation(TextChoices):
    """Whose telephone it is."""

    OWN = "own", _("Their own")
    SPOUSE = "spouse", _("Wife or husband")
    CHILD = "child", _("Son or daughter")
    PARENT = "parent", _("Father or mother")
    RELATIVE = "relative", _("Relative")
    NEIGHBOUR = "neighbour", _("Neighbour")
    OTHER = "other", _("Somebody else")


class Purpose(TextChoices):
    """What a person may agree to apart from the register itself (PIPL art. 28–29)."""

    HARDSHIP = "hardship", _("Cause of hardship and disability")
    BANK = "bank", _("Bank account")
    REFERRAL = "referral", _("Name and telephone to an employer")


# The column that holds the time of each consent, and the facts that rest on it.
CONSENT = {purpose: f"{purpose.value}_consent_at" for purpose in Purpose}
RESTING_ON = {
    Purpose.HARDSHIP: ("hardship_cause", "disability"),
    Purpose.BANK: ("bank_name", "bank_holder", "bank_account"),
    Purpose.REFERRAL: (),
}


class RequestKind(TextChoices):
    CORRECTION = "correction", _("Put something right")
    ERASURE = "erasure", _("Erase my data")


class RequestState(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
