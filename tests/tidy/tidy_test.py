"""Every rule of tools/tidy, seen failing on a small tree and passing on its mended twin. Run: python3 tests/tidy/tidy_test.py"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

TIDY = pathlib.Path(__file__).resolve().parents[2] / "tools" / "tidy"
ORDER = {"src/modules/order.txt": "# lowest first\nstock\norders\n"}


def tidy(files, *flags):
    """Runs tidy on a tree made of {path: text}; gives exit code and output lines."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in (ORDER | files).items():
            place = pathlib.Path(root, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, str(TIDY), root, *flags], capture_output=True, text=True, check=False)
        assert not done.stderr, done.stderr
        return done.returncode, done.stdout.splitlines()


class TidyTest(unittest.TestCase):
    def refuses(self, rule, files, at=None):
        code, lines = tidy(files)
        faults = [line for line in lines if f": {rule}: " in line]
        self.assertEqual(code, 1, lines)
        self.assertTrue(faults, f"no {rule} in {lines}")
        if at:
            self.assertTrue(any(line.startswith(at + ": ") for line in faults), f"no fault at {at} in {faults}")

    def accepts(self, files):
        code, lines = tidy(files)
        self.assertEqual((code, lines[:-1]), (0, []))


class Includes(TidyTest):
    def test_a_lower_floor_may_not_see_a_higher_one(self):
        self.refuses("upward-include", {"src/core/a.h": '#include "io/b.h"\n', "src/io/b.h": "\n"}, "src/core/a.h:1")
        self.refuses("upward-include", {"src/io/a.cpp": '\n#include "modules/app.h"\n', "src/modules/app.h": "\n"}, "src/io/a.cpp:2")
        self.refuses("upward-include", {"src/modules/stock/a.cpp": '#include "app/b.h"\n', "src/app/b.h": "\n"})
        self.accepts({"src/app/a.cpp": '#include "modules/stock/api.h"\n#include "core/c.h"\n', "src/modules/stock/api.h": "\n", "src/core/c.h": "\n"})

    def test_a_generated_header_is_judged_by_its_name(self):
        self.refuses("upward-include", {"src/io/a.cpp": '#include "modules/stock/sql.h"\n'})
        self.refuses("module-boundary", {"src/modules/orders/a.cpp": '#include "modules/stock/sql.h"\n'})
        self.accepts({"src/modules/orders/a.cpp": '#include "modules/orders/sql.h"\n'})

    def test_simulators_stand_on_io(self):
        self.refuses("upward-include", {"simulators/a.cpp": '#include "modules/stock/api.h"\n', "src/modules/stock/api.h": "\n"})
        self.refuses("upward-include", {"src/modules/stock/a.cpp": '#include "simulators/b.h"\n', "simulators/b.h": "\n"})
        self.accepts({"simulators/a.cpp": '#include "io/b.h"\n', "src/io/b.h": "\n", "src/app/c.cpp": '#include "simulators/d.h"\n', "simulators/d.h": "\n"})

    def test_a_module_sees_another_only_through_its_api(self):
        inside = {"src/modules/stock/rules.h": "\n"}
        self.refuses("module-boundary", inside | {"src/modules/orders/a.cpp": '#include "modules/stock/rules.h"\n'})
        self.refuses("module-boundary", inside | {"src/modules/orders/a_test.cpp": '#include "modules/stock/rules.h"\n'})
        self.accepts(inside | {"src/modules/stock/a.cpp": '#include "rules.h"\n'})

    def test_calls_go_down_the_module_list(self):
        upward = {"src/modules/stock/a.cpp": '#include "modules/orders/api.h"\n', "src/modules/orders/api.h": "\n"}
        self.refuses("module-order", upward, "src/modules/stock/a.cpp:1")
        self.accepts({"src/modules/orders/a.cpp": '#include "modules/stock/api.h"\n', "src/modules/stock/api.h": "\n"})

    def test_every_module_is_listed(self):
        self.refuses("module-order", {"src/modules/gifts/a.cpp": "\n"})

    def test_headers_do_not_include_each_other(self):
        self.refuses("include-circle", {"src/core/a.h": '#include "b.h"\n', "src/core/b.h": '#include "core/c.h"\n', "src/core/c.h": '#include "core/a.h"\n'})
        self.accepts({"src/core/a.h": '#include "b.h"\n#include "c.h"\n', "src/core/b.h": '#include "c.h"\n', "src/core/c.h": "\n"})

    def test_io_folders_do_not_include_each_other(self):
        self.refuses("include-circle", {"src/io/pg/a.h": "\n", "src/io/http/a.cpp": '#include "io/pg/a.h"\n',
                                        "src/io/http/b.h": "\n", "src/io/pg/b.cpp": '#include "io/http/b.h"\n'})

    def test_headers_of_modules_are_free_of_boost(self):
        self.refuses("boost-in-module", {"src/modules/stock/a.h": "#include <boost/json.hpp>\n"})
        self.accepts({"src/modules/stock/a.cpp": "#include <boost/json.hpp>\n", "src/io/a.h": "#include <boost/json.hpp>\n"})


