// Buys in a Pakistani shop and pays at the simulated JazzCash, in Chromium: the wallet asked from our page, JazzCash's own page, decline and retry, closed tab, back
// button, double click. All of it works without scripts.
// Usage: VITRINE_URL=http://stationery.localhost:8080 VITRINE_JAZZCASH_URL=http://127.0.0.1:12113 node tests/e2e/jazzcash.mjs [--scripts on|off] [--shots FOLDER] [--quick] [--only REGEX]
import { must } from './browser.mjs';
import { is_quick, look, only, paid, press, ready_to_place, run_walks, wait_until_paid } from './steps.mjs';

const base = process.env.VITRINE_URL ?? 'http://stationery.localhost:8080';
const jazzcash = process.env.VITRINE_JAZZCASH_URL ?? 'http://127.0.0.1:12113';
const scripts = !process.argv.includes('off');
const answers = { Email: 'ayesha@example.com', 'Full name': 'Ayesha Guest', 'Street address': '12 Mall Road', City: 'Lahore', 'Postal code (optional)': '54000', 'Phone for the courier': '+92 300 1234567' };

async function to_pay_page(page) {
  await ready_to_place(page, { base, method: /JazzCash/, answers });
  await press(page, /Place order/, /checkout\/pay\//);
  return page.url().split('/').pop();
}

async function fill_wallet(page, mobile, cnic = '345678') {
  await page.getByLabel('Mobile number of your JazzCash wallet').fill(mobile);
  await page.getByLabel('Last 6 digits of your CNIC').fill(cnic);
}
const pay_button = (page) => page.getByRole('button', { name: /^Pay Rs/ });

/** To JazzCash's page: by itself with scripts, by one more press without. */
async function to_their_page(page) {
  await page.getByRole('button', { name: /partner.s page/ }).click();
  if (!scripts) await page.getByRole('button', { name: /Go and pay/ }).click();
  await page.getByRole('button', { name: 'Approve' }).waitFor();
}
async function back_to_shop(page) {
  await page.getByRole('button', { name: 'Back to the shop' }).click();
}
async function is_paid(page) {
  await page.waitForURL(/\/orders\/ord_/);
  await paid(page).waitFor();
}
const state_of = async (page) => (await page.request.get(`${jazzcash}/_control/state`)).json();
const transactions = async (page) => (await state_of(page)).transactions.length;

const walks = {
  async 'wallet: details mended, declined, tried again and paid'(page) {
    const order = await to_pay_page(page);
    await look(page, 'pay');
    await fill_wallet(page, '0300 12', '34');
    await pay_button(page).click();
    await page.locator('#faults').waitFor();
    await look(page, 'pay-faults');
    await fill_wallet(page, '0312 9999004');
    await pay_button(page).click();
    await page.getByText('There is not enough money in the account.').waitFor();
    await look(page, 'declined');
    await page.getByRole('link', { name: 'Try again' }).click();
    await fill_wallet(page, '+92 312 3456789');
    await pay_button(page).click();
    await is_paid(page);
    await look(page, 'order');
    await page.goto(`${base}/checkout/pay/${order}`);
    must(/\/orders\//.test(page.url()), 'a paid order is not offered to be paid again');
  },
  async 'wallet: approved on the phone while the page waits'(page, context) {
    await to_pay_page(page);
    await fill_wallet(page, '03129999157');
    await pay_button(page).click();
    await page.waitForURL(/checkout\/return/);
    await look(page, 'waiting');
    const phone = await context.newPage();
    await phone.goto(`${jazzcash}/_browser/phone`);
    await look(phone, 'phone');
    await phone.getByRole('button', { name: 'Approve with MPIN' }).first().click();
    await phone.close();
    await is_paid(page);
  },
  async 'wallet: button pressed twice asks once'(page) {
    await to_pay_page(page);
    const before = await transactions(page);
    await fill_wallet(page, '0312 3456789');
    await pay_button(page).dblclick();
    await is_paid(page);
    must((await transactions(page)) === before + 1, 'one transaction, however often the button is pressed');
  },
  async "JazzCash's page: declined, tried again, back button, paid"(page) {
    await to_pay_page(page);
    await to_their_page(page);
    await look(page, 'their-page');
    await page.getByRole('button', { name: 'Decline' }).click();
    await look(page, 'their-answer');
    await back_to_shop(page);
    await page.getByRole('heading', { name: /did not go through/ }).waitFor();
    await look(page, 'return-declined');
    await page.getByRole('link', { name: 'Try again' }).click();
    await to_their_page(page);
    await page.goBack();
    must(/checkout\/pay\/.*\/page$/.test(page.url()), `the back button leads to the page that hands over, not to ${page.url()}`);
    await page.getByRole('button', { name: /Go and pay/ }).click();  // nobody is sent off again unasked
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    await page.getByLabel('Debit or credit card').check();
    await page.getByRole('button', { name: 'Approve' }).click();
    await look(page, 'their-yes');
    await back_to_shop(page);
    await is_paid(page);
  },
  async "JazzCash's page: tab closed after paying, the notification settles"(page, context) {
    const order = await to_pay_page(page);
    await to_their_page(page);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Payment successful').waitFor();
    await page.close();
    await wait_until_paid(await context.newPage(), `${base}/orders/${order}`);
  },
  async "JazzCash's page: cancelled there, then left, then paid by wallet"(page) {
    const order = await to_pay_page(page);
    await to_their_page(page);
    await page.getByRole('button', { name: 'Cancel and go back' }).click();
    await back_to_shop(page);
    await page.getByText('You stopped the payment.').waitFor();
    await page.goto(`${base}/checkout/pay/${order}`);
    await to_their_page(page);
    await page.getByRole('button', { name: 'Leave without a word' }).click();
    await page.goto(`${base}/checkout/pay/${order}`);
    await to_their_page(page);  // what was left there cannot be opened again: this is another attempt
    await page.getByRole('button', { name: 'Approve' }).dblclick();
    await back_to_shop(page);
    await is_paid(page);
  },
};

const chosen = Object.entries(walks).filter(([name]) => only.test(name) && (!is_quick || /declined, tried|tab closed/.test(name)));
await run_walks(chosen, { javaScriptEnabled: scripts, is_expected: (text) => /status of 422|status of 404/.test(text) });
console.log(`${chosen.length} walks through JazzCash's checkout, scripts ${scripts ? 'on' : 'off'}`);
