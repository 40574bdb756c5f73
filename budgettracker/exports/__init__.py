"""Building, checking, releasing and downloading workbooks."""
