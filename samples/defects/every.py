"""All defects: importing a module registers the defects in it."""

from samples.defects import approved, identity, inputs, looks, scores, structure, unreadable
from samples.defects.registry import DEFECTS

__all__ = ["DEFECTS", "approved", "identity", "inputs", "looks", "scores", "structure", "unreadable"]
