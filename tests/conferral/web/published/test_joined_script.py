"""Modules become one classic script, or it is said why not."""

import subprocess

import pytest

from conferral.web.published.joined_script import CannotBeJoined, joined

MODULES = {
    "first.js": 'import { twice, half } from "./second.js";\n'
    'import { half as _ } from "./second.js";\nglobalThis.told = twice(half(42));\n',
    "second.js": 'import { two } from "./third.js";\n'
    "export function twice(x) { return x * two; }\nexport const half = (x) => x / two;\n",
    "third.js": "export const two = 2;\n",
}
SOUND = MODULES | {
    "first.js": MODULES["first.js"].replace('import { half as _ } from "./second.js";\n', "")
}


def test_what_is_needed_stands_before_who_needs_it():
    script = joined(SOUND, "first.js")
    assert script.index("// third.js") < script.index("// second.js") < script.index("// first.js")


def test_the_joined_script_does_what_the_modules_do():
    script = joined(SOUND, "first.js") + "console.log(globalThis.told)"
    ran = subprocess.run(["node", "-"], input=script, capture_output=True, text=True, check=True)
    assert ran.stdout == "42\n"


@pytest.mark.parametrize(
    "text",
    [
        'import * as all from "./third.js";\n',
        'import "./third.js";\n',
        "export default 1;\n",
        "export { two };\n",
        'import { two } from "https://elsewhere.example/x.js";\n',
        'import { two } from "./missing.js";\n',
        'import { twice } from "./first.js";\n',
    ],
)
def test_what_only_a_module_may_say_is_refused(text):
    with pytest.raises(CannotBeJoined):
        joined(SOUND | {"first.js": text}, "first.js")


def test_an_import_under_another_name_is_refused():
    with pytest.raises(CannotBeJoined):
        joined(MODULES, "first.js")
