"""Protected workbooks edited at random in a real program: whatever one does, 可以报送 and the check agree."""
