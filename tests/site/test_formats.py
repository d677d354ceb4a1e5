from datetime import date

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "day", "short"),
    [("zh-hans", "6月5日", "2026年6月5日"), ("en", "5 June", "5 Jun 2026")],
)
def test_days_are_written_as_one_writes_them(language, day, short):
    with override(language):
        assert date_format(date(2026, 6, 5), "MONTH_DAY_FORMAT") == day
        assert date_format(date(2026, 6, 5), "SHORT_DATE_FORMAT") == short
