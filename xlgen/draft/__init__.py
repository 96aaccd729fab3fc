"""From a bureau's official blank form to a draft of its scheme."""
