"""What is checked in a returned workbook: one generator for each rule, its docstring the rule's sentence."""
