"""The first example in a function's docstring as a call: its arguments by name."""

import contextlib
import doctest
import functools
import importlib
import inspect
import io
import warnings


class _Called(Exception):
    """The example has come to the function."""


@functools.cache
def first_call(function):
    """The arguments with which an example first calls its own function; None if no example does."""
    signature, found = inspect.signature(function), []

    def record(*args, **kwargs):
        found.append(signature.bind(*args, **kwargs).arguments)
        raise _Called

    names = vars(importlib.import_module(function.__module__)) | {function.__name__: record}
    with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(io.StringIO()):
        for example in doctest.DocTestParser().get_examples(function.__doc__ or ""):
            with contextlib.suppress(Exception):
                exec(compile(example.source, function.__name__, "single"), names)
            if found:
                return _by_name(signature, found[0])
    return None


def _by_name(signature, arguments):
    """The arguments as a call can be given them: what `**` took in stands beside the others."""
    call = dict(arguments)
    for name, parameter in signature.parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            call |= call.pop(name, {})
    return call
