"""A time limit for a student's code, without another process."""

import contextlib
import signal
import sys
import threading
import time


class TooSlow(BaseException):
    """The time is over; no ``except Exception`` of the code that is run catches it."""


def patience(seconds):
    """A context in which code is stopped with `TooSlow` when the time is over.

    Parameters
    ----------
    seconds : float
        The limit.

    Notes
    -----
    On Linux and macOS the system's timer ends any Python code. Elsewhere, and outside the main thread, the
    clock is looked at before each line, so one call that never returns is not ended.
    """
    main = threading.current_thread() is threading.main_thread()
    return _timer(seconds) if main and hasattr(signal, "setitimer") else _looking(seconds)


@contextlib.contextmanager
def _timer(seconds):
    def end(*_):
        raise TooSlow

    before = signal.signal(signal.SIGALRM, end)
    # Again and again: a bare `except` in a loop would swallow the first.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _looking(seconds):
    over, before = time.monotonic() + seconds, sys.gettrace()

    def look(frame, event, argument):
        if time.monotonic() > over:
            raise TooSlow
        return look

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
