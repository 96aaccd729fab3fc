"""Published forms as data, and forms with every defect there is a finding for."""
