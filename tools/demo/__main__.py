"""A shop to look at, or to check. See bin/demo."""
import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import api_walk  # noqa: E402
import pictures  # noqa: E402
from shop import ROOT, Failed, Shop  # noqa: E402
from steps import Steps  # noqa: E402

PRESETS = {"stationery": 10_000, "ghee": 60, "jewellery": 600, "diamonds": 2_000}


def open_shop(shop, steps, presets):
    with steps.step("start PostgreSQL, migrate, serve") as notes:
        shop.start_simulator()
        shop.start_server()
        shop.wait_ready()
        notes.append(f"port {shop.port}")
    for preset, count in presets.items():
        with steps.step(f"{preset}: make and import {count:,} products"):
            shop.load(preset, count, is_default=preset == "stationery")


def show_pictures(shop, steps, most_subjects=None, most_each=None):
    for preset in PRESETS:
        with steps.step(f"{preset}: pictures") as notes:
            files, products = pictures.load(shop, preset, most_subjects, most_each)
            notes.append(f"{files} on {products:,} products" if files else "there already")


def browser_walk(shop, steps):
    """tests/e2e buys in Chromium, with scripts and without."""
    environment = os.environ | {"VITRINE_URL": f"http://stationery.localhost:{shop.port}", "VITRINE_STRIPE_URL": f"http://127.0.0.1:{shop.stripe_port}",
                                "VITRINE_JAZZCASH_URL": f"http://127.0.0.1:{shop.jazzcash_port}", "VITRINE_EASYPAISA_URL": f"http://127.0.0.1:{shop.easypaisa_port}",
                                "VITRINE_POSTBOX_URL": f"http://127.0.0.1:{shop.postbox_port}"}
    walks = {"scripts on: buy as a guest": ["tests/e2e/buy.mjs", "--scripts", "on"],
             "scripts off: buy as a guest": ["tests/e2e/buy.mjs", "--scripts", "off"],
             "scripts off: pay by card on Stripe's page": ["tests/e2e/buy.mjs", "--scripts", "off", "--card"],
             "one cart on two devices, offline and back; forms without scripts": ["tests/e2e/live_cart.mjs"],
             "passkeys: made, used, copied, removed; without scripts the password": ["tests/e2e/passkeys.mjs"],
             "JazzCash: declined, tried again; tab closed after paying": ["tests/e2e/jazzcash.mjs", "--quick"],
             "JazzCash without scripts": ["tests/e2e/jazzcash.mjs", "--quick", "--scripts", "off"],
             "Easypaisa: declined, tried again; tab closed after paying": ["tests/e2e/easypaisa.mjs", "--quick"],
             "Easypaisa without scripts": ["tests/e2e/easypaisa.mjs", "--quick", "--scripts", "off"],
             "Stripe: 3-D Secure failed, declined, passed; tab closed after paying": ["tests/e2e/stripe.mjs", "--quick"],
             "Razorpay: declined, tried again; tab closed after paying": ["tests/e2e/razorpay.mjs", "--quick"]}
    for name, walk in walks.items():
        store = {"tests/e2e/razorpay.mjs": "ghee", "tests/e2e/stripe.mjs": "jewellery"}.get(walk[0], "stationery")
        environment["VITRINE_URL"] = f"http://{store}.localhost:{shop.port}"
        with steps.step(f"Chromium, {name}") as notes:
            done = subprocess.run(["node", *walk], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180, check=False)
            if done.returncode != 0:
                raise Failed(f"the walk ended with {done.returncode}:\n{done.stdout}{done.stderr}")
            notes.extend(done.stdout.strip().splitlines()[-1:])


def check(program):
    steps = Steps()
    folder = tempfile.mkdtemp(prefix="vitrine-demo-")
    os.chmod(folder, 0o755)  # PostgreSQL runs as an unprivileged user when this is root, and must pass through
    shop = Shop(program, folder)
    try:
        open_shop(shop, steps, PRESETS)
        show_pictures(shop, steps, most_subjects=2, most_each=3)  # a handful: all of them take minutes
        api_walk.buy(shop, steps)
        browser_walk(shop, steps)
        with steps.step("vitrine verify: stock, orders against payments, ledger, news") as notes:
            notes.extend(shop.run("verify").strip().splitlines()[-1:])
        with steps.step("stop what was started"):
            shop.stop()
    except Failed as fault:
        print(f"\ndemo: {fault}\n\nlogs are kept in {folder}", file=sys.stderr)
        return 1
    finally:
        shop.stop()
    shutil.rmtree(folder, ignore_errors=True)
    print(f"demo: everything held, in {steps.total_s():.1f} s")
    return 0


def stay(program, port):
    shop = Shop(program, ROOT / "var", port=port)
    steps = Steps()
    try:
        open_shop(shop, steps, PRESETS)
        print(f"\n  http://localhost:{port}            {'stationery':12} (the default store)")
        for preset in PRESETS:
            print(f"  http://{preset}.localhost:{port}".ljust(42) + preset)
        print(f"  http://localhost:{port}/api/docs   the API\n\nCtrl-C stops it. State stays in var/; card 4242 4242 4242 4242 pays at the simulated Stripe, mobile 0312 3456789 with\nCNIC 345678 at the simulated JazzCash, whose phone is at http://127.0.0.1:{shop.jazzcash_port}/_browser/phone,\nmobile 0300 1234567 at the simulated Easypaisa, whose phones and tills are at http://127.0.0.1:{shop.easypaisa_port}/_control.\nMail and SMS of the shop are read at http://127.0.0.1:{shop.postbox_port}/.\n\nPictures come while you look:", flush=True)
        show_pictures(shop, steps)
        shop.server.wait()
        raise Failed(f"the server ended:\n{shop.last_words('serve')}")
    except KeyboardInterrupt:
        return 0
    except Failed as fault:
        print(f"demo: {fault}", file=sys.stderr)
        return 1
    finally:
        shop.stop()


def main():
    parser = argparse.ArgumentParser(prog="bin/demo")
    parser.add_argument("--program", default=str(ROOT / "build/release/vitrine"))
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--check", action="store_true", help="free ports and a folder of its own; buys, pays, verifies, stops; exit 0 when all held")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is stopped on the way out
    return check(options.program) if options.check else stay(options.program, options.port)


sys.exit(main())
