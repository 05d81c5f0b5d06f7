"""Valid calls of crmlib.service.touchpoints."""

CALLS = {
    "share_limits": dict(usual_share=0.8, answers=100),
    "mean_limits": dict(usual_mean=4.2, standard_deviation=1.0, answers=25),
    "false_alarm_probability": dict(sigmas=3),
    "control_sigmas": dict(false_alarm_rate=0.025),
    "expected_false_alarms": dict(touchpoints=8, checks_per_year=52, false_alarm_rate=0.025),
    "touchpoint_scores": dict(touchpoints=["e-mail", "e-mail", "store", "store"], scores=[1, 0, 1, 1]),
}

# A scale may run through 0, as from -3 to 3.
ALLOWED = {
    "mean_limits.usual_mean": {"negative"},
}
