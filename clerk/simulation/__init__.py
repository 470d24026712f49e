"""Whole office days in virtual time: what people and counters do is made up, what the office does with them is not."""
