"""The JSON door: acts and reads."""
