"""Valid calls of crmlib.service.complaints."""

TIMES = dict(
    opened=["2026-03-01 00:00", "2026-03-01 00:00", "2026-03-01 20:00"],
    closed=["2026-03-01 02:00", "2026-03-02 06:00", None],
)
CLOCKS = dict(
    opened=TIMES["opened"],
    answered=["2026-03-01 01:00", "2026-03-01 04:00", "2026-03-01 22:00"],
    resolved=TIMES["closed"],
)

CALLS = {
    "complaint_times": TIMES,
    "share_within": TIMES | dict(target_hours=24),
    "median_hours": TIMES,
    "complaint_clocks": CLOCKS | dict(answer_target=2, resolve_target=24),
}
