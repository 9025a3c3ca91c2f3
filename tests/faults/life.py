"""Anybody does anything to awards and certificates, in any order; what must be true stays true.

A state machine of hypothesis over `learning/awards/life.py`: every deed is tried in every state,
and the rows must have moved as the table says, or not at all.
"""

import os
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cast import a_course, an_organization, dara, hana, imani
from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Answer, Plea
from conferral.credentials.cases.models import Case, Kind, Outcome
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.jobs import ISSUE_AWARDS, PUBLISH_STATUS_LISTS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.models import Recall
from conferral.credentials.recalls.order import Order, Wanted
from conferral.credentials.transparency.jobs import SEQUENCE
from conferral.foundation.refusal import Refused
from conferral.learning.awards import holding, life
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.life import TRANSITIONS, State, Verb
from conferral.learning.awards.models import Award
from conferral.learning.moderation import actions as moderation
from conferral.learning.moderation import opening
from conferral.oversight.fsck.run import findings
from moderating import a_moderated_course, not_upheld, upheld, with_moderators
from waiting import earned

STAGES = (SETTLE_CHANGED, ISSUE_AWARDS, CALL_BACK, PUBLISH_STATUS_LISTS, SEQUENCE)
LEADS_TO = {
    state: {state, *(each.to for each in TRANSITIONS if state in each.origins)} for state in State
}
_WORLDS = count()
_any = st.integers(0, 10**6)
_people = st.sampled_from([dara, hana])


