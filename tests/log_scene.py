"""Run inside an installation: a log without certificates, grown and killed. Prints JSON.

python -m log_scene setup
python -m log_scene grow 3 monday       three entries of that name, sequenced
python -m log_scene die 2 tuesday       the same, killed between signing and committing
python -m log_scene promise 2 friday    promised and not sequenced
"""

import hashlib
import json
import os
import signal
import sys

import conferral.cli  # noqa: F401  # Sets Django up.
from conferral.cli.setup import prepare
from conferral.credentials.transparency import head, jobs, log, tree
from conferral.foundation import vault
from conferral.foundation.refusal import Refused


def setup():
    prepare()
    return _report()


def promise(count, word):
    log.append([hashlib.sha256(f"{word} {n}".encode()).digest() for n in range(int(count))])
    return _report()


def grow(count, word):
    promise(count, word)
    try:
        while jobs.sequence():
            pass
    except Refused as refusal:
        return _report() | {"refused": str(refusal)}
    return _report()


def die(count, word):
    tree.publish = lambda _head: os.kill(os.getpid(), signal.SIGKILL)
    return grow(count, word)


def _report():
    latest, kept = tree.latest(), head.read()
    return {
        "size": latest.size if latest else 0,
        "note": latest.note if latest else "",
        "signed": kept.checkpoint.size if kept else 0,
        "refused": "",
    }


if __name__ == "__main__":
    _, verb, *arguments = sys.argv
    vault.allow_signing()
    verbs = {"setup": setup, "grow": grow, "die": die, "promise": promise}
    print(json.dumps(verbs[verb](*arguments)))
