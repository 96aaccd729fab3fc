"""Cases that any implementation of the rules and forms must fulfil, and what carries them out; see README.md."""
