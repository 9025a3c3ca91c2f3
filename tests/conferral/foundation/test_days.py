"""Days as people read them, and which they mean."""

from datetime import date

from conferral.foundation.days import day, is_meant


def test_a_day_is_written_in_english_without_a_leading_zero():
    written = [day(date(2026, month, month)) for month in range(1, 13)]
    assert written == [
        "1 January 2026",
        "2 February 2026",
        "3 March 2026",
        "4 April 2026",
        "5 May 2026",
        "6 June 2026",
        "7 July 2026",
        "8 August 2026",
        "9 September 2026",
        "10 October 2026",
        "11 November 2026",
        "12 December 2026",
    ]


def test_nobody_means_a_day_that_cannot_be_counted_with():
    told = [(1899, False), (1900, True), (2999, True), (3000, False), (9999, False)]
    assert [(year, is_meant(date(year, 12, 31))) for year, _ in told] == told
