"""What stands in .sql files: signature, one statement, lower case, named columns, own tables only."""
import re

from places import room

SIGNATURE = re.compile(r"--\s*(\w+)\((.*?)\)\s*->\s*(?:count|(?:one|maybe|many)\s+[\w:?\[\]]+\s*(?:\{.*\})?)\s*")
KEYWORDS = re.compile(r"\b(?:SELECT|FROM|WHERE|INSERT|INTO|UPDATE|DELETE|SET|VALUES|RETURNING|JOIN|LEFT|INNER|ON|AND|OR|NOT|NULL|IS|IN|AS|WITH|ORDER|GROUP|BY|HAVING|LIMIT|"
                      r"CREATE|ALTER|DROP|TABLE|INDEX|SCHEMA|FUNCTION|POLICY|GRANT|REVOKE|PRIMARY|KEY|UNIQUE|CHECK|REFERENCES|FOREIGN|CONSTRAINT|DEFAULT|CASE|WHEN|THEN|ELSE|END|"
                      r"UNION|DISTINCT|EXISTS|CONFLICT|DO|LOCK|SKIP|LOCKED|FOR|UUID|TEXT|BIGINT|INTEGER|BOOLEAN|TIMESTAMPTZ|JSONB)\b")
STAR = re.compile(r"\b(?:select|returning)\s+(?:distinct\s+|all\s+)?(?:\w+\.)?\*(?!\s+from\s+unnest\b)")  # unnest's columns are named behind it
# A comment, a text, a quoted name, a dollar-quoted body's marks (the body itself is SQL and is read).
BODY = re.compile(r"\$([a-z_]\w*)?\$.*?\$(?(1)\1)\$", re.S)  # of a do block or function: it has semicolons of its own
NOISE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"", re.S)


def check(tree):
    for file in tree.files:
        if file.suffix != ".sql" or not file.path.startswith("src/"):
            continue
        code = NOISE.sub(lambda match: "''" + "\n" * match[0].count("\n"), file.text)
        if "/sql/" in file.path:
            yield from check_query(file, code)
        yield from check_words(file, code)
        yield from check_schemas(tree, file, code)


def line_of(code, position):
    return code.count("\n", 0, position) + 1


def check_query(file, code):
    first = file.lines[0] if file.lines else ""
    match = SIGNATURE.fullmatch(first)
    name = file.path.rpartition("/")[2].removesuffix(".sql")
    if not match:
        yield file.fault(1, "sql-signature", "the first line is the C++ signature: -- name(Type parameter, …) -> one|maybe|many Row, or -> count")
    elif match[1] != name:
        yield file.fault(1, "sql-signature", f"the query is called {match[1]}, the file {name}")
    statements = BODY.sub(lambda match: "\n" * match[0].count("\n"), code).rstrip().rstrip(";")
    if ";" in statements:
        yield file.fault(line_of(code, statements.index(";")), "sql-one-statement", "one statement a file")


def check_words(file, code):
    for match in KEYWORDS.finditer(code):
        yield file.fault(line_of(code, match.start()), "sql-lower-case", f"write {match[0].lower()}")
    for match in STAR.finditer(code):
        yield file.fault(line_of(code, match.start()), "sql-star", "name the columns: a later migration must not change what this query reads")


def check_schemas(tree, file, code):
    """A module touches its own schema and `vitrine`; io folders touch no module's. The app compares them all: verify."""
    if file.path.startswith("src/app/"):
        return
    mine = room(file.path)
    others = [name for name in tree.module_order if name != mine]
    if not others:
        return
    for match in re.finditer(rf"(?<![\w.])({'|'.join(map(re.escape, others))})\.(\w+)", code):
        yield file.fault(line_of(code, match.start()), "foreign-table", f"{match[0]} belongs to module {match[1]}; ask its api.h, or listen to its news")
