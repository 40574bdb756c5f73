"""A study's workbook: its sheets, one module per group of them, how they are put together and proved before they leave."""
