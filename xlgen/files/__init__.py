"""Files: shipped resources, atomic writing, local and remote storage."""
