"""Files as units should not hand them in: one function for each defect."""
