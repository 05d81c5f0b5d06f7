"""Valid calls of crmlib.rfm."""

# The outermost cut points.
ENDLESS = {"rfm_cuts"}
