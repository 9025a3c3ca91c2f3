"""Signatures of webhooks, as Standard Webhooks has them (standardwebhooks.com, version 1)."""

import base64
import hashlib
import hmac

PREFIX = "whsec_"


def headers(secret: str, message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What goes beside the body. `message`: its id, the same at every try; `timestamp`: of now."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message, timestamp, body),
    }


def signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over id, time and body, with the secret's bytes as the key."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join([message.encode(), str(timestamp).encode(), body])
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"


def secret_of(key: bytes) -> str:
    """As receivers keep it. `key`: 24 to 64 bytes."""
    return PREFIX + base64.b64encode(key).decode()
