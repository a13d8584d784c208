// A Chromium of our own for the walks: a fresh profile, no talk to the outside. CHROME names another binary.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const storefront = createRequire(new URL('../../web/storefront/package.json', import.meta.url));
const { chromium } = storefront('playwright-core');

/** The source of axe-core, to be evaluated in a page. */
export const axe = fs.readFileSync(storefront.resolve('axe-core/axe.min.js'), 'utf8');

function find_chromium() {
  if (process.env.CHROME) return process.env.CHROME;
  for (const name of ['chromium-headless-shell', 'chromium']) {
    try {
      return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch { /* the next one */ }
  }
  throw new Error('no Chromium: install Debian\'s "chromium", or set CHROME');
}

/** Opens a browser and calls `walk(context)`; closes it whatever happens. */
export async function with_browser(options, walk) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'vitrine-e2e-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: find_chromium(),
    headless: true,
    viewport: { width: 1280, height: 900 },
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...options,
  });
  context.setDefaultTimeout(Number(process.env.VITRINE_PATIENCE_MS ?? 20_000));  // more on a busy machine
  try {
    return await walk(context);
  } finally {
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
}

/** Stops with a sentence a person understands. */
export function must(holds, what) {
  if (!holds) throw new Error(what);
}