class Life(RuleBasedStateMachine):
    """One organization, from its first award on. What it wrote is undone in the end."""

    done = 0  # Steps of all lives.

    @initialize()
    def begin(self):
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.head_before = django_settings.LOG_HEAD
        django_settings.LOG_HEAD = Path(f"{self.head_before}-{os.getpid()}-{next(_WORLDS)}")
        self.endless, self.brief = a_course(), a_course("brief", validity_months=1)
        self.moderated = a_moderated_course("moderated")
        self.states: dict[str, State] = {}

    @rule(course=st.sampled_from(["endless", "brief", "moderated"]))
    def somebody_earns_one(self, course):
        earned(getattr(self, course))

    @rule(pick=_any)
    def one_is_issued_late(self, pick):
        if award := self.award(pick, Award.objects.free()):
            issuing.issue([award], datetime.now(UTC) - timedelta(days=60))

    @rule()
    def the_belt_runs(self):
        while sum(stage.run() for stage in STAGES):
            pass

    @rule(pick=_any, person=_people)
    def one_is_held(self, pick, person):
        self.of_award(pick, Verb.HOLD, lambda award: holding.hold(award, person(), "A question"))

    @rule(pick=_any, person=_people)
    def one_is_let_go(self, pick, person):
        self.of_award(pick, Verb.LET_GO, lambda award: holding.let_go(award, person()))

    @rule(is_upheld=st.booleans())
    def moderators_conclude_a_round(self, is_upheld):
        refusable(lambda: self.conclude(is_upheld))

    @rule(pick=_any, person=_people)
    def one_that_was_rejected_is_accepted_after_all(self, pick, person):
        rejected = Award.objects.filter(rejected_at__isnull=False)
        if not rejected.exists():  # Hypothesis leaves many rules out of a life.
            earned(self.moderated)
            SETTLE_CHANGED.run()
            self.conclude(is_upheld=False)
        award = self.award(pick, rejected)
        refusable(lambda: cases.ask(award.enrolment, Plea(Kind.APPEAL, "I did not copy.")))
        case = Case.objects.open().get(enrolment=award.enrolment_id, kind=Kind.APPEAL)
        cases.answer(case, person(), Answer(Outcome.UPHELD, "So it is."))
        self.whoever_was_right_is_kept_back_no_more(case, Outcome.UPHELD)

    @rule(pick=_any, person=_people)
    def one_is_suspended(self, pick, person):
        self.of_credential(
            pick,
            Verb.SUSPEND,
            lambda each: issuing.suspend(each, person(), "Complaint", Reason.COMPLAINT),
        )

    @rule(pick=_any, person=_people)
    def one_is_reinstated(self, pick, person):
        self.of_credential(
            pick,
            Verb.REINSTATE,
            lambda each: issuing.reinstate(each, person(), "Nothing", Reason.REVIEW_ENDED),
        )

    @rule(pick=_any, person=_people)
    def one_is_revoked(self, pick, person):
        self.of_credential(
            pick, Verb.REVOKE, lambda each: issuing.revoke(each, person(), "A mistake")
        )

    @rule(pick=_any, person=_people, reason=st.sampled_from([Reason.SPOILED, Reason.APPEAL_UPHELD]))
    def one_is_replaced(self, pick, person, reason):
        change = issuing.Change("Spoiled", reason)
        credential = self.credential(pick)
        if credential and credential.valid_until and credential.valid_until < datetime.now(UTC):
            return  # A revoked one whose time is over, too; it has a test of its own.
        if credential and credential.state(datetime.now(UTC)) is State.REVOKED:
            done = refusable(lambda: issuing.replace(credential, person(), change))
            assert done == (reason is Reason.APPEAL_UPHELD)
            return
        self.of_credential(pick, Verb.REPLACE, lambda each: issuing.replace(each, person(), change))

    @rule(picks=st.lists(_any, max_size=5), replaces=st.booleans(), person=_people)
    def some_are_called_back(self, picks, replaces, person):
        chosen = {each.number for each in map(self.credential, picks) if each}
        reason = Reason.SPOILED if replaces else Reason.ISSUED_IN_ERROR
        order = Order(replaces, reason, "A mistake", tuple(map(Wanted, sorted(chosen))))
        refusable(
            lambda: recalls.call_back(
                an_organization(),
                person(),
                order,
                expected=len(recalls.preview(an_organization(), order).chosen),
            )
        )

    @rule(pick=_any, person=_people)
    def a_recall_is_stopped(self, pick, person):
        if rows := list(Recall.objects.order_by("pk")):
            refusable(lambda: recalls.stop(rows[pick % len(rows)], person()))

    @rule(pick=_any, kind=st.sampled_from(Kind))
    def a_learner_asks(self, pick, kind):
        if award := self.award(pick, Award.objects.all()):
            plea = Plea(kind, "I ask.", f"Ada {'Nkosi' if pick % 2 else 'Dlamini'}")
            refusable(lambda: cases.ask(award.enrolment, plea))

    @rule(pick=_any, outcome=st.sampled_from(Outcome), person=_people)
    def a_learner_is_answered(self, pick, outcome, person):
        if rows := list(Case.objects.open().order_by("pk")):
            case, said = rows[pick % len(rows)], Answer(outcome, "So it is.")
            if refusable(lambda: cases.answer(case, person(), said)):
                self.whoever_was_right_is_kept_back_no_more(case, outcome)

    def whoever_was_right_is_kept_back_no_more(self, case, outcome):
        if case.kind == Kind.APPEAL and outcome is Outcome.UPHELD:
            award = Award.objects.get(enrolment=case.enrolment_id)
            assert holding.state(award) not in (State.HELD, State.REJECTED)

    @invariant()
    def rows_have_moved_as_the_table_says(self):
        now = datetime.now(UTC)
        found = {each.number: each.state(now) for each in Credential.objects.all()}
        for number, before in self.states.items():
            assert found[number] in LEADS_TO[before] | _after_a_suspension(before), number
        self.states = found
        Life.done += 1

    @invariant()
    def an_issued_award_has_one_certificate_that_is_current(self):
        current = Credential.objects.current().values_list("award", flat=True)
        issued = Award.objects.filter(issued_at__isnull=False).values_list("pk", flat=True)
        assert sorted(current) == sorted(issued)

    @invariant()
    def whoever_was_replaced_leads_to_what_counts(self):
        for each in Credential.objects.filter(replaced_by__isnull=False):
            assert each.revoked_at
            assert each.replaced_by.award_id == each.award_id
            assert each.replaced_by.slots["holder"] == each.slots["holder"]

    def teardown(self):
        try:
            self.the_belt_runs()
            assert [each for each in findings() if "not earned" not in each.problem] == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)
            django_settings.LOG_HEAD = self.head_before

    def conclude(self, is_upheld):
        the_round = with_moderators(opening.open_round(self.moderated, imani()))
        if is_upheld:
            upheld(the_round)
        else:
            moderation.reject(not_upheld(the_round), imani(), "Copied")

    def of_award(self, pick, verb, deed):
        if award := self.award(pick, Award.objects.all()):
            state = holding.state(award)
            done = refusable(lambda: deed(award))
            assert done == (state in life.transition(verb).origins), (state, verb)

    def of_credential(self, pick, verb, deed):
        if credential := self.credential(pick):
            state = credential.state(datetime.now(UTC))
            done = refusable(lambda: deed(credential))
            assert done == (state in life.transition(verb).origins), (state, verb)

    def award(self, pick, awards):
        rows = list(awards.select_related("enrolment__version__course").order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def credential(self, pick):
        related = "status_list__organization", "award__enrolment__person"
        rows = list(Credential.objects.select_related(*related).order_by("pk"))
        return rows[pick % len(rows)] if rows else None


def refusable(deed):
    """Was it done? What is refused changes nothing."""
    try:
        with transaction.atomic():
            deed()
    except Refused:
        return False
    return True


def _after_a_suspension(state):
    """Back to where time has brought it meanwhile; and an upheld appeal does two things at once."""
    return {State.EXPIRED} if state is State.SUSPENDED else set()
