"""The command line: one file per command, options in, a library call, printing out."""
