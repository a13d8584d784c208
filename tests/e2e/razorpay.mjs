// Buys in an Indian shop and pays at the simulated Razorpay, in Chromium: decline and retry, closed window, double click, closed tab, back button, hosted page.
// Usage: VITRINE_URL=http://ghee.localhost:8080 VITRINE_RAZORPAY_URL=http://127.0.0.1:12112 node tests/e2e/razorpay.mjs [--shots FOLDER] [--quick]
import fs from 'node:fs';
import path from 'node:path';
import { must, with_browser } from './browser.mjs';

const base = process.env.VITRINE_URL ?? 'http://ghee.localhost:8080';
const shots = process.argv.includes('--shots') ? process.argv[process.argv.indexOf('--shots') + 1] : '';
const is_quick = process.argv.includes('--quick');

async function look(page, name) {
  if (!shots) return;
  fs.mkdirSync(shots, { recursive: true });
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(shots, `${name}.${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function press(page, name, lands_on) {
  await page.getByRole('button', { name }).first().click();
  await page.waitForURL(lands_on);
}

/** From an empty cart to the review page with this way to pay. */
async function ready_to_place(page, method) {
  await page.goto(`${base}/search?in_stock=1`);
  await page.locator('.results .card-title a').first().click();
  await page.waitForURL(/\/p\//);
  await page.getByRole('button', { name: 'Add to cart' }).first().click();
  await page.locator('.flash').waitFor();
  await page.goto(`${base}/checkout/information`);
  const answers = { Email: 'asha@example.com', 'Full name': 'Asha Guest', 'Street address': '4 MG Road', City: 'Pune', 'Postal code (optional)': '411001', 'Phone for the courier': '+91 98765 43210' };
  for (const [label, value] of Object.entries(answers)) {
    const input = page.getByLabel(label, { exact: true });
    if (await input.count()) await input.fill(value);
  }
  const state = page.locator('select[name=state]');  // it decides which taxes are due
  if (await state.count()) await state.selectOption({ label: 'Maharashtra' });
  await press(page, 'Continue to delivery', /checkout\/delivery/);
  await press(page, 'Continue to payment', /checkout\/payment/);
  await page.getByLabel(method).check();
  await look(page, 'payment');
  await press(page, 'Review order', /checkout\/review/);
  await look(page, 'review');
}

const modal = (page) => page.frameLocator('.razorpay-container iframe');
const paid = (page) => page.getByRole('heading', { level: 1, name: /packing/ });

async function open_modal(page) {
  await page.waitForFunction(() => document.querySelector('x-modal [data-open]')?.disabled === false);
  await page.locator('x-modal [data-open]').click();
  await modal(page).getByRole('button', { name: /^Pay / }).waitFor();
}

async function pay_by_upi(page, address) {
  await modal(page).getByLabel('UPI address').fill(address);
  await modal(page).getByRole('button', { name: /^Pay / }).click();
}

const walks = {
  async 'declined, dismissed, tried again and paid'(page) {
    await ready_to_place(page, /UPI/);
    await press(page, /Place order/, /checkout\/pay\//);
    await look(page, 'pay');
    await open_modal(page);
    await look(page, 'modal');
    await pay_by_upi(page, 'failure@razorpay');
    await modal(page).getByRole('alert').filter({ hasText: /declined/ }).waitFor();
    await look(page, 'declined');
    await modal(page).getByRole('button', { name: 'Close checkout' }).click();
    await page.locator('[data-problem]').filter({ hasText: /declined/ }).waitFor();
    await open_modal(page);
    await pay_by_upi(page, 'success@razorpay');
    await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
    await paid(page).waitFor();
    await look(page, 'order');
    await page.goBack();
    must(!(await page.locator('x-modal').count()) || /\/orders\//.test(page.url()), 'going back does not offer to pay again');
  },
  async 'by netbanking, button pressed twice'(page) {
    await ready_to_place(page, /UPI/);
    const place = page.getByRole('button', { name: /Place order/ }).first();
    await place.dblclick();
    await page.waitForURL(/checkout\/pay\//);
    await page.waitForFunction(() => document.querySelector('x-modal [data-open]')?.disabled === false);
    await page.locator('x-modal [data-open]').dblclick();
    must(await page.locator('.razorpay-container').count() === 1, 'one window, however often it is asked for');
    await modal(page).getByLabel('Netbanking').check();
    await modal(page).getByRole('button', { name: /^Pay / }).click();
    await modal(page).getByRole('button', { name: 'Success' }).click();
    await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
    await paid(page).waitFor();
  },
  async 'tab closed after paying: the message settles'(page) {
    await ready_to_place(page, /UPI/);
    await press(page, /Place order/, /checkout\/pay\//);
    const order = page.url().split('/').pop();
    await open_modal(page);
    await page.route('**/checkout/return/razorpay', (route) => route.abort());  // the tab dies before it can tell
    await pay_by_upi(page, 'success@razorpay');
    await page.waitForTimeout(300);
    await page.close();
    const again = await context_of.newPage();
    for (let turn = 0; turn < 40; turn++) {
      await again.goto(`${base}/orders/${order}`);
      if (await paid(again).count()) return;
      await again.waitForTimeout(250);
    }
    throw new Error('the order was not settled without the browser');
  },
  async "on the provider's own page"(page) {
    await ready_to_place(page, /UPI/);
    await press(page, /Place order/, /checkout\/pay\//);
    await page.getByRole('button', { name: /partner.s page/ }).click();
    await page.getByRole('button', { name: 'Success' }).waitFor();
    await look(page, 'hosted');
    await page.getByRole('button', { name: 'Failure' }).click();
    await page.getByRole('button', { name: 'Back to the shop' }).click();
    await page.waitForURL(/checkout\/return\?order=/);
    await look(page, 'return-declined');
    await page.goto(base + '/checkout/pay/' + new URL(page.url()).searchParams.get('order'));
    await page.getByRole('button', { name: /partner.s page/ }).click();
    await page.getByRole('button', { name: 'Success' }).click();
    await page.getByRole('button', { name: 'Back to the shop' }).click();
    await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
    await paid(page).waitFor();
  },
  async 'cash on delivery'(page) {
    await ready_to_place(page, /Cash on delivery/);
    await press(page, /Place order/, /\/orders\/ord_/);
    await paid(page).waitFor();
    await page.getByText('Paid to the courier on delivery').waitFor();
    await look(page, 'order-at-the-door');
  },
};

let context_of;
const chosen = Object.entries(walks).filter(([name]) => !is_quick || /declined|tab closed/.test(name));
for (const [name, walk] of chosen) {
  await with_browser({}, async (context) => {
    context_of = context;
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (fault) => /Viewport size changed/.test(fault.message) || faults.push(fault.message));
    page.on('console', (message) => message.type() === 'error' && !/ERR_FAILED|status of 422/.test(message.text()) && faults.push(`${message.text()} (${message.location().url})`));
    try {
      await walk(page);
    } catch (fault) {
      if (!page.isClosed()) await look(page, 'fault');
      throw new Error(`${name}: ${fault.message}\nat ${page.isClosed() ? 'a closed page' : page.url()}`);
    }
    must(faults.length === 0, `${name}: the browser complained: ${faults.join(' | ')}`);
  }).catch((fault) => {
    console.error(String(fault.message ?? fault));
    process.exit(1);
  });
  console.log(name);
}
console.log(`${chosen.length} walks through Razorpay's checkout`);
