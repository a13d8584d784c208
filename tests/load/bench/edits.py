"""Prices and stock change 200 times a second while shoppers read."""
import http.client
import json
import os
import subprocess
import threading
import time

import mirror
from ceilings import Database, wrk
from tools import Failed, postgres_program

SECONDS = int(os.environ.get("VITRINE_BENCH_SECONDS", "8"))
PER_SECOND = 200
READS_SHARE = 16  # of what is answered at full load, one in so many is asked a second, at even distances, whatever the answers take: near full load a p99 tells how the processors are shared, not how long a reader waits
HOST = "stationery.localhost"

EDITS_TABLE = """
drop table if exists public.edits; drop sequence if exists public.edit_numbers; drop table if exists public.edited;
create sequence public.edit_numbers start 1000000;
create table public.edits (variant uuid not null, minor bigint not null, at timestamptz not null default clock_timestamp());
create table public.edited as select row_number() over (order by l.variant) - 1 as n, l.variant, v.product_id from stock.levels l
  join catalog.variants v on v.store_id = l.store_id and v.id = l.variant where l.store_id = '{store}' and v.status = 'active' order by l.variant limit 1000;
create index on public.edited (n);
grant select on public.edited to vitrine_app; grant insert on public.edits to vitrine_app; grant usage on public.edit_numbers to vitrine_app;
"""


def edit_script(store):
    """One edit as the shop writes it: its price by the shop's own statement, its stock, and the news for the snapshots. What was written when is noted. The number is drawn
    under a lock on the article: the last price written is the highest."""
    price = mirror.statement("modules/prices/save", {"variant": "array[:variant::uuid]", "currency": "array['PKR']", "minor": "array[:minor]::bigint[]",
                                                     "compare_at_minor": "array[null]::bigint[]"})
    stock = mirror.statement("modules/stock/set_on_hand", {"variant": "array[:variant::uuid]", "on_hand": "array[1000 + :minor::bigint % 1000]::bigint[]", "reason": "'bench'"})
    news = mirror.statement("modules/catalog/note_variant_changes", {"variant": "array[:variant::uuid]"})
    return f"""\\set n random(0, :articles - 1)
begin;
select set_config('vitrine.store', '{store}', true), set_config('vitrine.actor', 'bench', true), set_config('vitrine.role', 'staff', true);
select pg_advisory_xact_lock(:n);
select variant, nextval('public.edit_numbers') as minor from public.edited where n = :n \\gset
{price};
{stock};
{news};
insert into public.edits (variant, minor) values (:variant::uuid, :minor::bigint);
commit;
"""


# As many durable commits as the edits make, of nothing that a shop shows: what the disk and the machine alone cost a reader.
OTHER_COMMITS = """begin;
insert into public.edits (variant, minor) values ('00000000-0000-0000-0000-000000000000', 0);
commit;
"""


