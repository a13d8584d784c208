"""Checks the rules of the house that a compiler does not know.

Usage: tidy ROOT            prints "path:line: rule: text" for each fault; exit 1 when there is one
       tidy ROOT --draw     prints the tree as its includes draw it: floors and modules with their arrows

Every rule is a function `check(tree) -> faults` in a file of its own beside this one; tests/tidy shows each of them failing.
"""
import sys

import code_rules
import docstrings
import drawing
import includes
import sql_rules
import words
from tree import Tree

RULES = (includes.check, code_rules.check, sql_rules.check, docstrings.check, words.check)


def main(arguments):
    if not arguments or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    tree = Tree(arguments[0])
    if "--draw" in arguments[1:]:
        print(drawing.draw(tree))
        return 0
    faults = sorted(fault for rule in RULES for fault in rule(tree))
    for fault in faults:
        print(f"{fault.path}:{fault.line}: {fault.rule}: {fault.text}")
    print(f"tidy: {len(tree.files)} files, {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main(sys.argv[1:]))
