"""Payments under load: how soon gateways' messages are acknowledged while orders are placed, and how long a whole checkout takes, the simulated gateway included."""
import concurrent.futures
import hashlib
import hmac
import json
import secrets
import threading
import time

import measures
from shop import Api, Failed

PER_SECOND = 1_000
ACKNOWLEDGED_US, CHECKOUT_MS = 10_000, 200  # promised
CHECKOUTS, AT_ONCE = 200, 4
PAID = 1_000  # charges that the messages speak of, each several times, as gateways do


def payments(shop, table):
    measures.fill_stock(measures.Database(shop))
    chosen = measures.variants(shop, 100)
    checkouts(shop, table, chosen)
    acknowledgements(shop, table, chosen)


def buy(shop, api, variant):
    """One guest, from an empty cart to a paid order. Gives the order's answer and how long it took in milliseconds."""
    begin = time.monotonic()
    cart = api.must("POST", "/api/v1/carts", {}, status=201).json
    key = {"X-Cart-Token": cart["token"]}
    place = f"/api/v1/carts/{cart['id']}"
    api.must("POST", f"{place}/lines", {"variant": variant, "quantity": 1}, key)
    address = {"name": "Load Buyer", "line1": "1 Long Road", "city": "Lahore", "postal_code": "54000", "country": "PK", "phone": "+923001234567"}
    api.must("PUT", f"{place}/addresses", {"email": "buyer@load.example", "shipping": address}, key)
    quote = api.must("GET", f"{place}/quote", headers=key).json
    request = {"cart": cart["id"], "payment_method": "stripe", "expected_total": quote["total"]}
    placed = api.must("POST", "/api/v1/orders", request, key | {"Idempotency-Key": secrets.token_hex(12)}, status=201).json
    secret = placed["next"]["client_secret"]
    Api(shop.stripe_port).must("POST", f"/v1/payment_intents/{secret.split('_secret_')[0]}/confirm",
                               form={"key": placed["next"]["publishable_key"], "client_secret": secret, "payment_method": "pm_card_visa"})
    state = api.must("POST", f"/api/v1/payments/{placed['order']['payment']}/verification", {}).json
    if state["state"] != "succeeded":
        raise Failed(f"the payment stands at {state}")
    return placed, (time.monotonic() - begin) * 1_000


def checkouts(shop, table, chosen):
    api = Api(shop.port, "stationery")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        took = sorted(ms for _, ms in pool.map(lambda n: buy(shop, api, chosen[n % len(chosen)][0]), range(CHECKOUTS)))
    p95 = took[len(took) * 95 // 100]
    table.fact(f"whole checkout, gateway included, {AT_ONCE} at once: p95", f"{p95:.0f} ms (p50 {took[len(took) // 2]:.0f} ms)", f"< {CHECKOUT_MS} ms", p95 < CHECKOUT_MS)


def message(shop, number, placed, store):
    """A line for vitrine_load: signed as Stripe signs, each an event of its own."""
    intent = {"id": placed["next"]["client_secret"].split("_secret_")[0], "object": "payment_intent", "status": "succeeded",
              "metadata": {"payment": placed["order"]["payment"], "order": placed["order"]["id"], "store": store}}
    body = json.dumps({"id": f"evt_load_{number}_{secrets.token_hex(6)}", "object": "event", "type": "payment_intent.succeeded", "data": {"object": intent}}, separators=(",", ":"))
    at = int(time.time())
    signature = hmac.new(shop.webhook_secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"Stripe-Signature: t={at},v1={signature}\t{body}"


def acknowledgements(shop, table, chosen):
    api = Api(shop.port, "stationery")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        paid = list(pool.map(lambda n: buy(shop, api, chosen[n % len(chosen)][0])[0], range(PAID)))
    store = next(store["id"] for store in json.loads(shop.run("store", "list", "--json")) if store["slug"] == "stationery")
    lines = [message(shop, number, paid[number % len(paid)], store) for number in range(PER_SECOND * measures.SECONDS)]
    file = shop.folder / "messages.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    is_over, placed = threading.Event(), []

    def keep_buying(number):
        while not is_over.is_set():
            buy(shop, api, chosen[number][0])
            placed.append(number)

    buyers = [threading.Thread(target=keep_buying, args=(number,), daemon=True) for number in range(AT_ONCE)]
    for buyer in buyers:
        buyer.start()
    figures = measures.load(shop, "webhook", "--messages", file, "--per-second", PER_SECOND, "--connections", 32, "--seconds", measures.SECONDS + 5)
    is_over.set()
    for buyer in buyers:
        buyer.join(60)
    table.add(f"webhooks acknowledged, {PER_SECOND:,}/s offered, {len(placed)} orders placed and paid meanwhile", figures)
    table.fact("  acknowledgement p99", f"{figures['p99_us'] / 1000:.2f} ms", "< 10 ms", figures["p99_us"] < ACKNOWLEDGED_US and not figures["failed"])
