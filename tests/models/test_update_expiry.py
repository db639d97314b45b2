"""The alarm before the end of what updates are signed with: by role, the first that ends."""

from datetime import UTC, datetime, timedelta

from models.update_expiry import ROLES, alarm_days, alarming

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_each_role_alarms_its_days_before_its_end_and_the_first_one_is_told() -> None:
    assert set(alarm_days()) == set(ROLES)
    for role in ROLES:
        days = alarm_days()[role]
        assert alarming({role: NOW + timedelta(days=days)}, NOW) is None
        found = alarming({role: NOW + timedelta(days=days, seconds=-1)}, NOW)
        assert found is not None
        assert (found.role, found.days) == (role, days - 1)
    both = {"root": NOW + timedelta(days=3), "timestamp": NOW - timedelta(hours=1), "of tomorrow": NOW}
    first = alarming(both, NOW)
    assert first is not None
    assert (first.role, first.days) == ("timestamp", -1)
    assert alarming({}, NOW) is None
