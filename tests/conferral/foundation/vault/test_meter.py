"""The budget of signatures: so many in a minute, in all threads together."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from conferral.foundation import vault
from conferral.foundation.refusal import OverBudget
from conferral.foundation.vault.meter import Meter


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_what_is_over_the_budget_waits_for_the_next_minute():
    clock = Clock()
    meter = Meter(clock)
    for _ in range(3):
        meter.spend(3)
    clock.now = 59.9
    with pytest.raises(OverBudget, match="3 signatures"):
        meter.spend(3)
    clock.now = 60.0
    meter.spend(3)


def test_threads_share_one_budget():
    meter = Meter(Clock())

    def tries(_):
        try:
            meter.spend(50)
        except OverBudget:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(tries, range(400))) == 50


def test_every_signature_of_the_vault_is_counted(keys, settings, monkeypatch):
    monkeypatch.setattr(vault, "METER", Meter(Clock()))
    settings.SIGNATURES_PER_MINUTE = 2
    one, two = vault.create("one"), vault.create("two")
    one.sign(b"1")
    two.sign(b"2")
    with pytest.raises(OverBudget):
        one.sign(b"3")
