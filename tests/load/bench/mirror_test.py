#!/usr/bin/env python3
"""The bench sends the shop's own statements: each must know today's parameters, or `bin/bench` ends at the worst moment."""
import pathlib
import re
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[3] / "tools")]
import edits  # noqa: E402
import mirror  # noqa: E402

STORE = "0190a000-0000-7000-8000-00000000000a"


class Mirror(unittest.TestCase):
    def test_every_script_can_be_written(self):
        for script in (mirror.place_order_script(STORE), mirror.place_order_function(STORE), mirror.add_line_script(STORE), mirror.live_edit_script(STORE), edits.edit_script(STORE)):
            self.assertNotRegex(script, r"\$\d", "a parameter was left in")

    def test_an_order_writes_what_the_shop_writes(self):
        """In the shop's order: what others wait for comes last."""
        source = (mirror.ROOT / "src/modules/orders/save.cpp").read_text(encoding="utf-8")
        body = source[source.index("void save_orders("):]
        calls = re.findall(r"^    (?:tx\.send\(sql::(\w+)|(\w+::\w+|claim_offers)\(tx)", body, re.M)
        ours = ["save_orders", "save_lines", "save_words", "carts::mark_ordered", "payments::open", "ledger::post", "jobs::publish_all", "jobs::later_all", "risk::save",
                "stock::hold", "claim_keys", "claim_offers"]  # risk::save: only where a store has rules of risk; the bench's has none
        self.assertEqual([sent or called for sent, called in calls], ours, "mirror.saving must follow orders/save.cpp")

    def test_a_missing_parameter_is_named(self):
        with self.assertRaisesRegex(KeyError, "quantity"):
            mirror.statement("modules/stock/reserve", {"variant": "array[]::uuid[]"})


unittest.main()
