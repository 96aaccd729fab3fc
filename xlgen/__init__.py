"""xlgen: official indicator scoring workbooks that score themselves, from scheme files."""

__version__ = "0.1.0"