class Code(TidyTest):
    def test_sql_stays_in_sql_files(self):
        for text in ('"select id from stock.items"', '"insert into stock.items values ($1)"', '"update stock.items set left = 0"', '"delete from stock.items"',
                     'R"(\n  with a as (select 1)\n select a from a)"', '"select " "id " "from stock.items"', '"create table stock.items (id uuid)"', '"select now()"'):
            self.refuses("sql-in-code", {"src/modules/stock/a.cpp": f"auto q = {text};\n"}, "src/modules/stock/a.cpp:1")

    def test_speech_is_not_sql(self):
        self.accepts({"src/modules/stock/a.cpp": 'auto a = "Select a size from the list"; // select x from y\nauto b = "update the cart";\nlong c = 1\'000\'000;\n',
                      "src/io/pg/a.cpp": 'auto q = "create role a";\n', "src/modules/stock/a_test.cpp": 'auto q = "select 1 from stock.items";\n'})

    def test_money_has_no_floating_point(self):
        self.refuses("floating-money", {"src/modules/stock/a.cpp": "Money price;\ndouble left;\n"}, "src/modules/stock/a.cpp:2")
        self.refuses("floating-money", {"simulators/a.cpp": "long amount;\nfloat fee;\n"})
        self.refuses("floating-money", {"src/io/a.cpp": "double price_net = 1;\n"})
        self.accepts({"src/modules/stock/a.cpp": "double score; // money\n", "src/io/a.cpp": "Money m;\ndouble seconds;\n",
                      "src/modules/orders/a.cpp": "Money m;\ndouble seconds;  // not money: a duration for the metrics\n"})

    def test_a_file_holds_one_idea(self):
        self.refuses("too-long", {"src/core/a.cpp": "int a;\n" * 401})
        self.accepts({"src/core/a.cpp": "int a;\n" * 400})


