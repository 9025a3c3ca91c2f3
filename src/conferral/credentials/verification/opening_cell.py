"""Run by `sandbox`: what a file holds."""

from dataclasses import asdict

from conferral.credentials.verification import confinement
from conferral.credentials.verification.opening import opened

if __name__ == "__main__":
    confinement.answer(lambda content: asdict(opened(content)), confinement.SHUT_IN)
