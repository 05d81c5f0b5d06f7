"""The time limit ends a loop, in the main thread and in another, and leaves everything as it was."""

import signal
import sys
import threading

import pytest

from crmlib.workbook.kinds.patience import TooSlow, patience


def endless():
    while True:
        pass


def ends_in_time():
    with pytest.raises(TooSlow), patience(0.1):
        endless()


def test_a_loop_is_ended_in_the_main_thread():
    before = signal.getsignal(signal.SIGALRM)
    ends_in_time()
    assert signal.getsignal(signal.SIGALRM) is before and signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_loop_is_ended_in_another_thread():
    told = []

    def work():
        before = sys.gettrace()
        ends_in_time()
        told.append(sys.gettrace() is before)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert told == [True]


def test_what_is_quick_goes_through():
    with patience(5):
        result = sum(range(1_000))
    assert result == 499_500
