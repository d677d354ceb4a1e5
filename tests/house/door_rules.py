"""Who opens which door: on a row of their own county, and on one of another county.

A door that is not in ``RULES`` fails the test of every door: enter it here.
"""

ROLES = (
    *("officer", "inspector", "village officer", "manager", "trainer", "assessor"),
    *("employer", "worker", "stranger", "superuser"),
)
EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"stranger"}
BOSS = frozenset({"superuser"})
BUREAU = BOSS | {"officer"}
OFFICE = BUREAU | {"inspector"}
VILLAGE = BUREAU | {"village officer"}
SCHOOL = BOSS | {"manager"}
TEACHING = SCHOOL | {"trainer"}
TESTING = TEACHING | {"assessor"}
STAFF = OFFICE | SCHOOL
BACK_OFFICE = STAFF | {"trainer"}
EMPLOYER, WORKER = frozenset({"employer"}), frozenset({"worker"})

READ = "index index_results inspect history history_results"
WRITE = "add edit"

# By the first part of a door's name, then by the rest: several doors under one rule, divided by
# blanks. A pair of rules is for reading (GET) and for writing (POST).
RULES = {
    "": {
        "admin/reports/site-history/ admin/reports/site-history/results/": BOSS,
        "training_quality training_quality_export": STAFF,
        "training_ledger training_ledger_print training_ledger_export": OFFICE,
        "training_demand": STAFF,
    },
    # the daily work
    "training_order": {READ: OFFICE, "add approve return overrun": BUREAU},
    "training_orderline": {f"{READ} cannot": SCHOOL},
    "training_offer": {READ: STAFF, "withdraw": SCHOOL},
    "training_refusal": {READ: STAFF},
    "training_interest": {READ: OFFICE, "close": BUREAU},
    "training_class": {
        READ: STAFF,
        f"{WRITE} timetable lay_out offer pick_ups ask_change file": SCHOOL,
        "approve return": BUREAU,
        "conclude cancel": BUREAU | SCHOOL,
        "reserve merge": BUREAU,
        "conclude cancel message": BUREAU | SCHOOL,
        "roster roster_check roster_refused": BUREAU | SCHOOL,
    },
    "training_waiting": {READ: STAFF, "move seat_beyond strike": BUREAU},
    "training_reserve": {READ: STAFF, "release": BUREAU},
    "training_enrolment": {READ: STAFF, "papers_seen": BUREAU | SCHOOL},
    "training_appeal": {READ: OFFICE, "uphold refuse": BUREAU},
    "training_change_request": {
        READ: STAFF,
        "accept refuse": BUREAU,
        "withdraw": SCHOOL,
    },
    "training_entitlement": {READ: STAFF, "settle withdraw": BUREAU},
    "training_issue": {READ: OFFICE, "add extend close": BUREAU},
    "training_person": {
        READ: OFFICE,
        f"{WRITE} reveal reveal_account hand_over": BUREAU,
        "move tag untag add_phone remove_phone ask": BUREAU,
        "record_contact record_service strike_service record_need plan_step": BUREAU,
        "record_interest": BUREAU,
        "reach_stage name_officer close_case reopen_case": BUREAU,
    },
    "training_case": {"index index_results inspect history_results": OFFICE},
    "training_lists": {"index export": OFFICE},
    "training_data_request": {READ: BUREAU, "answer refuse erase": BUREAU},
    "training_follow_up": {
        "index index_results": BUREAU,
        "record_1 record_3 record_6 record_12": BUREAU,
    },
    "training_message": {READ: BUREAU, "send_again leave": BUREAU},
    "training_comment": {READ: BUREAU | SCHOOL, "release withhold": BUREAU},
    # lists and files
    "training_register_file": {
        READ: BUREAU,
        "add compare columns progress check land go_on refused": BUREAU,
    },
    "training_comparison": {READ: OFFICE, "decide": BUREAU},
    "training_difference": {READ: OFFICE, "ours theirs ask": BUREAU},
    # the directory
    "training_employer": {READ: OFFICE, WRITE: BUREAU, "delete": BOSS},
    "training_provider": {READ: OFFICE, WRITE: BUREAU, "delete": BOSS},
    "training_accreditation": {READ: STAFF, WRITE: BUREAU, "delete": BOSS},
    "training_venue": {
        READ: STAFF,
        f"{WRITE} renew_calendar": BUREAU | SCHOOL,
        "delete": BOSS,
    },
    "training_room": {
        READ: STAFF,
        f"{WRITE} renew_calendar": BUREAU | SCHOOL,
        "delete": BOSS,
    },
    "training_trainer": {READ: STAFF, WRITE: SCHOOL, "delete": BOSS},
    "training_bureau": {READ: OFFICE, f"{WRITE} delete": BOSS},
    "training_membership": {READ: BUREAU, "add delete": BUREAU},
    "training_region": {READ: OFFICE, WRITE: BOSS},
    "training_former_code": {READ: OFFICE, f"{WRITE} delete": BOSS},
    "training_rule": {READ: OFFICE, WRITE: BUREAU, "delete": BOSS},
    "training_applying": {"index": OFFICE},
    "training_rate": {READ: OFFICE, WRITE: BUREAU, "delete": BOSS},
    "training_question": {READ: BUREAU, f"{WRITE} delete": BOSS},
    # the catalogue and the certificates
    "training_course": {
        "index index_results": OFFICE,
        f"{WRITE} copy history history_results usage": BUREAU,
        "delete": BOSS,
    },
    "training_occupation": {
        "index index_results": OFFICE,
        f"{WRITE} copy delete history history_results usage": BOSS,
    },
    "training_trade": {
        "index index_results": OFFICE,
        "edit history history_results usage reorder": BUREAU,
        "add copy delete": BOSS,
    },
    "training_course_chooser": {"choose choose_results chosen chosen_multiple": BACK_OFFICE},
    "training_occupation_chooser": {"choose choose_results chosen chosen_multiple": BACK_OFFICE},
    "certificate": {f"{READ} paper": STAFF, "revoke": BUREAU},
    "certificate_kind": {
        "index index_results edit history history_results usage specimen": BUREAU,
        "add delete": BOSS,
    },
    # the public pages; whoever was given the link of a certificate's paper fetches it
    "training_certificates": {"verify result download": EVERYBODY},
    "training": {
        "sign_in sign_in_code sign_out": EVERYBODY,
        "class_detail may_i enrol enrol_code scan": EVERYBODY,
        "check_in my own_data appeal": SIGNED_IN,
        "my_feed teach_feed place_feed": EVERYBODY,
        "my_calendar": SIGNED_IN,
        "own_data_consent own_data_take own_data_print own_data_wrong own_data_erase": WORKER,
        "leave place": WORKER | {"village officer"},
        "queue wait": SIGNED_IN,
        "entitlements": SIGNED_IN,
        "survey claim_entitlement use_entitlement": WORKER,
        "village village_person village_entitlements enrol_for": VILLAGE,
        "village_contact village_service village_need village_step": VILLAGE,
        "teach teach_calendar results": TESTING,
        "interest": SIGNED_IN,
        "end_interest": WORKER | VILLAGE,
        "village_interest": VILLAGE,
        "orders new_order order staff decline_offer referrals": EMPLOYER,
        "teach_class": TESTING | OFFICE,
        "roll": (TESTING | OFFICE, TEACHING),
        "code_screen": TEACHING,
    },
}

