"""Card terminals on ZVT (PA00P015, PA00P016).

Bytes and their meaning: ``apdu``, ``bmp``, ``tlv``, ``bcd``, ``charsets``, ``serial_frame``, ``layout``.
What we send: ``commands``. What the terminal says: ``messages``, ``receipts``, ``totals``, ``texts``.
For people and for storage: ``decode``, ``redact``.
The simulated terminal: ``simulator``, the ``sim_`` modules and ``pt_messages``.
"""
