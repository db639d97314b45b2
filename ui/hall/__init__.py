"""The screens of the waiting room: the kiosk and the board. They know the hall, and nothing else of the desk."""
