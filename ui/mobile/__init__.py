"""Mobile points, and slips printed before the trip, on screen."""
