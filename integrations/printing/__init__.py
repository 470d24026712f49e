"""Printing of receipts and slips."""
