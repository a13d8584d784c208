"""What stands inside C++ files: no SQL, no floating point near money; and no file too long for one idea."""
import re

SQL = re.compile(
    r"^\s*(?:select|SELECT|with|WITH)\b.*\b(?:from|FROM)\b"
    r"|^\s*(?:select|SELECT)\s+[\w.]+\("
    r"|\b(?:insert\s+into|INSERT\s+INTO|delete\s+from|DELETE\s+FROM)\s+\w"
    r"|\b(?:update\s+[\w.]+\s+set|UPDATE\s+[\w.]+\s+SET)\b"
    r"|^\s*(?:create|alter|drop|CREATE|ALTER|DROP)\s+(?:table|schema|index|role|database|policy|function|TABLE|SCHEMA|INDEX|ROLE|DATABASE|POLICY|FUNCTION)\b",
    re.S)
SQL_IS_THEIR_TRADE = ("src/io/pg/",)  # begin, roles, databases: below the .sql files

FLOATING = re.compile(r"\b(?:double|float|long\s+double)\b")
MONEY = re.compile(r"\b\w*(?:[Mm]oney|minor|price|Price|amount|Amount|total_paid|subtotal|refund|captured)\w*\b|\bRate\b")
SURELY_MONEY = re.compile(r"\b(?:\w*[Mm]oney|\w*_minor|minor|\w*price\w*)\b")
NOT_MONEY = re.compile(r"//.*\bnot money: \w")

LENGTHS = (".cpp", ".h", ".py", ".sql", ".ts", ".js", ".mjs", ".css", ".mustache", ".sh")
LONGEST = 400


def check(tree):
    for file in tree.files:
        if file.suffix in LENGTHS and len(file.lines) > LONGEST:
            yield file.fault(LONGEST + 1, "too-long", f"{len(file.lines)} lines; a file holds one idea in at most {LONGEST}")
        if file.is_cpp:
            yield from check_sql(file)
            yield from check_floating(file)


def check_sql(file):
    if file.is_test or file.path.startswith(SQL_IS_THEIR_TRADE):
        return
    for literal in file.literals:
        if SQL.search(literal.text):
            yield file.fault(literal.line, "sql-in-code", f"SQL belongs in a .sql file: \"{' '.join(literal.text.split())[:60]}\"")


def check_floating(file):
    """In modules and simulators a file that speaks of money has no floating point at all; below, no such line."""
    if file.is_test or not file.path.startswith(("src/", "simulators/")):
        return
    code = file.code.splitlines()
    about_money = file.path.startswith(("src/modules/", "simulators/", "src/core/money", "src/core/currency")) and MONEY.search(file.code)
    for number, line in enumerate(code, 1):
        if FLOATING.search(line) and (about_money or SURELY_MONEY.search(line)) and not NOT_MONEY.search(file.lines[number - 1]):
            yield file.fault(number, "floating-money", "floating point in a file about money; use Money, Rate or whole numbers "
                                                       "(or end the line with '// not money: why')")
