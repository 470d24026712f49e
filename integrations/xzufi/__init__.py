"""Descriptions of services in XZuFi 2.2 messages (FIM, PVOG, portals of the Länder)."""
