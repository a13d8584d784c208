"""Every class and free function of a module's api.h says what its caller must know. Members may rest on their class's words."""
import re

# A declaration at the start of a line: return type, name, opening bracket. Types may hold templates, namespaces, references.
FUNCTION = re.compile(r"^(?:\[\[\w+\]\]\s*)?(?:inline |constexpr )*[\w:]+(?:<.*>)?[\w:]*[\s&*]+(?P<name>\w+)\(")
CLASS = re.compile(r"^class (?P<name>\w+)[^;]*$")
NOT_A_FUNCTION = re.compile(r"^(?:return|using|typedef|friend|namespace|struct|class|enum|template|requires|static_assert|SHAPE\w*)\b")


def check(tree):
    for file in tree.files:
        if file.path.startswith("src/modules/") and file.path.endswith("/api.h"):
            yield from check_header(file)


def check_header(file):
    for number, line in enumerate(file.lines, 1):
        function = None if NOT_A_FUNCTION.match(line) or "operator" in line else FUNCTION.match(line)
        found = function or CLASS.match(line)
        if found and not is_documented(file.lines, number - 1):
            yield file.fault(number, "docstring", f"{found['name']} needs a /// comment: effect, units, refusals, repeatable or not")


def is_documented(lines, at):
    """A comment above it, behind it, or above the unbroken group of lines it stands in."""
    depth = 0
    for line in lines[at:]:
        if "///" in line:
            return True
        depth += line.count("(") - line.count(")")
        if depth <= 0:
            break
    for line in reversed(lines[:at]):
        if line.startswith("//"):
            return True
        if not line.strip() or line.startswith(("}", "SHAPE")):
            return False
    return False
