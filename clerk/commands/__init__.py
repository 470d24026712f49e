"""The commands of ``clerk``, one module per family; each imports what is heavy only when it runs."""
