"""Valid calls of crmlib.satisfaction."""

ANSWERS = [5, 4, 4, 3, 1]
LIKELIHOODS = [10, 9, 8, 7, 6, 0]

CALLS = {
    "csat": dict(scores=ANSWERS),
    "csat_interval": dict(scores=ANSWERS),
    "csat_sample_size": dict(margin_of_error=0.05),
    "nps": dict(scores=LIKELIHOODS),
    "nps_interval": dict(scores=LIKELIHOODS),
    "nps_sample_size": dict(margin_of_error=5, promoters=0.5, detractors=0.2),
    "ces": dict(scores=[7, 6, 6, 1]),
    "ces_interval": dict(scores=[7, 6, 6, 1]),
    "ces_sample_size": dict(margin_of_error=0.2, standard_deviation=1.5),
    "disconfirmation": dict(expected=8, perceived=6),
    "servqual_gaps": dict(expectations=[6, 7, 5], perceptions=[5, 4, 6], weights=[50, 30, 20]),
    "acsi": dict(satisfaction=[7, 9], expectancy=[6, 8], ideal=[6, 6], weights=[0.4, 0.3, 0.3]),
    "kano_classify": dict(functional=[1, 1, 5], dysfunctional=[3, 5, 1]),
    "kano_category": dict(categories=["A", "O", "A", "I"]),
    "kano_coefficients": dict(categories=["A", "O", "A", "I"]),
    "importance_performance": dict(importance=[5, 5, 2, 2], performance=[2, 5, 2, 5]),
}

# A scale may run through 0, as from -3 to 3.
ALLOWED = {
    "disconfirmation.expected": {"negative"},
    "disconfirmation.perceived": {"negative"},
    "importance_performance.importance_cut": {"negative"},
    "importance_performance.performance_cut": {"negative"},
}
