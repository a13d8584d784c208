"""Words that may not stand: work left undone, tests left out, this machine's paths, package registries' hosts."""
import re

UNDONE = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|GTEST_SKIP|DISABLED_\w+|NotImplemented)\b|\bnot implemented\b|\b(?:it|test|describe)\.(?:skip|only)\(")
MACHINE = re.compile(r"(?<![\w/.:-])/(?:home|Users|root|work)/\w")
REGISTRY = re.compile(r"registry\.npmjs\.org|registry\.yarnpkg\.com|deb\.debian\.org|snapshot\.debian\.org|pypi\.org|pythonhosted\.org|\"resolved\":")
CODE = ("src/", "simulators/", "web/", "tests/", "tools/", "bin/", "cmake/", "presets/", "deploy/", ".ci/")


def check(tree):
    for file in tree.files:
        is_code = file.path.startswith(CODE)
        for number, line in enumerate(file.lines, 1):
            if is_code and (match := UNDONE.search(line)):
                yield file.fault(number, "undone", f"{match[0]}: finish it, or write it into the issue")
            if match := MACHINE.search(line):
                yield file.fault(number, "machine-path", f"{match[0]}…: a path of one machine")
            if match := REGISTRY.search(line):
                yield file.fault(number, "registry-host", f"{match[0]}: name the package, not where it is fetched from")
