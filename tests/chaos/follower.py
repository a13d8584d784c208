#!/usr/bin/env python3
"""Two processes of the shop on one database: both show an edit within a second, and one that was killed catches up from the snapshot it kept.

Usage: follower.py --program build/dev/vitrine [--products 500] [--edits 20] [--limit-s 1.0]
"""
import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2] / "tools"), str(HERE.parents[1] / "load" / "bench")]
import mirror  # noqa: E402
from ceilings import Database  # noqa: E402
from shop import Api, Failed, Shop  # noqa: E402


class Follower(Shop):
    """A second server with a folder of its own, on the database of the first."""

    def __init__(self, program, folder, first):
        super().__init__(program, folder, threads=1)
        lines = next(first.folder.glob("**/postmaster.pid")).read_text().splitlines()
        self.environment["DATABASE_URL"] = f"host={lines[4]} port={lines[3]} dbname=vitrine user=vitrine_owner"

    def kill(self):
        """As a machine that loses its power: nothing is written down on the way out."""
        self.server.kill()
        self.server.wait()

    def kept(self):
        return list(self.folder.glob("snapshots/*.snapshot"))

    def events(self, name):
        """What the log says since the last start, oldest first."""
        lines = (self.folder / "serve.log").read_text(errors="replace").splitlines()
        found = []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue  # words of a program that was killed in the middle
        return [event for event in found if event.get("event") == name]


class Editor:
    """Writes prices as the shop does: its own statement and the news for the snapshots, in one transaction."""

    def __init__(self, shop):
        self.database = Database(shop)
        self.store = self.database.run_sql("select store_id from stores.stores where slug = 'stationery'").strip()
        rows = self.database.run_sql(f"select v.id, vitrine.id_text('var', v.id), vitrine.id_text('prod', v.product_id) from catalog.variants v "
                                     f"where v.store_id = '{self.store}' and v.status = 'active' order by v.id limit 50").split()
        self.variants = [row.split("|") for row in rows]
        self.minor = 1_000_000

    def edit(self, number):
        """A price that nothing had before. Gives the article, its product, and the price."""
        variant, name, product = self.variants[number % len(self.variants)]
        self.minor += 1
        price = mirror.statement("modules/prices/save", {"variant": f"array['{variant}'::uuid]", "currency": "array['PKR']", "minor": f"array[{self.minor}]::bigint[]",
                                                         "compare_at_minor": "array[null]::bigint[]"})
        news = mirror.statement("modules/catalog/note_variant_changes", {"variant": f"array['{variant}'::uuid]"})
        self.database.run_sql(f"begin; select set_config('vitrine.store', '{self.store}', true), set_config('vitrine.actor', 'edits', true); {price}; {news}; commit;")
        return name, product, self.minor


def shown(api, name, product):
    answer = api.call("GET", f"/api/v1/products/{product}")
    if answer.status != 200:
        return None
    return next((variant["price"]["minor"] for variant in answer.json["variants"] if variant["id"] == name), None)


def seconds_until_shown(apis, edit, limit_s):
    """How long the slower of the servers took; more than the limit when it never came."""
    begin = time.monotonic()
    name, product, minor = edit
    missing = list(apis)
    while missing and time.monotonic() - begin < limit_s + 5:
        missing = [api for api in missing if shown(api, name, product) != minor]
        time.sleep(0.005)
    return time.monotonic() - begin


def both_show_edits(apis, editor, options, wrong):
    times = [seconds_until_shown(apis, editor.edit(number), options.limit_s) for number in range(options.edits)]
    print(f"{options.edits} edits, each shown by both processes after {max(times) * 1000:.0f} ms at most")
    if max(times) > options.limit_s:
        wrong.append(f"an edit took {max(times):.2f} s to be shown by both, {options.limit_s} s are allowed")


def killed_one_catches_up(follower, editor, options, wrong):
    follower.wait_until("the follower to keep its snapshot", lambda: bool(follower.kept()))
    follower.kill()
    loads_before = len(follower.events("snapshots.loaded"))
    edits = [editor.edit(number) for number in range(options.edits)]
    follower.start_server()
    follower.wait_ready()
    late = Api(follower.port, "stationery")
    # The last edit of each article is what must be seen, from the first answer on.
    newest = {name: (product, minor) for name, product, minor in edits}
    stale = [name for name, (product, minor) in newest.items() if shown(late, name, product) != minor]
    if stale:
        wrong.append(f"{len(stale)} of {len(newest)} edits are missing in the follower that was killed")
    follower.wait_until("the follower to say what it loaded", lambda: len(follower.events("snapshots.loaded")) > loads_before)  # the log is written besides
    loaded = follower.events("snapshots.loaded")[-1]
    print(f"the follower was ready again with {loaded['restored']} of {loaded['stores']} stores restored in {loaded['ms']} ms, {len(newest)} articles edited meanwhile")
    if loaded["restored"] != loaded["stores"] or loaded["stores"] == "0":
        wrong.append(f"the follower read {int(loaded['stores']) - int(loaded['restored'])} stores anew instead of catching up")
    for name in ("snapshots.file_ignored", "snapshots.too_old"):
        if follower.events(name):
            wrong.append(f"the follower said {name}: {follower.events(name)[-1]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/dev/vitrine")
    parser.add_argument("--products", type=int, default=500)
    parser.add_argument("--edits", type=int, default=200 if os.environ.get("VITRINE_LONG") else 20)
    parser.add_argument("--limit-s", type=float, default=1.0)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="vitrine-follower-"))
    os.chmod(folder, 0o755)  # PostgreSQL runs as an unprivileged user when this is root, and must pass through
    first, follower, wrong, failed = Shop(options.program, folder / "first", threads=1), None, [], True
    try:
        first.start_server()
        first.wait_ready()
        first.load("stationery", options.products, is_default=True)
        follower = Follower(options.program, folder / "second", first)
        follower.start_server()
        follower.wait_ready()
        editor = Editor(first)
        both_show_edits([Api(first.port, "stationery"), Api(follower.port, "stationery")], editor, options, wrong)
        killed_one_catches_up(follower, editor, options, wrong)
        for fault in wrong:
            print(fault)
        failed = bool(wrong)
    except Failed as fault:
        print(fault)
    finally:
        if follower:
            follower.stop()
        first.stop()
        if failed:
            print(f"kept for a look: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 0)


main()
