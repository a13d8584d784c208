"""The same products and queries for three: our search in its process, PostgreSQL's full text with pg_trgm, and Sphinx."""
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import struct
import subprocess
import time

from ceilings import Database, at
from tools import BUILD, ROOT, Failed
from shop import free_port

# One function does what a search page needs: 24 hits and the counts of two facets; with pg_trgm's nearest title words when the words find nothing.
POSTGRES = """
drop schema if exists bench_search cascade;
create schema bench_search;
create extension if not exists pg_trgm;
create table bench_search.products (id bigint primary key, title text, title_local text, description text, brand text, colour text, category text, price bigint);
\\copy bench_search.products from '{products}'
alter table bench_search.products add words tsvector generated always as
  (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('simple', title_local), 'A') || setweight(to_tsvector('english', brand || ' ' || colour || ' ' || category), 'C')
   || setweight(to_tsvector('english', description), 'D')) stored;
create index on bench_search.products using gin (words);
create index on bench_search.products using gin (title gin_trgm_ops);
create table bench_search.queries (id serial primary key, text text, brand text, colour text);
\\copy bench_search.queries (text, brand, colour) from '{queries}'
analyze bench_search.products;
create function bench_search.find(k int) returns table (what text, key text, number bigint) language plpgsql as $$
declare
  wanted bench_search.queries := (select q from bench_search.queries q where q.id = k);
begin
  return query
    with exact as materialized (
      select p.id, p.brand, p.colour, ts_rank(p.words, websearch_to_tsquery('english', wanted.text)) as score
      from bench_search.products p where p.words @@ websearch_to_tsquery('english', wanted.text)
    ), near as materialized (
      select p.id, p.brand, p.colour, word_similarity(wanted.text, p.title) as score
      from bench_search.products p where not exists (select from exact) and wanted.text <% p.title
    ), matched as materialized (select * from exact union all select * from near),
    hits as (select m.id, m.score from matched m where (wanted.brand = '' or m.brand = wanted.brand) and (wanted.colour = '' or m.colour = wanted.colour) order by m.score desc, m.id limit 24)
    select 'hit', '', h.id from hits h
    union all select 'brand', m.brand, count(*) from matched m where wanted.colour = '' or m.colour = wanted.colour group by m.brand
    union all select 'colour', m.colour, count(*) from matched m where wanted.brand = '' or m.brand = wanted.brand group by m.colour;
end $$;
grant usage on schema bench_search to vitrine_app;
grant select on all tables in schema bench_search to vitrine_app;
"""
PGBENCH = "\\set k random(1, :queries)\nselect * from bench_search.find(:k);\n"

SPHINX = """
source products {{
  type = tsvpipe
  tsvpipe_command = cat {folder}/sphinx.tsv
  tsvpipe_field = title
  tsvpipe_field = local
  tsvpipe_field = description
  tsvpipe_field = names
  tsvpipe_attr_uint = brand
  tsvpipe_attr_uint = colour
  tsvpipe_attr_uint = price
}}
index products {{ source = products
  path = {folder}/products
  morphology = stem_en
  docinfo = extern
}}
indexer {{ mem_limit = 512M
}}
searchd {{
  listen = 127.0.0.1:{port}:mysql41
  log = {folder}/searchd.log
  pid_file = {folder}/searchd.pid
  workers = threads
  max_children = 64
  binlog_path =
}}
"""


