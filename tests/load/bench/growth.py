"""What an order costs as things grow: its lines, the warehouses its goods lie in, and the orders that stand in the books already.

History is made of copies of real rows: a few hundred orders are placed through the API, and every row that placing left in any table is repeated under new keys until
there are as many orders as wanted, in the past, so that indexes and statistics are those of an old shop.
"""
import os

import measures
from ceilings import Database

HISTORIES = [int(count) for count in os.environ.get("VITRINE_BENCH_HISTORIES", "0,100000,1000000").split(",")]
LINES = (1, 10, 100)
WAREHOUSES = (1, 5, 20)
TEMPLATES = 200            # orders that are copied
ORDERS = int(os.environ.get("VITRINE_BENCH_GROWTH_ORDERS", "4000"))
AT_ONCE = 32

# What placing an order writes, and what makes a copy of it another order: column → expression over the row `o` and the copy's number `g`.
KEY, REFERENCE, IN_THE_PAST = "md5(o.{0}::text || g)::uuid", "o.{0} || '-' || g", "o.{0} - (g % 1000) * interval '1 day' - interval '4 days'"
COPIED = {
    "orders.orders": {"id": KEY, "cart": KEY, "payment": KEY, "number": REFERENCE, "placed_at": IN_THE_PAST, "expires_at": IN_THE_PAST, "state": "'completed'", "email": "(g % 200000) || o.{0}"},
    "orders.lines": {"order_id": KEY},
    "orders.timeline": {"order_id": KEY, "position": None, "at": IN_THE_PAST},
    "orders.idempotency": {"key": REFERENCE, "order_id": KEY, "claimed_at": IN_THE_PAST},
    "payments.payments": {"id": KEY, "order_ref": REFERENCE, "order_number": REFERENCE, "state": "'succeeded'", "created_at": IN_THE_PAST, "changed_at": IN_THE_PAST, "pay_by": IN_THE_PAST},
    "ledger.postings": {"id": KEY, "reference": REFERENCE, "posted_at": IN_THE_PAST},
    "ledger.lines": {"posting": KEY},
    "jobs.events": {"id": KEY, "aggregate": REFERENCE, "at": IN_THE_PAST},
    "stock.reservations": {"order_ref": REFERENCE, "state": "'sold'", "expires_at": IN_THE_PAST},
}
CHOSEN = {
    "orders.orders": "o.id in (select id from bench.templates)", "orders.lines": "o.order_id in (select id from bench.templates)",
    "orders.timeline": "o.order_id in (select id from bench.templates)", "orders.idempotency": "o.order_id in (select id from bench.templates)",
    "payments.payments": "o.id in (select payment from bench.templates)",
    "ledger.postings": "o.reference in (select ref from bench.templates)", "ledger.lines": "o.posting in (select p.id from ledger.postings p join bench.templates t on t.ref = p.reference)",
    "jobs.events": "o.aggregate in (select ref from bench.templates)", "stock.reservations": "o.order_ref in (select ref from bench.templates)",
}


def growth(shop, table):
    database, _, _ = measures.prepare_writes(shop)
    chosen = measures.write_variants(shop, measures.variants(shop, 2_000), "growth.txt")
    place(shop, chosen, 500)  # warm
    lone(shop, table, chosen)
    by_lines(shop, table, chosen)
    by_warehouses(shop, table, chosen, database)
    by_history(shop, table, chosen, database)


def place(shop, chosen, orders, connections=AT_ONCE, lines=1):
    return measures.load(shop, "order", "--connections", connections, "--seconds", 120, "--orders", orders, "--lines", lines, "--variants", chosen)


def told(figures):
    return f"{figures['per_second']:,}/s, p50 {figures['p50_us'] / 1000:.2f} p99 {figures['p99_us'] / 1000:.2f} ms" + (f", {figures['failed']} failed" if figures["failed"] else "")


def lone(shop, table, chosen):
    """One buyer at a time: what sharing transactions costs somebody who has nobody to share with."""
    table.fact("place order, one buyer at a time", told(place(shop, chosen, 1_000, connections=1)), "–", True)


def by_lines(shop, table, chosen):
    for count in LINES:
        figures = place(shop, chosen, max(256, ORDERS // count), lines=count)
        table.fact(f"place order of {count} lines", f"{told(figures)}, {figures['per_second'] * count:,} lines/s", "–", not figures["failed"])


def by_warehouses(shop, table, chosen, database):
    first = None
    for count in WAREHOUSES:
        database.run_sql(warehouses(count))
        shop.stop_server()
        shop.start_server()
        shop.wait_ready()
        place(shop, chosen, 500)
        figures = place(shop, chosen, ORDERS)
        first = first or figures["per_second"]
        share = figures["per_second"] / first
        table.fact(f"place order, goods in {count} warehouses", f"{told(figures)}, {share:.2f} of one", "≥ 0.8", share >= 0.8 and not figures["failed"])


def warehouses(count):
    """Every article of the store lies in that many warehouses. Run as the owner."""
    return f"""
insert into stock.warehouses (store_id, id, code, name)
select s.store_id, md5('warehouse-' || g)::uuid, 'bench-' || g, 'Bench ' || g from stores.stores s, generate_series(2, {count}) g where s.slug = 'stationery'
on conflict do nothing;
insert into stock.shelves (store_id, variant, warehouse, on_hand)
select l.store_id, l.variant, md5('warehouse-' || g)::uuid, 1000000
from stock.levels l join stores.stores s on s.store_id = l.store_id and s.slug = 'stationery', generate_series(2, {count}) g
on conflict do nothing;
update stock.levels l set on_hand = (select sum(on_hand) from stock.shelves h where h.store_id = l.store_id and h.variant = l.variant);
vacuum analyze stock.levels, stock.shelves;
"""


def by_history(shop, table, chosen, database):
    first, there = None, 0
    database.run_sql(templates())
    for count in HISTORIES:
        if count > there:
            database.run_sql(copies(database, there // TEMPLATES, count // TEMPLATES))
            there = count
        place(shop, chosen, 500)
        figures = place(shop, chosen, ORDERS)
        first = first or figures
        slower = figures["p50_us"] / first["p50_us"]
        table.fact(f"place order, {there:,} orders in the books", f"{told(figures)}, p50 {slower:.2f} times that of none", "≤ 1.25", slower <= 1.25 and not figures["failed"])


def templates():
    return f"""
create schema if not exists bench;
drop table if exists bench.templates;
create table bench.templates as
select o.id, o.payment, p.order_ref as ref from orders.orders o join payments.payments p on p.id = o.payment order by o.placed_at desc limit {TEMPLATES};
analyze bench.templates;
"""


def copies(database, first, last):
    """Copies number first + 1 … last of every template, in all tables. Run as the owner."""
    statements = ["set session_replication_role = replica; set synchronous_commit = off;"]  # rows that were checked once are not checked again
    for name, changed in COPIED.items():
        schema, table = name.split(".")
        columns = [line for line in database.run_sql(f"select column_name from information_schema.columns where table_schema = '{schema}' and table_name = '{table}' "
                                                     "and is_generated = 'NEVER' order by ordinal_position").split() if changed.get(line, "") is not None]
        values = [changed.get(column, "o.{0}").format(column) for column in columns]
        statements.append(f"insert into {name} ({', '.join(columns)}) select {', '.join(values)} from {name} o, generate_series({first + 1}, {last}) g where {CHOSEN[name]};")
    statements.append("set session_replication_role = origin; vacuum analyze " + ", ".join(COPIED) + "; checkpoint;")
    return "\n".join(statements)
