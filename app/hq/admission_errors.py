"""Why a kiosk's request is not let in."""

from app.domain.errors import OperatorError


class KioskRefusedError(OperatorError):
    """A request without the token of an enrolled kiosk."""

    code = "HQ-KIOSK-REFUSED"
    advice = "Enrol the kiosk again, or ask the security office why it was revoked."


class KioskRevokedError(OperatorError):
    """A request of a kiosk that was revoked."""

    code = "HQ-KIOSK-REVOKED"
    advice = "Ask the security office why; a kiosk that may work again is enrolled anew."


class CertificateMissingError(OperatorError):
    """A kiosk showed no certificate of its own."""

    code = "HQ-CERTIFICATE-MISSING"
    advice = "Have headquarters run `booth hq kiosk readmit KIOSK`; the kiosk then gets a new one."


class CertificateForeignError(OperatorError):
    """The certificate shown is another kiosk's, or not known here."""

    code = "HQ-CERTIFICATE-FOREIGN"
    advice = "Ask how the kiosk came by it; then `booth hq kiosk readmit KIOSK` gives a new one."


class CertificateExpiredError(OperatorError):
    """The kiosk's certificate ran out before it was renewed."""

    code = "HQ-CERTIFICATE-EXPIRED"
    advice = "Have headquarters run `booth hq kiosk readmit KIOSK`; the kiosk then gets a new one."


class CertificateRequestError(OperatorError):
    """A kiosk's request for a certificate is none, or not signed by it."""

    code = "HQ-CERTIFICATE-REQUEST"
    advice = "Bring the kiosk to headquarters' program version, then try again."
