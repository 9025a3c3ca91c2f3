"""How passwords are kept: Argon2id (RFC 9106)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """The second of the options that RFC 9106, section 4, recommends: for little memory.

    64 MiB a guess make cards that guess in parallel dear; a small server bears it.
    """

    time_cost = 3
    memory_cost = 64 * 1024  # KiB.
    parallelism = 4
