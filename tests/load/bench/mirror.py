"""The shop's own statements for pgbench: read from the .sql files, so that both sides of a comparison send the same SQL.

A buyer's cart is number n: its id and token follow from n by md5, so that every client finds its carts without asking.
Values that the shop computes (prices, ids, the kept answer) are expressions or constants of the same type and size.
"""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]
SIGNATURE = re.compile(r"--\s*\w+\((.*?)\)\s*->")
ADDRESS = '{"name": "Load Buyer", "line1": "1 Long Road", "city": "Lahore", "postal_code": "54000", "country": "PK", "phone": "+923001234567"}'


def statement(path, values):
    """src/<path>.sql with each parameter replaced by the expression `values` has under its name."""
    folder, name = path.rsplit("/", 1)
    text = (ROOT / "src" / folder / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    signature, _, body = text.partition("\n")
    names = [part.split()[-1] for part in SIGNATURE.match(signature)[1].split(",") if part.strip()]
    missing = [name for name in names if name not in values]
    if missing:
        raise KeyError(f"{path} has parameters that the bench does not know: {missing}")
    body = re.sub(r"--[^\n]*\n", "", body).strip().rstrip(";")
    return re.sub(r"\$(\d+)", lambda match: f"({values[names[int(match[1]) - 1]]})", body)


def text(value):
    return "'" + value.replace("'", "''") + "'"


def cart_values(n):
    return {"id": f"md5('cart-' || {n})::uuid", "token_hash": f"sha256(('token-' || {n})::bytea)"}


def cart_array(n):
    """The same for statements that take many carts."""
    return {name: f"array[{value}]" for name, value in cart_values(n).items()}


def order_values(n, lines, unit_price_minor=25_000, shipping_minor=20_000):
    """`lines` gives the cart's variants and quantities as they were read: SQL expressions of uuid[] and bigint[]."""
    total = unit_price_minor + shipping_minor
    order, payment = f"md5('order-' || {n})::uuid", f"md5('payment-' || {n})::uuid"
    reference = f"'ord_' || {n}"
    none_of = '{"net": {"minor": 0, "currency": "PKR"}, "tax": {"minor": 0, "currency": "PKR"}, "gross": {"minor": 0, "currency": "PKR"}, "components": []}'
    breakdown = '{"shipping": ' + none_of + ', "taxes": [], "discounts": [], "tenders": []}'
    line_breakdown = '{"includes_tax": true, "is_gift": false, "price_list": "base", "tax_class": "standard", "taxes": [], "discounts": []}'
    answer = '{"id": "ord_x", "padding": "' + "x" * 1600 + '"}'
    minor = lambda value: f"array[{value}]::bigint[]"
    return {
        "order": {
            "id": f"array[{order}]", "number": f"array['B-' || {n}]", "cart": f"array[md5('cart-' || {n})::uuid]", "email": "array['buyer@load.example']",
            "shipping_address": f"array[{text(ADDRESS)}]::jsonb[]", "billing_address": "array[null]::jsonb[]", "currency": "array['PKR']",
            "subtotal": minor(unit_price_minor), "discount": minor(0), "tax": minor(0), "tax_included": minor(0), "shipping": minor(shipping_minor), "shipping_discount": minor(0),
            "shipping_gross": minor(shipping_minor), "shipping_tax": minor(0), "fee": minor(0), "fee_gross": minor(0), "fee_tax": minor(0), "rounding": minor(0), "total": minor(total), "payable": minor(total),
            "breakdown": f"array[{text(breakdown)}]::jsonb[]", "shipping_name": "array['Standard delivery']", "payment_method": "array['bank_transfer']", "payment": f"array[{payment}]",
            "expires": "array[now() + interval '72 hours']", "placed": "array[now()]", "actor": "array['bench']"},
        "keys": {"key": f"array['key-' || {n}]", "fingerprint": f"array[sha256(('key-' || {n})::bytea)]", "id": f"array[{order}]", "answer": f"array[{text(answer)}]::jsonb[]"},
        "lines": {
            "order_id": f"array[{order}]", "position": "array[1]::bigint[]", "variant": lines["variants"], "sku": "array['ST-000001']",
            "title": "array['Spiral notebook, ruled, 200 pages']", "options": "array['Blue, A4']", "product_slug": "array['spiral-notebook-ruled-200-pages']",
            "quantity": lines["quantities"], "unit_price": minor(unit_price_minor), "total": minor(unit_price_minor), "discount": minor(0), "net": minor(unit_price_minor), "tax": minor(0),
            "gross": minor(unit_price_minor), "breakdown": f"array[{text(line_breakdown)}]::jsonb[]"},
        "words": {"order_id": f"array_fill({order}, array[4])", "word": "array['load', 'buyer', 'lahore', '923001234567']"},
        "claim": {"key": f"array['key-' || {n}]", "count": "1::bigint"},
        "offers": {
            "order_ref": f"array[{reference}]", "order_customer": f"array['buyer-' || {n} || '@load.example']", "claim_order": "array[]::text[]", "promotion": "array[]::uuid[]",
            "coupon": "array[]::uuid[]", "claim_customer": "array[]::text[]", "amount": "array[]::bigint[]", "currency": "array[]::text[]", "is_first_only": "array[]::boolean[]"},
        "levels": {"variant": lines["variants"], "plenty": "1000::bigint"},
        "hold": {"order_ref": f"array[{reference}]", "variant": lines["variants"], "quantity": lines["quantities"], "expires": "array[now() + interval '72 hours']"},
        "ordered": {"id": f"array[md5('cart-' || {n})::uuid]", "order_ref": f"array[{reference}]"},
        "payment": {
            "id": f"array[{payment}]", "order_ref": f"array[{reference}]", "order_number": f"array['B-' || {n}]", "method": "array['bank_transfer']",
            "amount": f"array[{total}]::bigint[]", "currency": "array['PKR']", "email": "array['buyer@load.example']", "pay_by": "array[now() + interval '72 hours']",
            "state": "array['pending']", "now": "now()", "requires_3ds": "array[false]"},
        "posting": {
            "id": f"array[md5('posting-' || {n})::uuid]", "kind": "array['order.placed']", "reference": f"array[{reference}]", "actor": "array['bench']",
            "posting": f"array_fill(md5('posting-' || {n})::uuid, array[3])", "position": "array[1, 2, 3]", "account": "array['receivable', 'sales', 'shipping']",
            "currency": "array['PKR', 'PKR', 'PKR']", "minor": f"array[{total}, -{unit_price_minor}, -{shipping_minor}]::bigint[]"},
        "news": {
            "event": f"array[md5('event-' || {n})::uuid]", "name": "array['orders.placed']", "aggregate": f"array[{reference}]",
            "payload": f"array['{{\"order\": \"ord_x\", \"number\": \"B-1\", \"payment\": \"pay_x\", \"method\": \"bank_transfer\"}}']::jsonb[]",
            "actor": "array['bench']", "request": "array['bench']", "news_place": "array[]::bigint[]", "job": "array[]::uuid[]", "kind": "array[]::text[]",
            "job_request": "array[]::text[]", "at": "now()"},
        "expiry": timer("orders.expire", n), "sweeper": timer("payments.sweep", n),
    }


def timer(kind, n):
    return {"job": f"array[md5('{kind}' || {n})::uuid]", "kind": f"array['{kind}']", "aggregate": f"array['ord_' || {n}]", "due": "array[now() + interval '72 hours']",
            "payload": "array['{\"order\": \"ord_x\"}']::jsonb[]", "once": "array[false]", "request_id": "'bench'"}


def scope(store, durable=True):
    values = {"store": text(store), "actor": "'bench'", "role": "'guest'", "timeout_ms": "'10000'", "request": "'bench'", "person": "''"}
    return statement("io/pg/set_scope" if durable else "io/pg/set_relaxed_scope", values)


def saving(values):
    """What is written when an order is placed, in the order of src/modules/orders/save.cpp."""
    return [statement("modules/orders/save_orders", values["order"]), statement("modules/orders/save_lines", values["lines"]),
            statement("modules/orders/save_words", values["words"]),
            statement("modules/carts/mark_ordered", values["ordered"]), statement("modules/payments/open", values["payment"]),
            statement("io/jobs/add_timers", values["sweeper"]), statement("modules/ledger/post", values["posting"]),
            statement("io/jobs/publish_news", values["news"]), statement("io/jobs/add_timers", values["expiry"]),
            statement("modules/stock/hold", values["hold"]), statement("modules/stock/reserve", values["hold"]),
            statement("modules/orders/claim_keys", values["keys"]), statement("modules/promotions/claim", values["offers"])]


def place_order_script(store):
    """pgbench: the statements of one order, one round trip each."""
    values = order_values("(:n)::text", {"variants": ":c_variants::uuid[]", "quantities": ":c_quantities::bigint[]"})
    cart = cart_array("(:n)::text")
    return "\n".join([
        "\\set k :k + 1", "\\set n :client_id * 1000000 + :k", "begin;", scope(store) + ";",
        statement("modules/carts/lock", cart) + ";", statement("modules/carts/find_many", cart), "\\gset c_",
        statement("modules/orders/find_claims", values["claim"]) + ";", statement("modules/stock/lock_levels", values["levels"]) + ";",
        statement("modules/orders/next_numbers", values["claim"]) + ";",
        *(one + ";" for one in saving(values)), "commit;"])


def place_order_function(store):
    """The same statements as one server-side function, `bench.place_order(n)`: one round trip, no parsing, nothing but the rows."""
    values = order_values("n", {"variants": "found.variants", "quantities": "found.quantities"})
    cart = cart_array("n")
    return f"""
create schema if not exists bench;
grant usage on schema bench to vitrine_app;
create or replace function bench.place_order(n text) returns void language plpgsql as $function$
#variable_conflict use_column
declare
  found record;
  row record;
begin
  {scope(store).replace('select', 'perform', 1)};
  for row in {statement("modules/carts/lock", cart)} loop null; end loop;
  for found in {statement("modules/carts/find_many", cart)} loop null; end loop;
  for row in {statement("modules/orders/find_claims", values["claim"])} loop null; end loop;
  for row in {statement("modules/stock/lock_levels", values["levels"])} loop null; end loop;
  for row in {statement("modules/orders/next_numbers", values["claim"])} loop null; end loop;
  {";".join(chr(10) + "  " + one.replace("select", "perform", 1) if one.startswith("select") else chr(10) + "  " + one for one in saving(values))};
end $function$;
"""


PLACE_ORDER_CALL = "\\set k :k + 1\n\\set n :client_id * 1000000 + :k\nselect bench.place_order((:n)::text);"


def add_line_script(store):
    """pgbench: one edit of a cart, its commit not waiting for the disk."""
    cart = cart_values("(:n)::text")
    added = cart | {"line": "gen_random_uuid()", "variant": "(select variant from bench.variants where n = :v)", "quantity": "1", "version": "null::bigint"}
    return "\n".join([
        "\\set n :client_id * 1000000 + random(1, 50)", "\\set v random(1, :variants)", "begin;", scope(store, durable=False) + ";",
        statement("modules/carts/add_line", added) + ";", statement("modules/carts/find", cart) + ";", "commit;"])


def live_edit_script(store):
    """pgbench: one edit of a live cart as carts/live_edit.cpp writes it: behind the cart's lock, its commit not waiting for the disk."""
    cart = cart_values("(:n)::text")
    keys = cart_array("(:n)::text")
    edit = {"cart": cart["id"], "device": "'load00000000'", "number": ":k", "outcome": "'applied'", "line": "gen_random_uuid()", "variant": "(select variant from bench.variants where n = :v)",
            "quantity": "1 + :k % 2", "is_changed": "true"}
    return "\n".join([
        "\\set n :client_id * 1000000 + random(1, 50)", "\\set v 1 + (:n * 7919) % :variants", "\\set k :k + 1", "begin;", scope(store, durable=False) + ";",
        statement("modules/carts/lock", keys) + ";", statement("modules/carts/find_many", keys) + ";",
        statement("modules/carts/device", {"cart": cart["id"], "device": "'load00000000'"}) + ";", statement("modules/carts/save_edit", edit) + ";", "commit;"])


def ready_carts(store, clients, carts_each):
    """Carts 1 … carts_each of every client, one article each, addressed; and the articles by number. Run as the owner."""
    cart = cart_values("numbered.n::text")
    return f"""
begin;
select set_config('vitrine.store', {text(store)}, true);
insert into carts.carts (store_id, id, token_hash, email, shipping_address)
select {text(store)}::uuid, {cart['id']}, {cart['token_hash']}, 'buyer@load.example', {text(ADDRESS)}
from (select c * 1000000 + k as n from generate_series(0, {clients - 1}) c, generate_series(1, {carts_each}) k) numbered
on conflict do nothing;
insert into carts.lines (store_id, cart, id, variant, quantity)
select {text(store)}::uuid, {cart['id']}, md5('line-' || numbered.n)::uuid, v.variant, 1
from (select c * 1000000 + k as n, 1 + (c * 7919 + k) % (select count(*) from bench.variants) as turn
      from generate_series(0, {clients - 1}) c, generate_series(1, {carts_each}) k) numbered
join bench.variants v on v.n = numbered.turn
on conflict do nothing;
commit;
analyze carts.carts, carts.lines;
"""


def bench_variants(variants):
    rows = ", ".join(f"({number}, '{variant}'::uuid)" for number, variant in enumerate(variants, 1))
    return f"""
create schema if not exists bench;
grant usage on schema bench to vitrine_app;
drop table if exists bench.variants;
create table bench.variants (n bigint primary key, variant uuid not null);
insert into bench.variants (n, variant) values {rows};
grant select on bench.variants to vitrine_app;
analyze bench.variants;
"""


def forget_orders(store):
    """Takes back what an earlier pgbench wrote, so that the same carts can be placed again. Run as the owner."""
    return f"""
begin;
select set_config('vitrine.store', {text(store)}, true);
truncate promotions.buyers, orders.orders, orders.lines, orders.timeline, orders.idempotency, payments.payments, ledger.postings, ledger.lines, jobs.events, jobs.jobs, stock.reservations,
         carts.carts, carts.lines cascade;
update stock.levels set reserved = 0;
commit;
vacuum analyze stock.levels;
"""
