"""Work away from the office: slips printed before the trip, and mobile points (điểm lưu động)."""
