"""Signed messages that are short enough for a QR code: COSE (RFC 9052), and what ours say."""
