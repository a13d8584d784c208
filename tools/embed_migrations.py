#!/usr/bin/env python3
"""Embeds src/**/migrations/*.sql into the program, io first, then modules in the order of src/modules/order.txt.

Usage: embed_migrations.py SRC OUT.cpp
"""
import pathlib
import sys

source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
order = [line.strip() for line in (source / "modules/order.txt").read_text().splitlines() if line.strip() and not line.startswith("#")]
folders = sorted((source / "io").glob("*/migrations"), key=lambda path: (path.parent.name != "pg", path)) + [source / "modules" / name / "migrations" for name in order]
unlisted = {path.parent.name for path in (source / "modules").glob("*/migrations")} - set(order)
if unlisted:
    sys.exit(f"modules missing in src/modules/order.txt: {', '.join(sorted(unlisted))}")

lines = ["// Made by tools/embed_migrations.py. Do not edit.", '#include "io/pg/migrate.h"', "namespace vitrine::pg {", "namespace {",
         "constexpr Migration all[] = {"]
for folder in folders:
    for path in sorted(folder.glob("*.sql")):
        lines.append(f'    {{"{folder.parent.name}", "{folder.parent.name}/{path.name}", R"migration({path.read_text(encoding="utf-8")})migration"}},')
lines += ["};", "}  // namespace", "std::span<const Migration> embedded_migrations() { return all; }", "}  // namespace vitrine::pg"]
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text("\n".join(lines) + "\n", encoding="utf-8")
