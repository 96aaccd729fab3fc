"""The larger commands, each a module: its options, and what it does. Heavy imports wait until it runs."""
