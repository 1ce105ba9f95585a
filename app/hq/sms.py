"""Short messages to candidates' phones, by whatever gateway the bank has.

A gateway is an HTTP endpoint that takes a number and a text; its address, fields and way of
authentication are in `sms.toml` in HQ's home (docs/spec/sms-v1.md has it for two kinds of
provider). Without that file HQ sends nothing and says so.
"""

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

import requests
from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.hq.phone_errors import SmsFailedError, SmsSettingsError

SETTINGS = "sms.toml"
_ACCEPTED = range(200, 300)
_MAX_SECRET = 4096


class SmsGateway(Protocol):
    """Sends one text message."""

    def send(self, phone: str, text: str) -> None:
        """Hand a message over; once, never again by itself.

        Args:
            phone: digits, maybe with a leading plus.
            text: what the candidate reads.

        Raises:
            SmsFailedError: the gateway did not take it.
        """
        ...


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """`sms.toml`. Unknown keys are refused.

    Attributes:
        url: where a message is posted; https, or http on this machine only.
        fields: name -> value of each field sent; `{phone}` and `{text}` are filled in.
        body: how the fields are sent.
        auth: `basic` with `user`, `bearer`, `header` with `header`, or `none`.
        secret_file: below HQ's home; its first line is the password, token or header's value.
        timeout_s: seconds for the connection and for the answer, each.
    """

    url: str
    fields: dict[str, str]
    body: Literal["form", "json"] = "form"
    auth: Literal["basic", "bearer", "header", "none"] = "none"
    user: str = ""
    header: str = ""
    secret_file: str = ""
    timeout_s: float = 10.0
    __pydantic_config__ = ConfigDict(extra="forbid")


_SETTINGS = TypeAdapter(SmsSettings)


@dataclass(frozen=True, slots=True)
class HttpSmsGateway:
    """A provider, or the bank's own gateway, over HTTP."""

    settings: SmsSettings
    secret: str = field(repr=False, default="")

    def send(self, phone: str, text: str) -> None:
        """See `SmsGateway`."""
        settings = self.settings
        filled = {
            name: value.replace("{phone}", phone).replace("{text}", text)
            for name, value in settings.fields.items()
        }
        session = requests.Session()
        session.trust_env = False
        try:
            answer = session.post(
                settings.url,
                data=filled if settings.body == "form" else None,
                json=filled if settings.body == "json" else None,
                headers=self._headers(),
                auth=(settings.user, self.secret) if settings.auth == "basic" else None,
                timeout=settings.timeout_s,
                allow_redirects=False,
            )
        except (requests.exceptions.RequestException, OSError) as error:
            raise SmsFailedError(f"The gateway does not answer ({type(error).__name__})") from error
        finally:
            session.close()
        if answer.status_code not in _ACCEPTED:
            raise SmsFailedError(f"The gateway refused the message ({answer.status_code})")

    def _headers(self) -> Mapping[str, str]:
        match self.settings.auth:
            case "bearer":
                return {"Authorization": f"Bearer {self.secret}"}
            case "header":
                return {self.settings.header: self.secret}
            case _:
                return {}


def open_gateway(home: Path) -> SmsGateway | None:
    """The gateway of this HQ; None where it has none.

    Raises:
        SmsSettingsError: `sms.toml` or its secret cannot be used.
    """
    path = home / SETTINGS
    try:
        content = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SmsSettingsError(f"{SETTINGS} cannot be read") from error
    try:
        settings = _SETTINGS.validate_python(tomllib.loads(content))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SmsSettingsError(f"{SETTINGS} is not in its form: {error}") from error
    _check(settings)
    return HttpSmsGateway(settings, _secret(home, settings))


def _check(settings: SmsSettings) -> None:
    parts = urlsplit(settings.url)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname)):
        raise SmsSettingsError("The gateway's address is not https")
    values = " ".join(settings.fields.values())
    if "{phone}" not in values or "{text}" not in values:
        raise SmsSettingsError("No field holds {phone}, or none holds {text}")
    if settings.auth == "header" and not settings.header:
        raise SmsSettingsError("auth is header, and no header is named")


def _is_here(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _secret(home: Path, settings: SmsSettings) -> str:
    if settings.auth == "none":
        return ""
    try:
        content = (home / settings.secret_file).read_text("utf-8")[:_MAX_SECRET]
    except (OSError, UnicodeDecodeError) as error:
        raise SmsSettingsError("The gateway's secret_file cannot be read") from error
    secret = content.split("\n", 1)[0].strip()
    if not secret:
        raise SmsSettingsError("The gateway's secret_file is empty")
    return secret
