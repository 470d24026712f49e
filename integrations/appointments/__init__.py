"""Lists of appointments made in other systems: CSV and iCalendar."""
