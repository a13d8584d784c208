"""Every public function of a module's api.h says what its caller must know."""
import re

# A declaration that starts a line: return type, name, opening bracket. Types may hold templates, namespaces, references.
DECLARATION = re.compile(r"^(?P<indent> {0,4})(?:\[\[\w+\]\]\s*)?(?:virtual |static |inline |constexpr |explicit )*"
                         r"(?P<type>[\w:]+(?:<.*>)?[\w:]*[\s&*]+)(?P<name>~?\w+)\((?!\))?")
NOT_A_DECLARATION = re.compile(r"^\s*(?:return|co_return|co_await|if|for|while|switch|else|using|typedef|friend|throw|case|new|delete|namespace|struct|class|enum|template|requires|SHAPE\w*)\b")


def check(tree):
    for file in tree.files:
        if file.path.startswith("src/modules/") and file.path.endswith("/api.h"):
            yield from check_header(file)


def check_header(file):
    private = False
    for number, line in enumerate(file.lines, 1):
        if re.match(r"^(class|struct)\b", line):
            private = line.startswith("class")
        access = re.match(r"^\s*(public|private|protected):", line)
        if access:
            private = access[1] != "public"
        match = DECLARATION.match(line)
        if not match or NOT_A_DECLARATION.match(line) or "operator" in line:
            continue
        if private and match["indent"]:
            continue
        if not is_documented(file.lines, number - 1):
            yield file.fault(number, "docstring", f"{match['name']} needs a /// comment: effect, units, refusals, repeatable or not")


def is_documented(lines, at):
    """A /// above it, behind it, or above the unbroken group of lines it stands in."""
    depth = 0
    for line in lines[at:]:
        if "///" in line:
            return True
        depth += line.count("(") - line.count(")")
        if depth <= 0:
            break
    for line in reversed(lines[:at]):
        if line.strip().startswith("///"):
            return True
        if not line.strip() or line.rstrip().endswith(("{", "}", ":")):
            return False
    return False
