"""The list and the search of orders in the admin API, at a million orders: every filter that it offers, with values that many, few or no orders have.

The orders are written straight into the tables, as years of business leave them: most are done, few are open, some customers come again and again.
"""
import http.client
import json
import os
import time
import urllib.parse

from ceilings import Database
from shop import Failed

ORDERS = int(os.environ.get("VITRINE_BENCH_LIST_ORDERS", "1000000"))
ASKED, BUDGET_MS = 60, 50

HISTORY = """
set session_replication_role = replica; set synchronous_commit = off;
insert into orders.orders (store_id, id, number, state, cart, email, shipping_address, currency, subtotal, discount, tax, shipping, total, payable, shipping_gross, refunded, paid_at, shipping_name,
                           payment_method, payment, placed_at, expires_at)
select s.store_id, md5('listed order ' || n)::uuid, 'L-' || 100000 + n,
       case when n % 1000 = 0 then 'on_hold' when n % 50 = 1 then 'pending_payment' when n % 20 = 2 then 'cancelled' when n % 97 = 3 then 'refunded' when n % 100 = 4 then 'paid'
            when n % 100 = 5 then 'processing' when n % 200 = 6 then 'packed' when n % 60 = 7 then 'shipped' when n % 30 = 8 then 'delivered' else 'completed' end,
       md5('listed cart ' || n)::uuid, 'Buyer' || n % ({orders} / 5) || '@example.com',
       jsonb_build_object('name', 'Buyer ' || (array['Ahmed', 'Ayesha', 'Bilal', 'Fatima', 'Hassan'])[1 + n % 5] || ' Khan' || n % 3000, 'line1', '1 Road', 'city',
                          (array['Lahore', 'Karachi', 'Multan'])[1 + n % 3], 'country', 'PK', 'phone', '0300' || 1000000 + n),
       s.currency, 10000 + (n::bigint * 7919) % 5000000, 0, 0, 0, 10000 + (n::bigint * 7919) % 5000000, 10000 + (n::bigint * 7919) % 5000000, 0,
       case when n % 97 = 3 then 10000 + (n::bigint * 7919) % 5000000 when n % 211 = 9 then 100 else 0 end, case when n % 50 = 1 or n % 20 = 2 then null else now() end, 'Standard',
       (array['stripe', 'bank_transfer', 'cash_on_delivery', 'jazzcash'])[1 + n % 4], md5('listed payment ' || n)::uuid, now() - n * interval '60 seconds', now()
from stores.stores s, generate_series(1, {orders}) as n where s.slug = 'stationery';
insert into orders.lines (store_id, order_id, position, variant, sku, title, product_slug, quantity, unit_price, total, net, gross)
select s.store_id, md5('listed order ' || n)::uuid, 1, md5('variant ' || n % 5000)::uuid, 'LISTED-' || n % 5000, 'An article', 'article', 1, 100, 100, 100, 100
from stores.stores s, generate_series(1, {orders}) as n where s.slug = 'stationery';
insert into orders.words (store_id, word, order_id)
select o.store_id, w.word, o.id
from orders.orders o, regexp_split_to_table(lower(concat_ws(' ', o.shipping_address ->> 'name', o.shipping_address ->> 'city', o.shipping_address ->> 'phone')), ' ') as w (word)
where o.number like 'L-%';
set session_replication_role = origin;
vacuum analyze orders.orders, orders.lines, orders.words;
"""

FILTERS = {
    "nothing": {}, "state that most have": {"state": "completed"}, "state that few have": {"state": "on_hold"},
    "payment that most have": {"payment_state": "paid"}, "payment that few have": {"payment_state": "part_refunded"},
    "state and payment": {"state": "completed", "payment_state": "part_refunded"}, "state and payment that exclude each other": {"state": "completed", "payment_state": "unpaid"},
    "way of paying": {"method": "jazzcash"}, "way of paying that none has": {"method": "cheque"}, "state and way of paying": {"state": "pending_payment", "method": "stripe"},
    "total, narrow": {"total_min": 1_000_000, "total_max": 1_000_500}, "total, wide": {"total_min": 1_000_000}, "total above all": {"total_min": 900_000_000},
    "total and state": {"state": "on_hold", "total_min": 1_000_000, "total_max": 3_000_000},
    "currency that none has": {"currency": "EUR"},
    "e-mail": {"email": "BUYER7@example.com"}, "e-mail that none has": {"email": "nobody@example.com"}, "number": {"number": "L-100007"},
    "article": {"sku": "LISTED-7"}, "article and state": {"sku": "LISTED-7", "state": "completed"}, "article that none has": {"sku": "NO-SUCH"},
    "word that many have": {"text": "ahmed"}, "words that few have": {"text": "khan77 fatima"}, "two words that many have": {"text": "ahmed lahore"}, "word that none has": {"text": "zzyzx"},
    "phone": {"text": "03001000011"}, "text that is a number": {"text": "l-100011"}, "word and state": {"text": "lahore", "state": "on_hold"},
}


def by_days():
    """Filters over days in the middle of the history."""
    moment = lambda minutes: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - minutes * 60))
    return {"days": {"from": moment(ORDERS // 2 + 1500), "until": moment(ORDERS // 2)}, "days and state": {"state": "cancelled", "from": moment(ORDERS), "until": moment(ORDERS // 2)}}


def orders_list(shop, table):
    Database(shop).run_sql(HISTORY.format(orders=ORDERS))
    key = shop.run("user", "key", "--store", "stationery", "--name", "bench", "--permission", "orders:read").split()[-1]
    connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=60)
    for name, query in (FILTERS | by_days()).items():
        took = sorted(ask(connection, key, query) for _ in range(ASKED))
        p95 = took[ASKED * 95 // 100]
        table.fact(f"{ORDERS:,} orders, list by {name}", f"p50 {took[ASKED // 2]:.1f}, p95 {p95:.1f} ms", f"< {BUDGET_MS} ms", p95 < BUDGET_MS)
    followed(connection, key, table)


def followed(connection, key, table):
    """The first twenty pages of the state that most orders have, by their cursors."""
    took, cursor = [], {}
    for _ in range(20):
        begun = time.monotonic()
        page = answer(connection, key, {"state": "completed"} | cursor)
        took.append((time.monotonic() - begun) * 1_000)
        cursor = {"cursor": page["next_cursor"]}
    took.sort()
    table.fact(f"{ORDERS:,} orders, twenty pages by cursor", f"p50 {took[10]:.1f}, slowest {took[-1]:.1f} ms", f"< {BUDGET_MS} ms", took[-1] < BUDGET_MS)


def ask(connection, key, query):
    begun = time.monotonic()
    answer(connection, key, query)
    return (time.monotonic() - begun) * 1_000


def answer(connection, key, query):
    connection.request("GET", "/api/v1/admin/orders?" + urllib.parse.urlencode(query), headers={"Host": "stationery.localhost", "Authorization": f"Bearer {key}"})
    reply = connection.getresponse()
    body = reply.read()
    if reply.status != 200:
        raise Failed(f"the list of orders answered {reply.status}: {body[:300]}")
    return json.loads(body)
