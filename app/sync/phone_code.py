"""A new code for a candidate's phone, while the booth can reach HQ."""

from pathlib import Path

from app.domain.errors import BoothError
from app.domain.ids import AssignmentId
from app.domain.messages.courier import PhoneCodeNotSent, PhoneCodeSent
from app.sync.assignments import store_assignments
from app.sync.client_certificate import open_client
from app.sync.errors import HqRefusedError, UnreachableError
from app.sync.identity import KioskIdentity, load_kiosk
from app.sync.keystore import KioskKeys


def ask_phone_code(
    data: Path, identity: KioskIdentity, keys: KioskKeys, assignment: AssignmentId
) -> PhoneCodeSent | PhoneCodeNotSent:
    """Ask HQ once; the new code's hash is in the assignments held when this returns.

    A connection of its own: an upload under way keeps no candidate waiting.
    """
    client = open_client(data, identity, keys)
    try:
        store_assignments(data, load_kiosk(data), client.new_phone_code(assignment))
    except (HqRefusedError, UnreachableError) as error:
        return PhoneCodeNotSent(assignment, error.quoted or error.code, error.what)
    except BoothError as error:
        return PhoneCodeNotSent(assignment, error.code, error.what)
    finally:
        client.close()
    return PhoneCodeSent(assignment)
