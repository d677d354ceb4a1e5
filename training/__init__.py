"""Training: what happened to people. Looks down on `courses` and `certificates`.

The rooms, lowest first; a room may import only from rooms above it in this list:

organisations  regions, bureaus, providers, employers, venues; who acts for whom, and how far
policy         the numbers and rules a region sets, with dates of validity
people         the real-name register; sign-in by a code to the phone
notices        messages to people, and the outbox they are sent from, once
casework       one person, one case: needs, services given, contact attempts
classes        a training class, its approval, trainers and lessons
orders         what employers ordered, and the classes offered in answer
enrolment      the spine: a person's seat in a class; the scope every figure is asked in
entitlements   training vouchers: issued, claimed, kept for a seat, used, settled
attendance     marks in lessons, and the ways of taking them
assessment     what people could do before and after
surveys        what they thought, untraceably
outcomes       what became of them
completion     is this trainee done, and if not why; issues the certificate
subsidies      published subsidy rates
quality        indicators and the quality page: reads only
desk           back-office pages that lay the work of several rooms side by side
exchange       imports and exports, one module per format
"""
