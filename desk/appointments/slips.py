"""Print jobs of the slip of an appointment, A5 or for the roll."""

from desk.appointments import seats
from desk.appointments.booking import AppointmentUnknown
from desk.desk import Desk
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from models.ids import SubjectId
from models.store.projections.appointments.appointment import APPOINTMENTS
from printing.forms.appointment_slip import AppointmentSlip
from printing.forms.table import APPOINTMENT_ROLL, APPOINTMENT_SLIP
from printing.forms.versions import forms_in_force


def slip_job(desk: Desk, id_: SubjectId, *, roll: bool = False) -> PrintJob:
    """The slip of an appointment.

    Raises:
        AppointmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    one = desk.store.log.subject(APPOINTMENTS, id_)
    seat = one.seat
    if seat is None:
        raise AppointmentUnknown(id_)
    names = {service.id: service.name for service in desk.settings.waiting.services}
    told = AppointmentSlip(
        code=one.code,
        name=one.name,
        day=seat.day,
        minute=seat.minute,
        minutes=one.minutes,
        service=names.get(seat.service, seat.service),
        procedure=one.procedure,
        counter=seat.counter,
        grace=seats.office_slots(desk).limits.grace_minutes,
        phone=desk.settings.office.phone,
    )
    row = APPOINTMENT_ROLL if roll else APPOINTMENT_SLIP
    return form_jobs.job_of(desk, row, told, one.id, forms_in_force(desk.today), one.copies.get(row.form, 0))
