"""What Django writes otherwise than one writes it: 06月15日."""

MONTH_DAY_FORMAT = "n月j日"
