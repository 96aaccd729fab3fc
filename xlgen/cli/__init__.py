"""The command line: a file for each command or group of small ones; options in, a library call, printing out."""
