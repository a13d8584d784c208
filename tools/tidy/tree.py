"""The files of the project, read once, with their code, strings and comments apart."""
import functools
import pathlib
import re
from typing import NamedTuple

SKIPPED_FOLDERS = {".git", "build", "var", "node_modules", ".cache", "__pycache__"}
SKIPPED_PLACES = ("tools/tidy/", "tests/tidy/")  # they speak of what is forbidden
CPP = (".cpp", ".h")
TEXT = CPP + (".sql", ".py", ".ts", ".js", ".mjs", ".css", ".mustache", ".sh", ".md", ".txt", ".cmake", ".json", ".toml", ".yml", ".html", ".lua", "")

# A comment, a raw string, a string, a character. 1'000'000 is a number, not a character.
TOKEN = re.compile(r"""(?P<comment>//[^\n]*|/\*.*?\*/)|R"(?P<mark>\w*)\((?P<raw>.*?)\)(?P=mark)"|"(?P<text>(?:\\.|[^"\\\n])*)"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'""", re.S)


class Fault(NamedTuple):
    path: str
    line: int
    rule: str
    text: str


class Literal(NamedTuple):
    line: int
    text: str


class File:
    def __init__(self, root, path):
        self.path = path.relative_to(root).as_posix()
        self.suffix = path.suffix
        self.text = path.read_text(encoding="utf-8", errors="replace")

    @functools.cached_property
    def lines(self):
        return self.text.splitlines()

    @property
    def is_cpp(self):
        return self.suffix in CPP

    @property
    def is_test(self):
        return self.path.startswith("tests/") or self.path.endswith(("_test.cpp", "_bench.cpp"))

    @functools.cached_property
    def code(self):
        """The C++ text with comments and the insides of strings blanked, line for line."""
        return TOKEN.sub(lambda match: '""' + "\n" * match[0].count("\n"), self.text)

    @functools.cached_property
    def literals(self):
        """String literals; neighbours that the compiler joins are joined."""
        found, end = [], None
        for match in TOKEN.finditer(self.text):
            if match["comment"] is not None:
                continue
            value = match["raw"] if match["raw"] is not None else match["text"]
            if value is None:
                continue
            if end is not None and not self.text[end:match.start()].strip():
                found[-1] = Literal(found[-1].line, found[-1].text + value)
            else:
                found.append(Literal(self.text.count("\n", 0, match.start()) + 1, value))
            end = match.end()
        return found

    def fault(self, line, rule, text):
        return Fault(self.path, line, rule, text)


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.files = [File(self.root, path) for path in sorted(self._paths(self.root))]
        self.by_path = {file.path: file for file in self.files}

    def _paths(self, folder):
        for path in folder.iterdir():
            if path.is_symlink() or path.name in SKIPPED_FOLDERS:
                continue
            if path.is_dir():
                yield from self._paths(path)
            elif path.suffix in TEXT and not path.relative_to(self.root).as_posix().startswith(SKIPPED_PLACES):
                yield path

    @functools.cached_property
    def module_order(self):
        """Names of src/modules/order.txt, lowest first."""
        order = self.by_path.get("src/modules/order.txt")
        lines = order.lines if order else []
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]

    def under(self, *places):
        return [file for file in self.files if file.path.startswith(places)]
