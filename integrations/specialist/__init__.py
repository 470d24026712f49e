"""Specialist systems (Fachverfahren), which take finished applications over."""