class Sql(TidyTest):
    QUERY = "-- left(uuid item) -> one i64\nselect i.left from stock.items i where i.id = $1\n"

    def query(self, text, name="left"):
        return {f"src/modules/stock/sql/{name}.sql": text}

    def test_a_query_is_one_statement_under_its_signature(self):
        self.accepts(self.query(self.QUERY))
        self.refuses("sql-signature", self.query("select 1\n"))
        self.refuses("sql-signature", self.query(self.QUERY, name="right"))
        self.refuses("sql-one-statement", self.query(self.QUERY + ";\nselect 1\n"))
        self.accepts(self.query("-- left() -> count\ndo $$ begin perform 1; perform 2; end $$;\n"))
        self.refuses("sql-one-statement", self.query("-- left() -> count\ndo $a$ begin perform 1; end $a$; select 1\n"))

    def test_keywords_are_lower_case(self):
        self.refuses("sql-lower-case", self.query(self.QUERY.replace("select", "SELECT")), "src/modules/stock/sql/left.sql:2")
        self.refuses("sql-lower-case", {"src/modules/stock/migrations/0001_stock.sql": "create TABLE stock.a (id uuid);\n"})
        self.accepts(self.query(self.QUERY + "  and i.state <> 'NOT NULL' -- NOT NULL\n"))

    def test_columns_are_named(self):
        self.refuses("sql-star", self.query(self.QUERY.replace("i.left", "*")))
        self.refuses("sql-star", self.query(self.QUERY.replace("i.left", "i.*")))
        self.refuses("sql-star", self.query("-- left() -> count\ndelete from stock.items returning *\n"))
        self.accepts(self.query(self.QUERY.replace("i.left", "count(*)")))
        self.accepts(self.query("-- left(uuid[] item) -> count\nwith g as (select * from unnest($1) as g (item)) delete from stock.items using g\n"))

    def test_a_module_reads_its_own_tables_only(self):
        self.refuses("foreign-table", self.query(self.QUERY.replace("stock.items", "orders.lines")), "src/modules/stock/sql/left.sql:2")
        self.refuses("foreign-table", {"src/modules/orders/migrations/0001_orders.sql": "create table orders.a (i uuid references stock.items);\n"})
        self.refuses("foreign-table", {"src/io/jobs/migrations/0001_jobs.sql": "create table jobs.a (i uuid references stock.items);\n"})
        self.accepts({"src/modules/orders/migrations/0001_orders.sql": "create table orders.a (i uuid); -- as stock.items\n",
                      "src/app/verify/sql/left.sql": self.QUERY})


class Docstrings(TidyTest):
    def header(self, text):
        return {"src/modules/stock/api.h": text}

    def test_public_functions_say_what_they_do(self):
        self.refuses("docstring", self.header("Task<Result<int>> reserve(App& app,\n                          Ctx ctx);\n"), "src/modules/stock/api.h:1")
        self.refuses("docstring", self.header("class Stock {\npublic:\n    int left() const;\n};\n"), "src/modules/stock/api.h:1")
        self.refuses("docstring", self.header("/// Said.\nstruct A {};\nSHAPE(A)\nint a(A);\n"), "src/modules/stock/api.h:4")
        self.refuses("docstring", self.header("/// Said.\nint a();\n\nint b();\n"), "src/modules/stock/api.h:4")

    def test_above_behind_or_with_its_neighbours(self):
        self.accepts(self.header("/// Holds goods.\nTask<int> reserve(App& app);\nint take(); ///< at once\n/// Both.\nint a();\nint b();\n"
                                 "/// What is left.\nclass Stock {\npublic:\n    int left() const;\n};\nSHAPE(Stock, left)\nclass Later;\n"))


class Words(TidyTest):
    def test_nothing_is_left_undone(self):
        for text in ("// TODO later", "GTEST_SKIP();", "TEST(a, DISABLED_b) {}"):
            self.refuses("undone", {"src/core/a_test.cpp": text + "\n"})
        self.accepts({"src/core/a.cpp": "auto todo_list = 1;\n", "CONTRIBUTING.md": "No TODO in code.\n"})

    def test_no_machine_and_no_registry_is_named(self):
        self.refuses("machine-path", {"README.md": "see /home" + "/ada/vitrine\n"})
        self.refuses("registry-host", {"web/package-lock.json": '{"resolved": "x"}\n'})
        self.accepts({"README.md": "https://example.org/home/page and build/dev\n"})


class Command(TidyTest):
    def test_draws_the_arrows_between_modules(self):
        code, lines = tidy({"src/modules/orders/a.cpp": '#include "modules/stock/api.h"\n', "src/modules/stock/api.h": "\n"}, "--draw")
        self.assertEqual(code, 0)
        self.assertIn("  orders --> stock", lines)

    def test_wrong_usage_is_told_apart(self):
        self.assertEqual(subprocess.run([sys.executable, str(TIDY)], capture_output=True, check=False).returncode, 2)


if __name__ == "__main__":
    unittest.main()
