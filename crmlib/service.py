"""Service: touchpoints under control, complaints on the clock, agents, recovery, contacts and calls.

`touchpoint_scores` and the control limits tell a change from chance; `complaint_clocks` measures how fast
complaints are answered and settled; Erlang's formulas turn arrivals and agents into waiting time; the
recovery functions weigh its cost against the value at risk; contact frequency and the call plan spend a
limited effort where the next contact brings most.

Each topic has a file of its own; all their names can be taken from here.
"""

from crmlib.account_managers import (
    accounts_per_manager,
    call_gains,
    call_plan,
    manager_plan,
    managers_needed,
)
from crmlib.complaints import (
    complaint_clocks,
    complaint_times,
    median_hours,
    share_within,
)
from crmlib.contact_frequency import (
    best_contacts,
    contact_gain,
    contact_profit,
)
from crmlib.recovery import (
    most_for_recovery,
    recovery_profit,
    value_at_risk,
    waiting_cost,
)
from crmlib.touchpoints import (
    control_sigmas,
    expected_false_alarms,
    false_alarm_probability,
    mean_limits,
    share_limits,
    touchpoint_scores,
)
from crmlib.waiting_lines import (
    agents_needed,
    erlang_b,
    erlang_c,
    mean_wait,
    offered_load,
    service_level,
)

__all__ = [
    "accounts_per_manager",
    "agents_needed",
    "best_contacts",
    "call_gains",
    "call_plan",
    "complaint_clocks",
    "complaint_times",
    "contact_gain",
    "contact_profit",
    "control_sigmas",
    "erlang_b",
    "erlang_c",
    "expected_false_alarms",
    "false_alarm_probability",
    "manager_plan",
    "managers_needed",
    "mean_limits",
    "mean_wait",
    "median_hours",
    "most_for_recovery",
    "offered_load",
    "recovery_profit",
    "service_level",
    "share_limits",
    "share_within",
    "touchpoint_scores",
    "value_at_risk",
    "waiting_cost",
]
