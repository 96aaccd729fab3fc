"""All the defects: loading a module enters its own."""

from samples.defects import identity, inputs, scores, structure, unreadable
from samples.defects.registry import DEFECTS

__all__ = ["DEFECTS", "identity", "inputs", "scores", "structure", "unreadable"]
