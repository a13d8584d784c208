"""Live carts: edits a second beside pgbench with the same statements, and ten thousand WebSockets: how long the other devices wait for an edit, and what each costs."""
import os

import mirror

SOCKETS = int(os.environ.get("VITRINE_BENCH_SOCKETS", "10000"))
DEVICES = 5            # that have each cart open
EDITORS = 64           # carts that are edited at once as fast as they are shown: a device gets fifty edits a second
CALM_PER_SECOND = 500  # edits a second, asked at even distances, for what the other devices wait for


def live(shop, table, clients=32):
    import measures  # measures lists us; by now both are there

    database, store, ids = measures.prepare_writes(shop)
    database.run_sql(mirror.ready_carts(store, clients, 50))
    ceiling = database.pgbench(mirror.live_edit_script(store), clients, seconds=measures.SECONDS, variables=[("variants", len(ids))])
    variants = measures.write_variants(shop, measures.variants(shop, 1_000), "spread.txt")
    common = ["--variants", variants, "--seconds", measures.SECONDS, "--server-pid", shop.server.pid]

    alone = measures.load(shop, "live", "--idle", EDITORS, "--devices", 1, "--connections", EDITORS, *common)
    table.add("live cart edits, one device a cart", edits_of(alone), ceiling, 0.8, "pgbench")
    shop.stop_server()   # so that the memory before is that of a server that has just started
    shop.start_server()
    shop.wait_ready()
    common[-1] = shop.server.pid
    crowd = measures.load(shop, "live", "--idle", SOCKETS, "--devices", DEVICES, "--connections", 1_000, "--per-second", CALM_PER_SECOND, *common)
    table.fact(f"{SOCKETS:,} WebSockets on {crowd['carts']:,} carts: opened", f"{crowd['sockets']:,}, {crowd['bytes_per_connection'] / 1024:.1f} KiB each, {crowd['broken']} broken", f"{SOCKETS:,}",
               crowd["sockets"] == crowd["carts"] * DEVICES and crowd["broken"] == 0)
    table.fact(f"{crowd['per_second']:,} edits/s among them: shown on the other devices ({crowd['shown']:,})",
               f"p50 {crowd['fanout_p50_us'] / 1000:.1f} ms, p95 {crowd['fanout_p95_us'] / 1000:.1f} ms, p99 {crowd['fanout_p99_us'] / 1000:.1f} ms, {crowd['unfinished']} not shown",
               "p95 < 200 ms", crowd["fanout_p95_us"] < 200_000 and crowd["unfinished"] == 0)


def edits_of(figures):
    return {"per_second": figures["per_second"], "p50_us": figures["ack_p50_us"], "p99_us": figures["ack_p99_us"], "failed": figures["broken"] + figures["unfinished"]}
