"""The screens of the waiting room: kiosk and board. They use ``desk.hall`` and nothing else of the desk."""
