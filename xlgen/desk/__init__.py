"""The officer's desk: pages on one's own machine, served on 127.0.0.1 alone (xlgen[desk]).

It holds no rule and no number of its own: every page reads the record afresh and calls the functions that the command
line calls.
"""
