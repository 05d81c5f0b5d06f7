"""Valid calls of crmlib.segmentation."""

# A single customer has all the value; one cut makes two classes; a cut may lie below every customer.
ALLOWED = {
    "abc_classes.values": {"list"},
    "abc_classes.cuts": {"list"},
    "abc_table.values": {"list"},
    "abc_table.cuts": {"list"},
    "value_potential.value_cut": {"negative"},
    "value_potential.potential_cut": {"negative"},
    "value_potential_summary.value_cut": {"negative"},
    "value_potential_summary.potential_cut": {"negative"},
}
