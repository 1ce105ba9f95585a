"""What goes wrong with headquarters' database."""

from app.domain.errors import DeviceError, IntegrityError, OperatorError


class DatabaseUrlError(OperatorError):
    """What was given does not name a database."""

    code = "HQ-DATABASE-URL"
    advice = "Give it as postgresql://USER@HOST:PORT/DATABASE or postgresql:///?service=NAME."


class DatabasePasswordError(OperatorError):
    """A password stands where it would be kept in plain text."""

    code = "HQ-DATABASE-PASSWORD"
    advice = "Leave it out; libpq finds it in ~/.pgpass, in ?passfile=FILE or in a service file."


class DatabaseAwayError(DeviceError):
    """The database does not answer, is full, or is busy for too long."""

    code = "HQ-DATABASE-AWAY"
    advice = "See that it runs and has room; kiosks keep their bundles and come again."


class DatabaseUnfitError(OperatorError):
    """The database does not keep what headquarters needs kept."""

    code = "HQ-DATABASE-UNFIT"
    advice = "Use PostgreSQL 13 or later, encoding UTF8, fsync on, a role that may make tables."


class DatabaseTakenError(OperatorError):
    """The database belongs to a headquarters already."""

    code = "HQ-DATABASE-TAKEN"
    advice = "Give each headquarters an empty database of its own; none is ever overwritten."


class DatabaseOtherError(IntegrityError):
    """The database is not the one of this headquarters."""

    code = "HQ-DATABASE-OTHER"
    advice = "Correct database.toml, or restore the folder and the database from one backup."


class DatabaseValueError(OperatorError):
    """The database cannot hold or look for such a value."""

    code = "HQ-DATABASE-VALUE"
    advice = "Leave out characters that cannot be printed, and numbers beyond all measure."
