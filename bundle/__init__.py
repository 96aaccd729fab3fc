"""The offline bundle: everything that an officer's machine without a network needs, but for Python itself."""
