"""Valid calls of crmlib.satisfaction.slopes."""

CALLS = {
    "slope_interval": dict(outcome=[2, 2, 4, 4, 7], cause=[1, 2, 3, 4, 5], adjust_for=[0, 2, 2, 4, 3]),
}
