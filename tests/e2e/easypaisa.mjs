// Buys in a Pakistani shop and pays at the simulated Easypaisa, in Chromium, with scripts and without: page (decline and retry, back button, double click, closed
// tab), phone, and cash at a shop.
// Usage: VITRINE_URL=http://stationery.localhost:8080 VITRINE_EASYPAISA_URL=http://127.0.0.1:12114 node tests/e2e/easypaisa.mjs [--scripts on|off] [--shots FOLDER] [--quick]
import { must } from './browser.mjs';
import { is_quick, look, paid, press, ready_to_place as ready, run_walks, wait_until_paid } from './steps.mjs';

const base = process.env.VITRINE_URL ?? 'http://stationery.localhost:8080';
const easypaisa = process.env.VITRINE_EASYPAISA_URL ?? 'http://127.0.0.1:12114';
const scripts = !process.argv.includes('off');
const answers = { Email: 'ayesha@example.com', 'Full name': 'Ayesha Guest', 'Street address': '12 Mall Road', City: 'Lahore', 'Postal code (optional)': '54000', 'Phone for the courier': '0300 1234567' };
const way = (page) => page.getByLabel(/How do you want to pay with Easypaisa/);
const mobile = (page) => page.getByLabel('Mobile number');

async function say(page, choice, number) {
  await way(page).selectOption(choice);
  if (number) await mobile(page).fill(number);
}

const ready_to_place = (page, choice, number) => ready(page, { base, method: /^Easypaisa/, answers, say: () => say(page, choice, number) });

/** A page of ours that hands the browser over does so by itself, and by a button without scripts. */
async function be_handed_over(page, name) {
  if (!scripts) await page.getByRole('button', { name }).click();
}

/** From our page to Easypaisa's question, by both of its steps. */
async function go_to_question(page) {
  await be_handed_over(page, /Go and pay/);
  await page.getByRole('button', { name: 'Continue', exact: true }).waitFor();
  await look(page, 'easypaisa-step-1');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await be_handed_over(page, /Continue to pay/);
  await page.getByRole('button', { name: 'Approve' }).waitFor();
  await look(page, 'easypaisa-step-2');
}

const order_in = (address) => /ord_[0-9a-z]+/.exec(address)[0];

const walks = {
  async 'page: declined, tried again and paid; going back does not pay again'(page, context) {
    await ready_to_place(page, 'page');
    await page.getByRole('button', { name: /Place order/ }).first().dblclick();
    await go_to_question(page);
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.waitForURL(/checkout\/return\?order=/);
    await page.getByRole('heading', { name: /did not go through/ }).waitFor();
    await look(page, 'declined');
    await page.getByRole('link', { name: 'Try again' }).click();
    await way(page).waitFor();
    await look(page, 'ask-again');
    await way(page).selectOption('page');
    await page.getByRole('button', { name: /^Pay / }).click();
    await go_to_question(page);
    await page.getByRole('button', { name: 'Approve' }).dblclick();
    await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
    await paid(page).waitFor();
    await look(page, 'order');
    const order = page.url();
    await page.goBack().catch(() => {});  // a browser may refuse to send Easypaisa's form again
    must(!(await page.getByRole('button', { name: /^(Pay|Go and pay)/ }).count()), 'going back does not offer to pay again');
    await wait_until_paid(await context.newPage(), order);
  },
  async 'tab closed after paying: the notification settles'(page, context) {
    await ready_to_place(page, 'page');
    await page.getByRole('button', { name: /Place order/ }).first().click();
    await page.waitForURL(/checkout\/pay\/|Index/);
    await go_to_question(page);
    await page.route('**/checkout/return/easypaisa?status=*', (route) => route.abort());  // the tab dies before it can tell
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.waitForTimeout(300);
    await page.close();
    const again = await context.newPage();
    const cookies = await context.cookies(base);
    const kept = cookies.find((cookie) => cookie.name === 'orders');
    await wait_until_paid(again, `${base}/orders/${order_in(kept.value)}`);
  },
  async 'phone: a malformed number is pointed at, a good one pays'(page) {
    await ready_to_place(page, 'page');
    await page.goto(`${base}/checkout/payment`);
    await say(page, 'account', '0300-12');
    await page.getByRole('button', { name: 'Review order' }).click();
    await page.getByText('One thing needs your attention').waitFor();
    await look(page, 'malformed');
    must((await mobile(page).inputValue()) === '0300-12', 'what was typed is still there');
    await mobile(page).fill('+92 300 1234567');
    await press(page, 'Review order', /checkout\/review/);
    await page.getByText('03001234567').first().waitFor();
    await page.getByRole('button', { name: /Place order/ }).first().dblclick();
    await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
    await paid(page).waitFor();
  },
  async 'phone: rings until somebody says yes'(page, context) {
    await ready_to_place(page, 'account', '0300 1234569');
    await press(page, /Place order/, /checkout\/return\?order=/);
    await page.getByRole('heading', { name: /Checking your payment/ }).waitFor();
    await look(page, 'phone-rings');
    const phone = await context.newPage();
    await phone.goto(`${easypaisa}/_control`);
    for (let turn = 0; turn < 40 && !(await phone.getByRole('button', { name: 'Approve' }).count()); turn++) {
      await phone.waitForTimeout(250);
      await phone.reload();
    }
    await look(phone, 'easypaisa-control');
    await phone.getByRole('button', { name: 'Approve' }).first().click();
    await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
    await paid(page).waitFor();
  },
  async 'shop: a number for the till, paid there'(page, context) {
    await ready_to_place(page, 'shop', '0300 1234567');
    await press(page, /Place order/, /\/orders\/ord_/);
    await page.getByText('Number for the till').waitFor();
    await look(page, 'token');
    const till = await context.newPage();
    await till.goto(`${easypaisa}/_control`);
    await look(till, 'easypaisa-till');
    await till.getByRole('button', { name: 'Paid at the shop' }).first().click();
    await wait_until_paid(page, page.url());
    must(!(await page.getByText('Number for the till').count()), 'a number that was paid is not shown');
  },
};

const chosen = Object.entries(walks).filter(([name]) => !is_quick || /declined|tab closed/.test(name));
await run_walks(chosen, { javaScriptEnabled: scripts, is_expected: (text) => /ERR_FAILED|ERR_ABORTED|status of 422/.test(text) });
console.log(`${chosen.length} walks through Easypaisa's checkout, scripts ${scripts ? 'on' : 'off'}`);
