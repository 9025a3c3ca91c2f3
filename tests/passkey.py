"""A device with a passkey, in software: what a browser would hand on (WebAuthn Level 3, 5.1)."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

_NO_MODEL = bytes(16)
_FLAG = AuthenticatorData.FLAG


@dataclass
class Passkey:
    """`verifies`: it asks for a finger or a PIN, and not only for a touch."""

    site: str = "testserver"
    verifies: bool = True
    number: bytes = b"a passkey of ours"
    owner: str = ""
    _key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def made(self, asked: dict[str, Any]) -> str:
        """What `navigator.credentials.create` answers, as JSON; `asked`: the page's options."""
        self.owner = asked["publicKey"]["user"]["id"]
        public = ES256.from_cryptography_key(self._key.public_key())
        seen = AttestedCredentialData.create(_NO_MODEL, self.number, public)
        told = AttestationObject.create("none", self._data(_FLAG.AT, seen), {})
        return self._answer(
            clientDataJSON=self._client(CollectedClientData.TYPE.CREATE, asked),
            attestationObject=bytes(told),
        )

    def shown(self, asked: dict[str, Any]) -> str:
        """What `navigator.credentials.get` answers, as JSON."""
        client, data = self._client(CollectedClientData.TYPE.GET, asked), self._data()
        signed = self._key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=client,
            authenticatorData=bytes(data),
            signature=signed,
            userHandle=websafe_decode(self.owner),
        )

    def _client(self, deed: CollectedClientData.TYPE, asked: dict[str, Any]) -> bytes:
        challenge = websafe_decode(asked["publicKey"]["challenge"])
        return bytes(CollectedClientData.create(deed, challenge, f"https://{self.site}"))

    def _data(
        self, flags: int = 0, seen: AttestedCredentialData | None = None
    ) -> AuthenticatorData:
        flags |= _FLAG.UP | (_FLAG.UV if self.verifies else 0)
        site = sha256(self.site.encode()).digest()
        return AuthenticatorData.create(site, _FLAG(flags), 0, bytes(seen) if seen else b"")

    def _answer(self, **response: bytes) -> str:
        number = websafe_encode(self.number)
        said = {name: websafe_encode(value) for name, value in response.items()}
        known = {"id": number, "rawId": number, "type": "public-key", "response": said}
        return json.dumps(known | {"clientExtensionResults": {}})
