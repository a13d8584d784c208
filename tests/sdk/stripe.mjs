// The official Node SDK, unchanged, against the simulated Stripe: intents, captures, cancellation, 3-D Secure, refunds, errors, idempotency, Checkout Sessions,
// disputes, reviews, fraud warnings and the signatures of webhooks.
// Usage: npm ci --prefix tests/sdk && node tests/sdk/stripe.mjs build/dev/vitrine
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import Stripe from 'stripe';

const free_port = () => new Promise((resolve) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
});

const webhook_secret = 'whsec_sdk_check';
const heard = [];
const listener = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => { heard.push({ headers: request.headers, body: Buffer.concat(parts) }); response.end('ok'); });
});
await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));

const [port, razorpay_port] = [await free_port(), await free_port()];
const simulator = spawn(process.argv[2] ?? 'build/dev/vitrine', ['simulate', '--stripe-port', String(port), '--razorpay-port', String(razorpay_port),
  '--stripe-webhook-secret', webhook_secret, '--stripe-webhook-url', `http://127.0.0.1:${listener.address().port}/`], { stdio: 'ignore' });
const base = `http://127.0.0.1:${port}`;

async function until(what, is_so) {
  for (let turn = 0; turn < 400; turn++) {
    if (await is_so()) return;
    await wait(25);
  }
  throw new Error(`waited for ${what}`);
}
const control = (path, body) => fetch(`${base}/_control/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }).then((answer) => assert.equal(answer.status, 200, path));
const form = (path, fields) => fetch(base + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

const connect = (key, more = {}) => new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, ...more });
const stripe = connect('sk_test_sdk');
const buy = (more = {}) => ({ amount: 5000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, ...more });

const checks = {
  async 'intents: created, read, changed, listed, confirmed'() {
    const intent = await stripe.paymentIntents.create({ amount: 129900, currency: 'usd', automatic_payment_methods: { enabled: true }, metadata: { payment: 'pay_x' } });
    assert.match(intent.id, /^pi_\w{24}$/);
    assert.deepEqual([intent.object, intent.amount, intent.currency, intent.status, intent.capture_method], ['payment_intent', 129900, 'usd', 'requires_payment_method', 'automatic_async']);
    assert.ok(intent.client_secret.startsWith(`${intent.id}_secret_`));
    assert.match(intent.lastResponse.requestId, /^req_/);
    assert.equal((await stripe.paymentIntents.retrieve(intent.id)).metadata.payment, 'pay_x');
    assert.equal((await stripe.paymentIntents.update(intent.id, { metadata: { payment: '', order: 'o' } })).metadata.payment, undefined);
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa', expand: ['latest_charge'] });
    assert.deepEqual([paid.status, paid.amount_received, paid.latest_charge.captured, paid.latest_charge.outcome.risk_level], ['succeeded', 129900, true, 'normal']);
    await assert.rejects(stripe.paymentIntents.confirm(intent.id), (fault) => fault.code === 'payment_intent_unexpected_state' && fault.payment_intent.id === intent.id);
    let listed = 0;
    for await (const one of stripe.paymentIntents.list({ limit: 1 })) listed += one.object === 'payment_intent';
    assert.equal(listed, 1);
  },
  async 'amounts: zero and three decimals'() {
    assert.equal((await stripe.paymentIntents.create(buy({ amount: 500, currency: 'jpy' }))).amount_received, 500);
    assert.equal((await stripe.paymentIntents.create(buy({ amount: 5120, currency: 'kwd' }))).amount_received, 5120);
    await assert.rejects(stripe.paymentIntents.create(buy({ amount: 5124, currency: 'kwd' })), (fault) => fault.param === 'amount');
    await assert.rejects(stripe.paymentIntents.create(buy({ amount: 49 })), (fault) => fault.code === 'amount_too_small');
    await assert.rejects(stripe.paymentIntents.create(buy({ amount: 100000000 })), (fault) => fault.code === 'amount_too_large');
  },
  async 'manual capture: whole, in part, twice, lapsed, cancelled'() {
    const hold = (more) => stripe.paymentIntents.create(buy({ capture_method: 'manual', ...more }));
    const held = await hold({ expand: ['latest_charge'] });
    assert.deepEqual([held.status, held.amount_capturable, held.amount_received], ['requires_capture', 5000, 0]);
    assert.ok(held.latest_charge.payment_method_details.card.capture_before > Date.now() / 1000);
    await assert.rejects(stripe.paymentIntents.capture(held.id, { amount_to_capture: 5001 }), (fault) => fault instanceof Stripe.errors.StripeInvalidRequestError);
    assert.deepEqual(await stripe.paymentIntents.capture(held.id, { amount_to_capture: 4000 }).then((now) => [now.status, now.amount_received, now.amount_capturable]), ['succeeded', 4000, 0]);
    await assert.rejects(stripe.paymentIntents.capture(held.id), (fault) => fault.code === 'payment_intent_unexpected_state');
    const released = await hold();
    assert.deepEqual(await stripe.paymentIntents.cancel(released.id, { cancellation_reason: 'abandoned' }).then((now) => [now.status, now.cancellation_reason, now.amount_capturable]), ['canceled', 'abandoned', 0]);
    const lapsed = await hold();
    await control(`intents/${lapsed.id}`, { status: 'lapsed' });
    assert.deepEqual(await stripe.paymentIntents.retrieve(lapsed.id).then((now) => [now.status, now.cancellation_reason]), ['canceled', 'automatic']);
    await assert.rejects(stripe.paymentIntents.cancel(lapsed.id), (fault) => fault.code === 'payment_intent_unexpected_state');
  },
  async '3-D Secure: asked for, passed, failed, not to be had'() {
    const challenged = () => stripe.paymentIntents.create(buy({ payment_method_options: { card: { request_three_d_secure: 'challenge' } }, return_url: 'http://shop.example/back' }));
    const one = await challenged();
    assert.deepEqual([one.status, one.next_action.type, one.payment_method_options.card.request_three_d_secure], ['requires_action', 'redirect_to_url', 'challenge']);
    assert.ok(one.next_action.redirect_to_url.url.startsWith(base));
    const back = await form('/_browser/challenge', { intent: one.id, result: 'pass' });
    assert.match(back.headers.get('location'), /^http:\/\/shop\.example\/back\?payment_intent=pi_.*redirect_status=succeeded/);
    const passed = await stripe.paymentIntents.retrieve(one.id, { expand: ['latest_charge'] });
    assert.deepEqual([passed.status, passed.latest_charge.payment_method_details.card.three_d_secure.result], ['succeeded', 'authenticated']);
    const two = await challenged();
    await form('/_browser/challenge', { intent: two.id, result: 'fail' });
    assert.deepEqual(await stripe.paymentIntents.retrieve(two.id).then((now) => [now.status, now.last_payment_error.code]), ['requires_payment_method', 'payment_intent_authentication_failure']);
    await assert.rejects(stripe.paymentIntents.create(buy({ payment_method: 'pm_card_authenticationRequired', error_on_requires_action: true })), (fault) => fault.code === 'authentication_required');
    const amex = await stripe.paymentIntents.create(buy({ payment_method: 'pm_card_amex', payment_method_options: { card: { request_three_d_secure: 'challenge' } }, expand: ['latest_charge'] }));
    assert.deepEqual([amex.status, amex.latest_charge.payment_method_details.card.three_d_secure.result], ['succeeded', 'not_supported']);
  },
  async 'declines by card and on command, late success'() {
    const codes = { pm_card_chargeDeclined: ['card_declined', 'generic_decline'], pm_card_chargeDeclinedInsufficientFunds: ['card_declined', 'insufficient_funds'],
      pm_card_chargeDeclinedStolenCard: ['card_declined', 'stolen_card'], pm_card_chargeDeclinedExpiredCard: ['expired_card', 'expired_card'],
      pm_card_chargeDeclinedIncorrectCvc: ['incorrect_cvc', 'incorrect_cvc'], pm_card_chargeDeclinedProcessingError: ['processing_error', 'processing_error'], pm_card_radarBlock: ['card_declined', 'fraudulent'] };
    for (const [payment_method, [code, decline_code]] of Object.entries(codes))
      await assert.rejects(stripe.paymentIntents.create(buy({ payment_method })), (fault) => fault instanceof Stripe.errors.StripeCardError && fault.statusCode === 402 && fault.code === code && fault.decline_code === decline_code, payment_method);
    await control('faults', { call: 'payment_intents.confirm', kind: 'decline', code: 'lost_card' });
    await assert.rejects(stripe.paymentIntents.create(buy()), (fault) => fault.decline_code === 'lost_card');
    await control('faults', { call: 'payment_intents.confirm', kind: 'wrong_amount' });
    assert.equal((await stripe.paymentIntents.create(buy())).amount_received, 4900);
    await control('faults', { call: 'payment_intents.confirm', kind: 'pending' });
    const slow = await stripe.paymentIntents.create(buy());
    assert.equal(slow.status, 'processing');
    await control(`intents/${slow.id}`, { status: 'succeeded' });
    assert.equal((await stripe.paymentIntents.retrieve(slow.id)).amount_received, 5000);
  },
  async 'instalments'() {
    const intent = await stripe.paymentIntents.create({ amount: 300000, currency: 'mxn', payment_method: 'pm_card_mx', payment_method_options: { card: { installments: { enabled: true } } } });
    const [plan] = intent.payment_method_options.card.installments.available_plans;
    assert.deepEqual([plan.type, plan.interval, plan.count], ['fixed_count', 'month', 3]);
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method_options: { card: { installments: { plan } } }, expand: ['latest_charge'] });
    assert.equal(paid.latest_charge.payment_method_details.card.installments.plan.count, 3);
  },
  async 'refunds: in part, the rest, too much, pending, failed'() {
    const intent = await stripe.paymentIntents.create(buy());
    const part = await stripe.refunds.create({ payment_intent: intent.id, amount: 2000, reason: 'requested_by_customer', metadata: { refund: 'ref_x' } });
    assert.deepEqual([part.object, part.amount, part.status, part.payment_intent], ['refund', 2000, 'succeeded', intent.id]);
    await assert.rejects(stripe.refunds.create({ payment_intent: intent.id, amount: 3001 }), (fault) => fault.statusCode === 400);
    assert.equal((await stripe.refunds.create({ payment_intent: intent.id })).amount, 3000);
    await assert.rejects(stripe.refunds.create({ payment_intent: intent.id }), (fault) => fault.code === 'charge_already_refunded');
    assert.equal((await stripe.refunds.update(part.id, { metadata: { note: 'n' } })).metadata.note, 'n');
    assert.equal((await stripe.refunds.list({ payment_intent: intent.id })).data.length, 2);
    assert.equal((await stripe.charges.retrieve(part.charge)).refunded, true);
    const other = await stripe.paymentIntents.create(buy());
    await control('faults', { call: 'refunds.create', kind: 'pending' });
    const waiting = await stripe.refunds.create({ payment_intent: other.id, amount: 100 });
    assert.equal(waiting.status, 'pending');
    await control(`refunds/${waiting.id}`, { status: 'failed' });
    assert.deepEqual(await stripe.refunds.retrieve(waiting.id).then((now) => [now.status, now.failure_reason]), ['failed', 'declined']);
    assert.equal((await stripe.charges.retrieve(waiting.charge)).amount_refunded, 0);
  },
  async 'idempotency: replayed, refused for other parameters, 500 kept, concurrent'() {
    const first = await stripe.paymentIntents.create(buy(), { idempotencyKey: 'key-1' });
    const again = await stripe.paymentIntents.create(buy(), { idempotencyKey: 'key-1' });
    assert.equal(again.id, first.id);
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
    await assert.rejects(stripe.paymentIntents.create(buy({ amount: 6000 }), { idempotencyKey: 'key-1' }), (fault) => fault instanceof Stripe.errors.StripeIdempotencyError);
    await assert.rejects(stripe.paymentIntents.create(buy({ payment_method: 'pm_card_chargeDeclined' }), { idempotencyKey: 'key-2' }), (fault) => fault.statusCode === 402);
    await assert.rejects(stripe.paymentIntents.create(buy({ payment_method: 'pm_card_chargeDeclined' }), { idempotencyKey: 'key-2' }), (fault) => fault.headers['idempotent-replayed'] === 'true');
    await control('faults', { call: 'payment_intents.create', kind: 'delay', delay_ms: 300 });
    const both = await Promise.allSettled([1, 2].map(() => stripe.paymentIntents.create(buy(), { idempotencyKey: 'key-3' })));
    assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected']);
    assert.equal(both.find((one) => one.status === 'rejected').reason.statusCode, 409);
    await control('faults', { call: 'payment_intents.create', kind: 'error', status: 503 });
    assert.equal((await connect('sk_test_sdk', { maxNetworkRetries: 2 }).paymentIntents.create(buy())).status, 'succeeded');
  },
  async 'errors by class'() {
    const is = (kind, status) => (fault) => fault instanceof kind && fault.statusCode === status;
    await assert.rejects(connect('sk_live_x').paymentIntents.list(), is(Stripe.errors.StripeAuthenticationError, 401));
    await assert.rejects(connect('pk_test_x').refunds.list(), is(Stripe.errors.StripePermissionError, 403));
    await assert.rejects(stripe.paymentIntents.retrieve('pi_nobody'), (fault) => is(Stripe.errors.StripeInvalidRequestError, 404)(fault) && fault.code === 'resource_missing');
    await assert.rejects(stripe.paymentIntents.create({ amount: 5000, currency: 'usd', colour: 'red' }), (fault) => fault.code === 'parameter_unknown' && fault.param === 'colour');
    await control('faults', { call: 'payment_intents.list', kind: 'error', status: 429 });
    await assert.rejects(stripe.paymentIntents.list(), is(Stripe.errors.StripeRateLimitError, 429));
    await control('faults', { call: 'payment_intents.list', kind: 'error', status: 500 });
    await assert.rejects(stripe.paymentIntents.list(), is(Stripe.errors.StripeAPIError, 500));
    await control('faults', { call: 'payment_intents.list', kind: 'drop' });
    await assert.rejects(connect('sk_test_sdk', { timeout: 300 }).paymentIntents.list(), (fault) => fault instanceof Stripe.errors.StripeConnectionError);
  },
  async 'Checkout Sessions: paid, expired, authorised'() {
    const open = (more = {}) => stripe.checkout.sessions.create({ mode: 'payment', success_url: 'http://shop.example/back?session_id={CHECKOUT_SESSION_ID}', cancel_url: 'http://shop.example/pay',
      line_items: [{ quantity: 2, price_data: { currency: 'usd', unit_amount: 2500, product_data: { name: 'Pen' } } }], payment_intent_data: { metadata: { payment: 'pay_x' } }, ...more });
    const session = await open();
    assert.deepEqual([session.object, session.status, session.payment_status, session.amount_total, session.ui_mode], ['checkout.session', 'open', 'unpaid', 5000, 'hosted_page']);
    assert.equal((await fetch(session.url)).status, 200);
    assert.match(await (await form(`/c/pay/${session.id}`, { number: '4000 0000 0000 0002' })).text(), /declined/);
    assert.equal((await form(`/c/pay/${session.id}`, { number: '4242 4242 4242 4242' })).headers.get('location'), `http://shop.example/back?session_id=${session.id}`);
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] });
    assert.deepEqual([paid.status, paid.payment_status, paid.payment_intent.metadata.payment, paid.payment_intent.latest_charge.paid], ['complete', 'paid', 'pay_x', true]);
    await assert.rejects(stripe.checkout.sessions.expire(session.id), (fault) => fault.statusCode === 400);
    assert.equal((await stripe.checkout.sessions.expire((await open()).id)).status, 'expired');
    const held = await open({ payment_intent_data: { capture_method: 'manual' } });
    await form(`/c/pay/${held.id}`, { number: '4242 4242 4242 4242' });
    const authorised = await stripe.checkout.sessions.retrieve(held.id, { expand: ['payment_intent'] });
    assert.deepEqual([authorised.status, authorised.payment_status, authorised.payment_intent.status], ['complete', 'unpaid', 'requires_capture']);
  },
  async 'disputes: listed, answered, won, lost, given in'() {
    const disputed = async (payment_method = 'pm_card_createDispute') => (await stripe.disputes.list({ payment_intent: (await stripe.paymentIntents.create(buy({ payment_method }))).id })).data[0];
    const one = await disputed();
    assert.deepEqual([one.object, one.amount, one.status, one.reason, one.balance_transactions[0].net], ['dispute', 5000, 'needs_response', 'fraudulent', -6500]);
    await assert.rejects(stripe.refunds.create({ payment_intent: one.payment_intent }), (fault) => fault.code === 'charge_disputed');
    assert.equal((await stripe.disputes.update(one.id, { evidence: { customer_name: 'Amina' }, submit: false })).evidence_details.submission_count, 0);
    const won = await stripe.disputes.update(one.id, { evidence: { uncategorized_text: 'winning_evidence' } });
    assert.deepEqual([won.status, won.evidence.customer_name, won.balance_transactions.length], ['won', 'Amina', 2]);
    assert.equal((await stripe.disputes.update((await disputed()).id, { evidence: { uncategorized_text: 'losing_evidence' }, submit: true })).status, 'lost');
    assert.equal((await stripe.disputes.close((await disputed('pm_card_createDisputeProductNotReceived')).id)).status, 'lost');
    const question = await disputed('pm_card_createDisputeInquiry');
    assert.deepEqual([question.status, question.balance_transactions.length], ['warning_needs_response', 0]);
  },
  async 'Radar: reviews and early fraud warnings'() {
    const reviewed = await stripe.paymentIntents.create(buy({ payment_method: 'pm_card_riskLevelElevated' }));
    const review = await stripe.reviews.retrieve((await stripe.paymentIntents.retrieve(reviewed.id)).review);
    assert.deepEqual([review.open, review.payment_intent], [true, reviewed.id]);
    assert.deepEqual(await stripe.reviews.approve(review.id).then((now) => [now.open, now.closed_reason]), [false, 'approved']);
    await stripe.paymentIntents.create(buy({ payment_method: 'pm_card_createIssuerFraudRecord' }));
    const [warning] = (await stripe.radar.earlyFraudWarnings.list()).data;
    assert.equal((await stripe.radar.earlyFraudWarnings.retrieve(warning.id)).fraud_type, 'misc');
  },
  async 'webhooks: signed, duplicated, forged; events can be read again'() {
    const wanted = ['payment_intent.created', 'payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.requires_action', 'payment_intent.canceled', 'payment_intent.processing',
      'payment_intent.amount_capturable_updated', 'charge.refunded', 'charge.expired', 'refund.created', 'refund.failed', 'checkout.session.completed', 'checkout.session.expired', 'charge.dispute.created',
      'charge.dispute.closed', 'charge.dispute.funds_withdrawn', 'charge.dispute.funds_reinstated', 'review.opened', 'review.closed', 'radar.early_fraud_warning.created'];
    const missing = () => wanted.filter((type) => !heard.some(({ body }) => JSON.parse(body).type === type));
    await until(`the webhooks: ${missing()}`, () => missing().length === 0);
    for (const { headers, body } of heard) {
      const event = stripe.webhooks.constructEvent(body, headers['stripe-signature'], webhook_secret);
      assert.equal(event.api_version, '2026-10-28.endive');
      assert.throws(() => stripe.webhooks.constructEvent(body, headers['stripe-signature'], 'whsec_other'), Stripe.errors.StripeSignatureVerificationError);
    }
    const event = JSON.parse(heard[0].body);
    assert.equal((await stripe.events.retrieve(event.id)).type, event.type);
    const before = heard.length;
    await control('faults', { call: 'webhooks.payment_intent.created', kind: 'duplicate' });
    await control('faults', { call: 'webhooks.payment_intent.succeeded', kind: 'bad_signature' });
    await stripe.paymentIntents.create(buy());
    await until('a duplicate and a forgery', () => heard.length >= before + 4);
    const fresh = heard.slice(before).map(({ headers, body }) => {
      try { return [stripe.webhooks.constructEvent(body, headers['stripe-signature'], webhook_secret).type, true]; } catch { return [JSON.parse(body).type, false]; }
    });
    assert.equal(fresh.filter(([type, fits]) => type === 'payment_intent.created' && fits).length, 2);
    assert.ok(fresh.some(([type, fits]) => type === 'payment_intent.succeeded' && !fits));
  },
};

try {
  await until('the simulator', () => fetch(`${base}/_control/state`).then((answer) => answer.ok, () => false));
  for (const [name, check] of Object.entries(checks)) {
    await check().catch((fault) => { throw new Error(`${name}: ${fault.message}\n${fault.stack}`); });
    console.log(name);
  }
  console.log(`stripe ${Stripe.PACKAGE_VERSION}, API ${Stripe.API_VERSION ?? '2026-10-28.endive'}: ${Object.keys(checks).length} groups and ${heard.length} webhooks agree`);
} finally {
  simulator.kill('SIGTERM');
  listener.close();
}
