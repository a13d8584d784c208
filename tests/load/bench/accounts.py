"""Signing in beside bare Argon2id on as many threads, and what it costs to know who calls."""
import json
import os
import subprocess

from ceilings import Database
from tools import BUILD, Failed

PEOPLE = int(os.environ.get("VITRINE_BENCH_PEOPLE", "400"))
PASSWORD = "seven green notebooks"


def primitives():
    """Microseconds of each way to know a caller, and bare Argon2id: on as many threads as the shop gives it, and on all cores."""
    done = subprocess.run([str(BUILD / "token_bench"), "--json"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"token_bench ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def sign_up(database, store, hashed):
    """People who have been there before, all with the same password; their sign-ins write what every sign-in writes."""
    database.run_sql(f"""
begin;
select set_config('vitrine.store', '{store}', true);
insert into accounts.people (store_id, id, kind, email, email_key, name, password_hash)
select '{store}'::uuid, md5('bench-person-' || n)::uuid, 'customer', 'bench' || n || '@load.example', 'bench' || n || '@load.example', 'Load', '{hashed}' from generate_series(1, {PEOPLE}) n
on conflict do nothing;
commit;
analyze accounts.people;
""")


def accounts(shop, table):
    import measures  # measures lists us; by now both are there

    figures = primitives()
    database = Database(shop)
    store = database.run_sql("select store_id from stores.stores where slug = 'stationery'").strip()
    sign_up(database, store, figures["hash"])
    shop.environment["VITRINE_RATE_LIMIT_FACTOR"] = "0"   # all of them come from one address
    shop.stop_server()
    try:
        shop.start_server()
        shop.wait_ready()
        messages = shop.folder / "sign-ins.txt"
        messages.write_text("".join("X-Bench: 1\t" + json.dumps({"email": f"bench{n}@load.example", "password": PASSWORD}) + "\n" for n in range(1, PEOPLE + 1)))
        signed_in = measures.load(shop, "webhook", "--path", "/api/v1/auth/login", "--messages", messages, "--connections", 4 * figures["hashing_threads"], "--seconds", 120)
    finally:
        del shop.environment["VITRINE_RATE_LIMIT_FACTOR"]
        shop.stop_server()
        shop.start_server()
        shop.wait_ready()
    ceiling = {"per_second": figures["argon2id_per_second"]}
    table.add(f"sign in ({figures['hashing_threads']} hashing threads of {os.cpu_count()} cores)", signed_in, ceiling, 0.8, "Argon2id")
    table.fact("bare Argon2id on all cores (19 MiB, 2 passes)", f"{figures['argon2id_all_cores_per_second']}/s")
    table.fact("knowing a caller by the session's cookie", f"{figures['cookie_us']:.2f} us", "< 20 us", figures["cookie_us"] < 20)
    table.fact("an access token looked at the first time (RS256)", f"{figures['token_first_us']:.1f} us", "< 200 us", figures["token_first_us"] < 200)
    table.fact("an access token seen before (SHA-256 and a table)", f"{figures['token_again_us']:.2f} us", "< 20 us", figures["token_again_us"] < 20)
    table.fact("a request without either", f"{figures['neither_us']:.2f} us")
