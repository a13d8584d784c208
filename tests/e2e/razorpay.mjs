// Buys in an Indian shop and pays at the simulated Razorpay, in Chromium: decline and retry, closed window, double click, closed tab, back button, hosted page.
// Usage: VITRINE_URL=http://ghee.localhost:8080 VITRINE_RAZORPAY_URL=http://127.0.0.1:12112 node tests/e2e/razorpay.mjs [--shots FOLDER] [--quick]
import { must } from './browser.mjs';
import { is_quick, look, paid, press, ready_to_place as ready, run_walks, wait_until_paid } from './steps.mjs';

const base = process.env.VITRINE_URL ?? 'http://ghee.localhost:8080';
const answers = { Email: 'asha@example.com', 'Full name': 'Asha Guest', 'Street address': '4 MG Road', City: 'Pune', 'Postal code (optional)': '411001', 'Phone for the courier': '+91 98765 43210' };
const ready_to_place = (page, method) => ready(page, { base, method, answers, state: 'Maharashtra' });

const modal = (page) => page.frameLocator('.razorpay-container iframe');

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
  async 'tab closed after paying: the message settles'(page, context) {
    await ready_to_place(page, /UPI/);
    await press(page, /Place order/, /checkout\/pay\//);
    const order = page.url().split('/').pop();
    await open_modal(page);
    await page.route('**/checkout/return/razorpay', (route) => route.abort());  // the tab dies before it can tell
    await pay_by_upi(page, 'success@razorpay');
    await page.waitForTimeout(300);
    await page.close();
    await wait_until_paid(await context.newPage(), `${base}/orders/${order}`, 40);
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

const chosen = Object.entries(walks).filter(([name]) => !is_quick || /declined|tab closed/.test(name));
await run_walks(chosen, { is_expected: (text) => /ERR_FAILED|status of 422/.test(text) });
console.log(`${chosen.length} walks through Razorpay's checkout`);
