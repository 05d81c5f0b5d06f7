"""A time limit for a student's code, without another process, and whose interrupt it was."""

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
def interrupts():
    """A context that tells a pressed Ctrl-C from a `KeyboardInterrupt` that a student's object raises.

    Yields
    ------
    callable
        An exception to whether it is an interrupt that somebody pressed. Outside the main thread, where
        nobody can be asked, each `KeyboardInterrupt` is taken for one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda problem: isinstance(problem, KeyboardInterrupt)
        return
    pressed, before = [], signal.getsignal(signal.SIGINT)
    if not callable(before):  # nobody's Ctrl-C arrives here
        yield lambda problem: False
        return

    def note(number, frame):
        pressed.append(number)
        before(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda problem: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def in_spite_of(act, otherwise):
    """What an act gives; if a student's object ends it in whatever way, something else.

    Parameters
    ----------
    act : callable
        What is done, without arguments.
    otherwise : object
        What is given if it does not come to its end. A Ctrl-C that somebody presses goes through.
    """
    with interrupts() as pressed:
        try:
            return act()
        except BaseException as problem:
            if pressed(problem):
                raise
            return otherwise


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
