"""What is in force of a kind that headquarters publishes, as JSON values."""

from app.domain.down import StatedDown


def held_told(one: StatedDown) -> dict[str, object]:
    """For `booth down` and `booth check`."""
    return {
        "kind": one.kind,
        "version": one.version,
        "expires": None if one.expires is None else one.expires.isoformat(),
        "code": one.code,
        "label": one.label,
        "running": one.running,
    }
