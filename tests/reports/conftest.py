"""What the tests of the command line share is used here too."""

from tests.cli.conftest import filled, xlgen

__all__ = ["filled", "xlgen"]
