"""A certification house, storey by storey:

    web          who is looking: staff, anyone with a number, machines
    oversight    reports, privacy
    credentials  signed, logged, designed, delivered, verified
    learning     courses, accreditation, progress, awards
    foundation   people, audit trail, mail, approval, keys, the belt

A storey knows only the storeys below it. `worker.py` moves rows up through them.
"""