def our_search(table, count, folder, seconds):
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([str(BUILD / "search_bench"), str(count), "--json", "--dump", str(folder), "--seconds", str(seconds)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"search_bench ended with {done.returncode}: {done.stderr}")
    figures = json.loads(done.stdout.splitlines()[-1])
    name = f"{count:,} products"
    table.fact(f"index of {name}", f"{figures['build_ms'] / 1000:.1f} s on one core, {figures['bytes_a_product']} bytes a product, {figures['words']:,} words")
    for kind, row in figures.items():
        if isinstance(row, dict):
            is_search = count <= 100_000 and kind in ("mixed searches", "typo, two facets", "text, two facets")
            table.fact(f"search in the process, {kind}, {name}", f"{row['per_second']:,}/s on {os.cpu_count()} threads, p50 {row['p50_ms']} p95 {row['p95_ms']} p99 {row['p99_ms']} ms",
                       "p95 < 2 ms" if is_search else "–", row["p95_ms"] < 2 if is_search else None)
    mixed = figures["mixed searches"]
    return {"per_second": mixed["per_second"], "p50_us": mixed["p50_ms"] * 1000, "p95_us": mixed["p95_ms"] * 1000, "p99_us": mixed["p99_ms"] * 1000}


def postgres(shop, folder, seconds):
    database = Database(shop)
    begin = time.monotonic()
    database.run_sql(POSTGRES.format(products=folder / "products.tsv", queries=folder / "queries.tsv"))
    loaded = time.monotonic() - begin
    queries = int(database.run_sql("select count(*) from bench_search.queries"))
    figures = database.pgbench(PGBENCH, 2 * os.cpu_count(), seconds=seconds, variables=[("queries", queries)])
    database.run_sql("drop schema bench_search cascade")
    return figures, loaded


class Sphinx:
    """searchd with one index, spoken to in the MySQL protocol that it offers."""

    def __init__(self, folder):
        self.folder, self.port = folder / "sphinx", free_port()
        self.numbers = {"brand": {}, "colour": {}}

    def number(self, kind, value):
        return self.numbers[kind].setdefault(value, len(self.numbers[kind]) + 1) if value else 0

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        with open(self.folder.parent / "products.tsv", encoding="utf-8") as products, open(self.folder / "sphinx.tsv", "w", encoding="utf-8") as out:
            for line in products:
                number, title, local, description, brand, colour, category, price = line.rstrip("\n").split("\t")
                out.write("\t".join([number, title, local, description, f"{brand} {colour} {category}", str(self.number("brand", brand)), str(self.number("colour", colour)), price]) + "\n")
        config = self.folder / "sphinx.conf"
        config.write_text(SPHINX.format(folder=self.folder, port=self.port))
        begin = time.monotonic()
        done = subprocess.run([sphinx_program("indexer"), "--config", str(config), "--all", "--quiet"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(f"indexer: {done.stdout}{done.stderr}")
        self.build_seconds = time.monotonic() - begin
        self.process = subprocess.Popen([sphinx_program("searchd"), "--config", str(config), "--nodetach"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                SphinxClient(self.port).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise Failed("searchd does not answer")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def statement(self, text, brand, colour):
        escaped = "".join(c if c.isalnum() or c == " " else " " for c in text)
        limits = "".join(f" and {kind}={self.number(kind, value)}" for kind, value in (("brand", brand), ("colour", colour)) if value)
        return f"select id from products where match('{escaped}'){limits} limit 24 facet brand facet colour"


class SphinxClient:
    """As much of the MySQL protocol as a query needs (MySQL internals manual, client/server protocol 4.1)."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.packet()
        self.send(1, struct.pack("<IIB23x", 0x0200 | 0x8000 | 0x10000 | 0x20000, 1 << 24, 33) + b"bench\0\0")
        self.packet()

    def send(self, sequence, body):
        self.socket.sendall(struct.pack("<I", len(body))[:3] + bytes([sequence]) + body)

    def take(self, size):
        while len(self.buffer) < size:
            more = self.socket.recv(65536)
            if not more:
                raise Failed("searchd closed the connection")
            self.buffer += more
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def packet(self):
        head = self.take(4)
        return self.take(head[0] | head[1] << 8 | head[2] << 16)

    def query(self, text):
        """Reads all result sets; gives the number of rows."""
        self.send(0, b"\x03" + text.encode())
        rows = 0
        while True:
            first = self.packet()
            if first[0] == 0xFF:
                raise Failed("Sphinx: " + first[3:].decode(errors="replace"))
            if first[0] == 0:
                return rows
            ends, more = 0, False
            while ends < 2:
                packet = self.packet()
                if packet[0] == 0xFE and len(packet) < 9:
                    ends += 1
                    more = bool(struct.unpack("<H", packet[3:5])[0] & 8)
                elif ends == 1:
                    rows += 1
            if not more:
                return rows

    def close(self):
        self.socket.close()


def sphinx_program(name):
    found = shutil.which(name)
    if not found:
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "sphinxsearch"], capture_output=True, check=False)
        found = shutil.which(name)
    if not found:
        raise Failed(f"{name} is not installed (package sphinxsearch)")
    return found


def ask_sphinx(port, statements, seconds, seed, out):
    """One process: asks and times until the time is over."""
    dice, client, times, end = random.Random(seed), SphinxClient(port), [], time.monotonic() + seconds
    while time.monotonic() < end:
        begin = time.perf_counter()
        client.query(statements[dice.randrange(len(statements))])
        times.append(int((time.perf_counter() - begin) * 1e6))
    client.close()
    pathlib.Path(out).write_text(json.dumps(times))


def sphinx(folder, seconds):
    with Sphinx(folder) as server:
        with open(folder / "queries.tsv", encoding="utf-8") as file:
            statements = [server.statement(*line.rstrip("\n").split("\t")) for line in file]
        children = []
        for seed in range(2 * os.cpu_count()):
            out = folder / f"sphinx-times-{seed}.json"
            child = os.fork()
            if child == 0:
                try:
                    ask_sphinx(server.port, statements, seconds, seed, out)
                    os._exit(0)
                except BaseException as fault:  # a child says why and ends
                    print(fault, flush=True)
                    os._exit(1)
            children.append((child, out))
        times = []
        for child, out in children:
            os.waitpid(child, 0)
            times += json.loads(out.read_text()) if out.exists() else []
        times.sort()
        if not times:
            raise Failed("Sphinx answered nothing")
        return {"per_second": round(len(times) / seconds), "p50_us": at(times, 50), "p95_us": at(times, 95), "p99_us": at(times, 99)}, server.build_seconds


def peers(shop, table, count, seconds):
    folder = ROOT / "var" / f"bench-search-{count}"
    ours = our_search(table, count, folder, seconds)
    figures, loaded = postgres(shop, folder, seconds)
    name = f"{count:,} products"
    table.fact(f"PostgreSQL full text and pg_trgm, {name}", f"{figures['per_second']:,}/s, p50 {figures['p50_us'] / 1000:.1f} p95 {figures['p95_us'] / 1000:.1f} ms; load and index {loaded:.0f} s")
    table.add(f"search, the same queries as PostgreSQL, {name}", ours, figures, 20, "PostgreSQL")
    figures, built = sphinx(folder, seconds)
    table.fact(f"Sphinx, {name}", f"{figures['per_second']:,}/s, p50 {figures['p50_us'] / 1000:.1f} p95 {figures['p95_us'] / 1000:.1f} ms; index {built:.0f} s; no typos")
    table.add(f"search, the same queries as Sphinx, {name}", ours, figures, None, "Sphinx")
    shutil.rmtree(folder, ignore_errors=True)
