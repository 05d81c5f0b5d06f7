"""Valid calls of crmlib.intervals."""

CALLS = {"wilson_interval": dict(successes=3, trials=20, confidence=0.9)}
