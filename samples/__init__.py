"""Published forms as data, and a form with each defect that has a finding."""
