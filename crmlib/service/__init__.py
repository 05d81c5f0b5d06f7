"""Service: touchpoints under control, complaints on the clock, agents, recovery, contacts and calls.

`touchpoints` and the control limits tell a change from chance; `complaints` measures how fast complaints are
answered and settled; Erlang's formulas in `waiting_lines` turn arrivals and agents into waiting time;
`recovery` weighs its cost against the value at risk; `contact_frequency` and `account_managers` spend a
limited effort where the next contact brings most. `signals` says how well signals announce a need, and
`conversations` whether two people who code conversations agree.
"""

from crmlib.service.account_managers import accounts_per_manager, call_plan, manager_plan, managers_needed
from crmlib.service.complaints import complaint_times, share_within
from crmlib.service.contact_frequency import best_contacts, contact_gain, contact_profit
from crmlib.service.conversations import coder_agreement
from crmlib.service.recovery import most_for_recovery, recovery_profit, value_at_risk, waiting_cost
from crmlib.service.signals import signal_quality
from crmlib.service.touchpoints import (
    control_sigmas,
    expected_false_alarms,
    false_alarm_probability,
    mean_limits,
    share_limits,
    touchpoint_scores,
)
from crmlib.service.waiting_lines import (
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
    "call_plan",
    "coder_agreement",
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
    "most_for_recovery",
    "offered_load",
    "recovery_profit",
    "service_level",
    "share_limits",
    "share_within",
    "signal_quality",
    "touchpoint_scores",
    "value_at_risk",
    "waiting_cost",
]
