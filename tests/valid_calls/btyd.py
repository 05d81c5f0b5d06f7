"""Valid calls of the functions of crmlib.btyd; its models are tested in test_btyd.py."""

CALLS = {
    "spend_frequency_correlation": dict(
        frequency=[1, 2, 3, 4, 5], monetary_value=[10.0, 25.0, 20.0, 15.0, 30.0], confidence=0.9
    )
}