class Editor:
    """pgbench at a steady rate, as another process of the shop would write: its statements prepared once."""

    def __init__(self, database, script, articles, seconds):
        path = database.folder / "edit.sql"
        path.write_text(script)
        self.process = subprocess.Popen([postgres_program("pgbench"), "-h", database.socket, "-p", database.port, "-U", "vitrine_app", "-n", "-M", "prepared", "-c", "8", "-j", "1",
                                         "-R", str(PER_SECOND), "-T", str(seconds), "-D", f"articles={articles}", "-f", str(path), "vitrine"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                        env=os.environ | {"PGOPTIONS": "-c enable_seqscan=off"})

    def finish(self):
        said, _ = self.process.communicate()
        if self.process.returncode:
            raise Failed(f"pgbench ended with {self.process.returncode}:\n{said[:2000]}")


class Witness(threading.Thread):
    """Asks for edited products and keeps (when it asked, variant, price that was shown)."""

    def __init__(self, port, paths):
        super().__init__()
        self.port, self.paths, self.seen, self.is_over, self.failed = port, paths, [], False, None

    def run(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            number = 0
            while not self.is_over:
                number += 1
                asked = time.time()
                connection.request("GET", self.paths[number % len(self.paths)], headers={"Host": HOST})
                for variant in json.loads(connection.getresponse().read())["variants"]:
                    self.seen.append((asked, variant["id"], variant["price"]["minor"]))
                time.sleep(0.001)
        except (OSError, ValueError, KeyError, http.client.HTTPException) as fault:
            self.failed = fault


def oldest_staleness(seen, edits):
    """The longest time (s) by which an answer was behind. `edits`: (when, variant, price) with rising prices; one that was written before the question and
    is dearer than the price shown was missing in the answer since the first such was written. Also how many shown prices were edited ones."""
    by_variant = {}
    for at, variant, minor in edits:
        by_variant.setdefault(variant, []).append((minor, at))
    for history in by_variant.values():
        history.sort()
    worst, edited = 0.0, 0
    for asked, variant, shown in seen:
        history = by_variant.get(variant, [])
        edited += any(minor == shown for minor, _ in history)
        missing = [at for minor, at in history if minor > shown and at < asked]
        if missing:
            worst = max(worst, asked - min(missing))
    return worst, edited


def steady_reads(shop, paths, per_second):
    import measures

    file = shop.folder / "edit-paths.txt"
    file.write_text("\n".join(paths) + "\n", encoding="utf-8")
    return measures.load(shop, "get", "--paths", file, "--per-second", per_second, "--connections", 32, "--seconds", SECONDS)


def reads_beside(shop, paths, per_second, editor):
    time.sleep(1)
    figures = steady_reads(shop, paths, per_second)
    editor.finish()
    return figures


def edits(shop, table):
    import measures  # measures lists us; by now both are there

    database = Database(shop)
    store = database.run_sql("select store_id from stores.stores where slug = 'stationery'").strip()
    database.run_sql(EDITS_TABLE.format(store=store))
    paths = [path for _, path in zip(range(measures.PAGES), (f"/api/v1/products/{slug}" for slug in measures.slugs(shop, measures.PAGES)))]
    wrk(shop.folder, shop.port, HOST, paths, 2)
    full = wrk(shop.folder, shop.port, HOST, paths, SECONDS, connections=32)
    asked = int(os.environ.get("VITRINE_BENCH_READS", full["per_second"] // READS_SHARE))
    ids = database.run_sql("select vitrine.id_text('prod', product_id) from public.edited order by n").split()
    witness = Witness(shop.port, [f"/api/v1/products/{product}" for product in ids])
    witness.start()   # it takes its share of the processors from both measures
    try:
        quiet = steady_reads(shop, paths, asked)
        commits = reads_beside(shop, paths, asked, Editor(database, OTHER_COMMITS, len(ids), SECONDS + 2))
        database.run_sql("truncate public.edits")
        busy = reads_beside(shop, paths, asked, Editor(database, edit_script(store), len(ids), SECONDS + 2))
        time.sleep(1.5)
    finally:
        witness.is_over = True
        witness.join()
    if witness.failed:
        raise Failed(f"the witness of the edits failed: {witness.failed}")
    written = [line.split("|") for line in database.run_sql("select extract(epoch from at), vitrine.id_text('var', variant), minor from public.edits").splitlines()]
    stale, shown = oldest_staleness(witness.seen, [(float(at), variant, int(minor)) for at, variant, minor in written])
    if not shown:
        raise Failed("no edit was ever shown")
    table.add("product JSON, nothing edited, as fast as answered", full)
    table.add(f"product JSON, nothing edited, {asked:,}/s asked", quiet)
    table.add(f"product JSON beside {PER_SECOND} durable commits a second of something else, {asked:,}/s asked", commits)
    table.add(f"product JSON while {len(written) / (SECONDS + 2):.0f} prices and stocks a second are edited, {asked:,}/s asked", busy)
    table.fact(f"edits: oldest answer among {len(witness.seen):,} with {len(written):,} edits", f"{stale * 1000:.0f} ms behind", "< 1,000 ms", stale < 1)
    ratio = busy["p99_us"] / max(quiet["p99_us"], 1)
    table.fact("edits: p99 of reads with edits / without", f"{ratio:.2f}", "≤ 1.5", ratio <= 1.5)
    table.fact("edits: p99 of reads with edits / with as many durable commits of something else", f"{busy['p99_us'] / max(commits['p99_us'], 1):.2f}", "–", True)
    database.run_sql("drop table public.edits, public.edited; drop sequence public.edit_numbers")
