"""What is measured. Each function adds its rows to the table."""
import json
import os
import subprocess
import sys
import time
import urllib.parse

import mirror
import search_peers
from ceilings import Database, Nginx, wrk
from edits import edits
from quotes import quote
from imports import import_catalog
from tools import BUILD, ROOT, Failed
from shop import Api, Shop

HOST = "stationery.localhost"
SECONDS = int(os.environ.get("VITRINE_BENCH_SECONDS", "8"))
ORDERS_EACH = int(os.environ.get("VITRINE_BENCH_ORDERS", "1000"))  # of each pgbench client
BUYERS = int(os.environ.get("VITRINE_BENCH_BUYERS", "48"))  # at once: enough to fill the groups, few enough that nobody waits long
PAGES = 1_000  # different product pages and listings asked for, at random


def load(shop, story, *arguments):
    """The load driver; gives its figures. A refused request is in them, not an exception."""
    done = subprocess.run([str(BUILD / "vitrine_load"), story, "--port", str(shop.port), "--host", HOST, *map(str, arguments)], capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        raise Failed(f"vitrine_load {story} ended with {done.returncode}: {done.stderr}")
    figures = json.loads(done.stdout.splitlines()[-1])
    if "requests" in figures:
        figures["failed"] = figures["requests"] - figures["fine"]
        figures["statuses"] = {status: count for status, count in figures["statuses"].items() if not status.startswith("2")}
        if figures["statuses"]:
            print(f"  {story}: other answers {figures['statuses']}", file=sys.stderr)
    return figures


def slugs(shop, wanted):
    found, cursor = [], None
    while len(found) < wanted:
        query = {"limit": 100, "sort": "newest"} | ({"cursor": cursor} if cursor else {})
        page = shop.api.must("GET", "/api/v1/products?" + urllib.parse.urlencode(query)).json
        found += [item["slug"] for item in page["items"]]
        cursor = page.get("next_cursor")
        if not cursor:
            break
    return found[:wanted]


def read_kinds(shop):
    """name → paths; each is asked in random order."""
    products = slugs(shop, PAGES)
    categories = [node["slug"] for node in all_categories(shop.api.must("GET", "/api/v1/categories").json["items"])]
    listings = [f"/c/{slug}?page={page}" for slug in categories for page in (1, 2, 3)]
    return {
        "product JSON": [f"/api/v1/products/{slug}" for slug in products],
        "product page": [f"/p/{slug}" for slug in products],
        "listing page": answered(shop, listings),
    }


def all_categories(nodes):
    for node in nodes:
        yield node
        yield from all_categories(node.get("children", []))


def answered(shop, paths):
    return [path for path in paths if shop.api.call("GET", path).status == 200]


def reads(shop, table):
    for name, paths in read_kinds(shop).items():
        bodies = [shop.api.must("GET", path).body for path in paths]
        with Nginx(shop.folder / "nginx" / name.replace(" ", "-"), bodies, "application/json" if "JSON" in name else "text/html") as nginx:
            ceiling = wrk(shop.folder, nginx.port, HOST, [f"/{number}" for number in range(len(bodies))], SECONDS)
        wrk(shop.folder, shop.port, HOST, paths, 2)
        figures = wrk(shop.folder, shop.port, HOST, paths, SECONDS)
        size = sum(map(len, bodies)) // len(bodies)
        table.add(f"{name} ({len(paths):,} keys, {size / 1024:.1f} KiB)", figures, ceiling, 0.9, "nginx")


def search(shop, table):
    """Over HTTP, then in the process beside PostgreSQL and Sphinx; with --full a million products as well."""
    search_over_http(shop, table)
    for count in (100_000, 1_000_000) if "--full" in sys.argv else (100_000,):
        search_peers.peers(shop, table, count, SECONDS)


def search_over_http(shop, table):
    """Words of real titles, one letter in ten wrong, under two facets."""
    page = shop.api.must("GET", "/api/v1/products?limit=1").json
    facets = [facet for facet in page["facets"] if len(facet["values"]) > 2][:2]
    words = ["notebook", "pen", "marker", "paper", "notebok", "pencil", "stapler", "penci", "brush", "canvas", "file", "colour"]
    paths = []
    for word in words:
        for first in facets[0]["values"][:6]:
            for second in facets[1]["values"][:4]:
                query = {"q": word, f"filter[{facets[0]['code']}]": first["value"], f"filter[{facets[1]['code']}]": second["value"]}
                paths.append("/api/v1/products?" + urllib.parse.urlencode(query))
    wrk(shop.folder, shop.port, HOST, paths, 2)
    table.add(f"search, typo, two facets ({shop.products('stationery'):,} products)", wrk(shop.folder, shop.port, HOST, paths, SECONDS, connections=32))


def variants(shop, wanted):
    """Ids and prices of articles in stock, one a product."""
    found, cursor = [], None
    while len(found) < wanted:
        query = {"limit": 100, "in_stock": "true"} | ({"cursor": cursor} if cursor else {})
        page = shop.api.must("GET", "/api/v1/products?" + urllib.parse.urlencode(query)).json
        found += [(item["first_variant"], item["price"]["minor"]) for item in page["items"]]
        cursor = page.get("next_cursor")
        if not cursor:
            break
    return found[:wanted]


def write_variants(shop, chosen, name):
    path = shop.folder / name
    path.write_text("".join(f"{variant} {minor}\n" for variant, minor in chosen))
    return path


def fill_stock(database):
    """Enough of everything that a shortage does not end the measurement."""
    database.run_sql("update stock.levels set on_hand = 100000000")
    database.run_sql("insert into stock.shelves (store_id, variant, warehouse, on_hand) select store_id, variant, store_id, 100000000 from stock.levels "
                     "on conflict (store_id, variant, warehouse) do update set on_hand = excluded.on_hand")


def prepare_writes(shop):
    database = Database(shop)
    store = database.run_sql("select store_id from stores.stores where slug = 'stationery'").strip()
    fill_stock(database)
    shop.stop_server()  # the snapshots read the new stock at start
    shop.start_server()
    shop.wait_ready()
    ids = database.run_sql(f"select variant from stock.levels where store_id = '{store}' order by variant limit 5000").split()
    database.run_sql(mirror.bench_variants(ids))
    return Database(shop), store, ids


def add_to_cart(shop, table, clients=32):
    database, store, ids = prepare_writes(shop)
    database.run_sql(mirror.ready_carts(store, clients, 50))
    ceiling = database.pgbench(mirror.add_line_script(store), clients, seconds=SECONDS, variables=[("variants", len(ids))])
    figures = load(shop, "cart", "--connections", 64, "--seconds", SECONDS, "--variants", write_variants(shop, variants(shop, 1_000), "spread.txt"))
    table.add("add to cart", figures, ceiling, 0.8, "pgbench")


def orders(shop, table, clients=32, each=ORDERS_EACH):
    database, store, ids = prepare_writes(shop)
    database.run_sql(mirror.place_order_function(store))
    for name, chosen, articles, budget in (("spread SKUs", variants(shop, 1_000), ids, 1.0), ("one SKU", variants(shop, 1), ids[:1], 10)):
        by_statement, by_function = [ceiling_of_orders(database, store, articles, script, clients, each // (1 if len(articles) > 1 else 4))
                                     for script in (mirror.place_order_script(store), mirror.PLACE_ORDER_CALL)]
        count = clients * each
        figures = load(shop, "order", "--connections", BUYERS, "--seconds", 60, "--orders", count, "--variants", write_variants(shop, chosen, "chosen.txt"))
        table.add(f"place order, {name}", figures, by_function, budget, "function")
        table.add(f"place order, {name}, against statement by statement", figures, by_statement, None, "pgbench")


def ceiling_of_orders(database, store, articles, script, clients, each):
    database.run_sql(mirror.bench_variants(articles))
    database.run_sql(mirror.forget_orders(store))
    database.run_sql(mirror.ready_carts(store, clients, each))
    return database.pgbench(script, clients, transactions=each)


def start(shop, table):
    """A shop with 100,000 products: from exec to the first product page, and the memory then."""
    del shop
    big = Shop(BUILD / "vitrine", ROOT / "var/bench-100k")
    try:
        big.start_server()
        big.wait_ready()
        if big.products("stationery") < 100_000:
            big.load("stationery", 100_000, is_default=True)
        big.wait_until("100,000 products", lambda: big.products("stationery") >= 100_000)
        slug = slugs(big, 1)[0]
        big.stop_server()
        begin = time.monotonic()
        big.start_server()
        api = Api(big.port, "stationery")
        big.wait_until("the first answer", lambda: api.call("GET", f"/api/v1/products/{slug}").status == 200)
        seconds = time.monotonic() - begin
        resident = resident_mb(big.server.pid)
        table.fact("start with 100,000 products: first answer", f"{seconds:.2f} s", "< 2 s", seconds < 2)
        table.fact("start with 100,000 products: resident memory", f"{resident} MB", "< 400 MB", resident < 400)
        search_over_http(big, table)
    finally:
        big.stop()


def resident_mb(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) // 1024


def idle(shop, table):
    """10,000 shoppers with a page open, and 64 who read."""
    paths = shop.folder / "idle-paths.txt"
    paths.write_text("".join(f"/p/{slug}\n" for slug in slugs(shop, PAGES)))
    figures = load(shop, "idle", "--idle", 10_000, "--connections", 64, "--seconds", SECONDS, "--paths", paths, "--server-pid", shop.server.pid)
    reading = figures["load"]
    bad = sum(count for status, count in reading["statuses"].items() if status != "200")
    table.fact("10,000 idle connections: opened", f"{figures['idle']:,}, {figures['bytes_per_connection'] / 1024:.1f} KiB each", "10,000", figures["idle"] == 10_000)
    table.fact("10,000 idle connections: product pages besides", f"{reading['per_second']:,}/s, p95 {reading['p95_us'] / 1000:.2f} ms, {bad} failed", "p95 < 100 ms",
               reading["p95_us"] < 100_000 and bad == 0)


ALL = {"reads": reads, "search": search, "quote": quote, "cart": add_to_cart, "order": orders, "start": start, "idle": idle, "import": import_catalog, "edits": edits}
