"""Simulated office days."""
