"""Descriptions of services in dldb JSON (Berlin, München)."""
