// The official Node SDK, unchanged, against the simulated Razorpay: orders, payments, captures, refunds, errors and signatures.
// Usage: npm ci --prefix tests/sdk && node tests/sdk/razorpay.mjs build/dev/vitrine
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import Razorpay from 'razorpay';
import { validatePaymentVerification, validateWebhookSignature } from 'razorpay/dist/utils/razorpay-utils.js';

const free_port = () => new Promise((resolve) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
});

const secrets = { key: 'sdk_check_key_secret', webhook: 'sdk_check_webhook_secret' };
const heard = [];
const listener = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => { heard.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') }); response.end('ok'); });
});
await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));

const [port, stripe_port] = [await free_port(), await free_port()];
const simulator = spawn(process.argv[2] ?? 'build/dev/vitrine', ['simulate', '--razorpay-port', String(port), '--stripe-port', String(stripe_port), '--razorpay-key-id', 'rzp_test_sdk',
  '--razorpay-key-secret', secrets.key, '--razorpay-webhook-secret', secrets.webhook, '--razorpay-webhook-url', `http://127.0.0.1:${listener.address().port}/`], { stdio: 'ignore' });
const base = `http://127.0.0.1:${port}`;

async function until(what, is_so) {
  for (let turn = 0; turn < 200; turn++) {
    if (await is_so()) return;
    await wait(25);
  }
  throw new Error(`waited for ${what}`);
}

const post = async (path, fields) => (await fetch(base + path, { method: 'POST', body: new URLSearchParams(fields) })).json();
const pay = (order, more = {}) => post('/_browser/pay', { key: 'rzp_test_sdk', order_id: order.id, method: 'upi', detail: 'success@razorpay', ...more });

try {
  await until('the simulator', () => fetch(`${base}/_control/state`).then((answer) => answer.ok, () => false));
  const razorpay = new Razorpay({ key_id: 'rzp_test_sdk', key_secret: secrets.key });
  razorpay.api.rq.defaults.baseURL = base;

  const order = await razorpay.orders.create({ amount: 129900, currency: 'INR', receipt: 'receipt-1', notes: { payment: 'pay_x' } });
  assert.match(order.id, /^order_\w{14}$/);
  assert.deepEqual([order.entity, order.amount, order.amount_due, order.status, order.attempts], ['order', 129900, 129900, 'created', 0]);
  assert.equal((await razorpay.orders.fetch(order.id)).receipt, 'receipt-1');
  assert.equal((await razorpay.orders.all({ receipt: 'receipt-1' })).items[0].id, order.id);
  assert.equal((await razorpay.orders.all({ receipt: 'nobody' })).count, 0);
  assert.equal((await razorpay.orders.edit(order.id, { notes: { payment: 'pay_y' } })).notes.payment, 'pay_y');

  const answer = await pay(order);
  assert.ok(validatePaymentVerification({ order_id: answer.razorpay_order_id, payment_id: answer.razorpay_payment_id }, answer.razorpay_signature, secrets.key));
  const payment = await razorpay.payments.fetch(answer.razorpay_payment_id);
  assert.deepEqual([payment.status, payment.captured, payment.amount, payment.order_id, payment.method], ['captured', true, 129900, order.id, 'upi']);
  assert.deepEqual((await razorpay.orders.fetchPayments(order.id)).items.map((one) => one.id), [payment.id]);
  assert.equal((await razorpay.orders.fetch(order.id)).status, 'paid');
  assert.ok((await razorpay.payments.all({ count: 1 })).items.length === 1);

  const manual = await razorpay.orders.create({ amount: 5000, currency: 'INR', receipt: 'receipt-2', payment: { capture: 'manual', capture_options: { manual_expiry_period: 4320, refund_speed: 'normal' } } });
  const held = (await pay(manual)).razorpay_payment_id;
  assert.equal((await razorpay.payments.fetch(held)).status, 'authorized');
  await assert.rejects(razorpay.payments.capture(held, 4999, 'INR'), (fault) => fault.statusCode === 400 && fault.error.code === 'BAD_REQUEST_ERROR');
  assert.equal((await razorpay.payments.capture(held, 5000, 'INR')).status, 'captured');
  await assert.rejects(razorpay.payments.capture(held, 5000, 'INR'), (fault) => /already been captured/.test(fault.error.description));

  const part = await razorpay.payments.refund(payment.id, { amount: 29900, speed: 'normal', receipt: 'refund-1', notes: { refund: 'ref_x' } });
  assert.deepEqual([part.entity, part.amount, part.payment_id, part.status], ['refund', 29900, payment.id, 'processed']);
  assert.equal((await razorpay.refunds.fetch(part.id)).id, part.id);
  assert.equal((await razorpay.payments.fetchRefund(payment.id, part.id)).receipt, 'refund-1');
  await assert.rejects(razorpay.payments.refund(payment.id, { amount: 100001 }), (fault) => fault.statusCode === 400);
  await razorpay.payments.refund(payment.id, {});
  assert.deepEqual(await razorpay.payments.fetch(payment.id).then((now) => [now.status, now.refund_status, now.amount_refunded]), ['refunded', 'full', 129900]);
  assert.equal((await razorpay.payments.fetchMultipleRefund(payment.id)).count, 2);

  const declined = await pay(await razorpay.orders.create({ amount: 5000, currency: 'INR' }), { detail: 'failure@razorpay' });
  assert.equal(declined['error[code]'], 'BAD_REQUEST_ERROR');
  await assert.rejects(razorpay.orders.fetch('order_nobody'), (fault) => fault.statusCode === 400 && /does not exist/.test(fault.error.description));
  await assert.rejects(razorpay.orders.create({ amount: 99, currency: 'INR' }), (fault) => fault.error.field === 'amount');
  const stranger = new Razorpay({ key_id: 'rzp_test_sdk', key_secret: 'wrong' });
  stranger.api.rq.defaults.baseURL = base;
  await assert.rejects(stranger.orders.fetch(order.id), (fault) => fault.statusCode === 401);

  const wanted = ['payment.authorized', 'payment.captured', 'order.paid', 'refund.created', 'refund.processed', 'payment.failed'];
  await until('the webhooks', () => wanted.every((event) => heard.some(({ body }) => JSON.parse(body).event === event)));
  for (const { headers, body } of heard) {
    assert.ok(validateWebhookSignature(body, headers['x-razorpay-signature'], secrets.webhook));
    assert.ok(Razorpay.validateWebhookSignature(body, headers['x-razorpay-signature'], secrets.webhook));
    assert.ok(headers['x-razorpay-event-id']);
  }
  assert.equal(new Set(heard.map(({ headers }) => headers['x-razorpay-event-id'])).size, heard.length);
  console.log(`razorpay ${Razorpay.VERSION}: orders, payments, captures, refunds, errors and ${heard.length} webhooks agree`);
} finally {
  simulator.kill('SIGTERM');
  listener.close();
}