# Rows that are of no county: whoever opens their own opens all of them.
SHARED = {
    *("region", "former_code", "question"),
    *("course", "occupation", "trade", "certificate_kind"),
}
# Read by every office, written by that of the place alone.
READ_BY_ALL = {"training_rule", "training_rate"}
# Doors to another county's rows. An approved class is on the public page and takes whoever comes;
# an approved order is on the market, where any school may answer it.
ELSEWHERE = {
    "training": {
        "class_detail may_i enrol enrol_code scan": EVERYBODY,
        "appeal": SIGNED_IN,
        "my_feed teach_feed place_feed": EVERYBODY,
        "enrol_for": VILLAGE,
        "queue wait": SIGNED_IN,
    },
    "training_certificates": {"result download": EVERYBODY},
    "training_orderline": {f"{READ} cannot": SCHOOL},
}
# What may be read there of the other county: `OPEN` on pages of classes, on the market both.
OPEN_PAGES = {"training:class_detail", "training:enrol", "training:enrol_code"}
OPEN_PAGES |= {"training:enrol_for", "training:queue", "training:may_i", "training:appeal"}
OPEN_PAGES |= {"training:my_feed", "training:teach_feed", "training:place_feed"}
MARKET = {"training_orderline", "training_class"}
# Reading that leaves a trace: who took what away.
ON_RECORD = {
    *("training_ledger_export", "training_lists:export", "training_quality_export"),
    *("training_register_file:refused", "training:own_data_take", "training:own_data_print"),
}
RECORD = '"wagtailcore_modellogentry"'


def by_door(rules):
    return {
        f"{first}:{rest}" if first else rest: rule
        for first, parts in rules.items()
        for together, rule in parts.items()
        for rest in together.split()
    }


RULE = by_door(RULES)
RULE_ELSEWHERE = by_door(ELSEWHERE)


def rule_of(door, method):
    rule = RULE[door.name]
    return rule[method == "post"] if isinstance(rule, tuple) else rule


def rule_elsewhere(door, method):
    rule, first, _colon, rest = rule_of(door, method), *door.name.partition(":")
    if door.key in SHARED or (first in READ_BY_ALL and rest in READ.split()):
        return rule
    return RULE_ELSEWHERE.get(door.name, frozenset()) | (rule & BOSS)
