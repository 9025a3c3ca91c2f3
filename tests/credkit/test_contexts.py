import hashlib
import json
from importlib.resources import files

import pytest

from credkit import contexts, schemas
from credkit.errors import Malformed


@pytest.mark.parametrize("folder", ["contexts", "schemas"])
def test_every_bundled_file_is_the_one_that_was_pinned(folder):
    bundle = files("credkit") / folder
    index = json.loads((bundle / "index.json").read_text())
    for entry in index.values():
        assert hashlib.sha256((bundle / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    documents = {each.name for each in bundle.iterdir() if each.name.endswith(".json")}
    assert documents == {entry["file"] for entry in index.values()} | {"index.json"}


def test_the_contexts_that_a_credential_needs_are_there():
    assert contexts.known() >= {
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://w3id.org/security/data-integrity/v2",
        "https://w3id.org/security/multikey/v1",
        "https://www.w3.org/ns/did/v1",
    }


@pytest.mark.parametrize("url", sorted(contexts.known()))
def test_every_bundled_context_is_a_context(url):
    assert "@context" in contexts.context(url)


@pytest.mark.parametrize(
    "url", ["https://example.org/context", "", "/etc/passwd", "credentials-v2"]
)
def test_what_is_not_bundled_is_not_loaded(url):
    with pytest.raises(Malformed, match="unknown context"):
        contexts.load(url, {})


def test_an_unknown_schema_is_not_loaded():
    with pytest.raises(Malformed, match="unknown schema"):
        schemas.schema("https://example.org/schema.json")
