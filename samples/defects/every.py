"""All defects: importing a module registers the defects in it."""

from samples.defects import approved, audit, identity, inputs, looks, reports, scores, structure, unreadable
from samples.defects.registry import DEFECTS

__all__ = [
    "DEFECTS",
    "approved",
    "audit",
    "identity",
    "inputs",
    "looks",
    "reports",
    "scores",
    "structure",
    "unreadable",
]
