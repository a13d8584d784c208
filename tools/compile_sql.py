#!/usr/bin/env python3
"""Compiles a folder of .sql files into typed C++ queries.

Usage: compile_sql.py SRC PLACE OUT.h     (PLACE such as modules/orders; reads SRC/PLACE/sql/*.sql)

The first line of a file is its C++ signature, as a comment:

    -- lock_cart(CartId cart) -> maybe LockedCart
    -- reserve(VariantId[] variant, i64[] quantity) -> many Reserved{VariantId variant, i64 left}
    -- mark_paid(OrderId order) -> count

Parameters are $1, $2 … in order. `T[]` is std::vector<T>, `T?` is std::optional<T>; text, i32, i64, bool, instant, uuid,
json, bytes, f64 are short names. A result is `one`, `maybe` or `many` of a shape (named, or described in braces), of a
single column's type, or `count` (rows touched). Types are looked up in the module's rows.h or api.h.
"""
import pathlib
import re
import sys

SHORT = {"text": "std::string", "i32": "std::int32_t", "i64": "std::int64_t", "bool": "bool", "instant": "Instant",
         "uuid": "Uuid", "json": "RawJson", "bytes": "pg::Bytes", "f64": "double"}


def cpp_type(name):
    if name.endswith("[]"):
        return f"std::vector<{cpp_type(name[:-2])}>"
    if name.endswith("?"):
        return f"std::optional<{cpp_type(name[:-1])}>"
    return SHORT.get(name, name)


def split_fields(text):
    fields = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        kind, _, name = part.rpartition(" ")
        if not kind:
            raise ValueError(f"'{part}' needs a type and a name")
        fields.append((cpp_type(kind.strip()), name))
    return fields


def compile_file(path, place):
    lines = path.read_text(encoding="utf-8").splitlines()
    match = re.fullmatch(r"--\s*(\w+)\((.*?)\)\s*->\s*(?:(count)|(one|maybe|many)\s+([\w:?\[\]]+)\s*(?:\{(.*)\})?)\s*", lines[0] if lines else "")
    if not match:
        raise ValueError(f"{path}: the first line must be '-- name(Type parameter, …) -> one|maybe|many Row' or '-> count'")
    name, parameters, count, how, row, members = match.groups()
    if name != path.stem:
        raise ValueError(f"{path}: the query is called {name}; file and query share one name")
    parameters = split_fields(parameters)
    sql = "\n".join(line for line in lines[1:]).strip().rstrip(";")
    used = {int(n) for n in re.findall(r"\$(\d+)", sql)}
    if used != set(range(1, len(parameters) + 1)):
        raise ValueError(f"{path}: parameters {sorted(used)} are used, {len(parameters)} are declared")

    out = []
    if members is not None:
        fields = split_fields(members)
        out.append(f"struct {row} {{")
        out += [f"    {kind} {field}{{}};" for kind, field in fields]
        out.append("};")
        out.append(f"SHAPE({row}, {', '.join(field for _, field in fields)})")
    module = place.split("/", 1)[1].replace("/", ".")
    row_type = "std::int64_t" if count else cpp_type(row)
    result = {"one": row_type, "maybe": f"std::optional<{row_type}>", "many": f"std::vector<{row_type}>"}.get(how, "std::int64_t")
    decode = "pg::decode_count" if count else f"pg::decode_{how}<{row_type}>"
    columns = "nullptr" if count else f"&pg::columns_of<{row_type}>"
    oids = ", ".join(f"pg::oid_of<{kind}>()" for kind, _ in parameters)
    arguments = ", ".join(f"const {kind}& {field}" for kind, field in parameters)
    values = ", ".join(field for _, field in parameters)
    relative = f"src/{place}/sql/{path.name}"
    out.append(f"inline const std::array<std::uint32_t, {len(parameters)}> {name}_types{{{oids}}};")
    out.append(f"inline const pg::Statement {name}_statement{{\"{module}.{name}\", R\"sql({sql})sql\", {name}_types, \"{relative}\", {columns}}};")
    out.append(f"inline const bool {name}_enlisted = (pg::Statement::enlist({name}_statement), true);")
    out.append(f"inline pg::Query<{result}> {name}({arguments}) {{")
    out.append(f"    return {{&{name}_statement, pg::encode({values}), &{decode}}};")
    out.append("}\n")
    return "\n".join(out)


def main():
    source, place, target = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    folder = source / place
    header = next((f"{place}/{name}" for name in ("rows.h", "api.h") if (folder / name).exists()), None)
    namespace = "::".join(["vitrine"] + place.split("/")[1:] + ["sql"])
    body = []
    faults = []
    for path in sorted((folder / "sql").glob("*.sql")):
        try:
            body.append(compile_file(path, place))
        except ValueError as fault:
            faults.append(str(fault))
    if faults:
        sys.exit("\n".join(faults))
    lines = ["// Made by tools/compile_sql.py. Do not edit.", "#pragma once", "#include <array>", '#include "io/pg/query.h"']
    if header:
        lines.append(f'#include "{header}"')
    lines += [f"namespace {namespace} {{", ""] + body + [f"}}  // namespace {namespace}"]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
