"""Valid calls of crmlib.satisfaction."""

CALLS = {
    "nps_sample_size": dict(detractors=0.2, promoters=0.5),
    "servqual_gaps": dict(weights=[50, 30, 20]),
    "acsi": dict(satisfaction=[7, 9], expectancy=[6, 8], ideal=[6, 6], weights=[0.4, 0.3, 0.3]),
    "kano_classify": dict(functional=[1, 1, 5], dysfunctional=[3, 5, 1]),
}

# A scale may run through 0, as from -3 to 3.
ALLOWED = {
    "disconfirmation.perceived": {"negative"},
    "importance_performance.importance_cut": {"negative"},
    "importance_performance.performance_cut": {"negative"},
}
