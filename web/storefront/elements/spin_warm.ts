// On a list of products with 360° views: once the page has been looked at for a while, fetches what a shopper will want next into the browser's memory: manifests and first
// frames of this page's views, then the next page and those of its views. Never on a connection that is slow or counted by the byte.
// Cards say `data-spin="manifest's address"`; data-prefetch-ms, data-manifest-pool and data-frame-pool stand on them or around them.
import { address_of, fetch_order, read_manifest } from './spin_turn';

const first_frames = 4;
const views_at_most = 24;     // a page

interface Connection { saveData?: boolean; effectiveType?: string; downlink?: number }

/** Where the browser does not say, the connection counts as good. */
function is_good(): boolean {
  const { saveData, effectiveType = '4g', downlink = 10 } = (navigator as { connection?: Connection }).connection ?? {};
  return !saveData && effectiveType === '4g' && downlink >= 1.5 && navigator.onLine && !document.hidden;
}

const get = (address: string): Promise<Response | null> => fetch(address, { priority: 'low' }).then((response) => (response.ok ? response : null), () => null);

/** `work` for each, `pool` at a time. */
async function each<T>(things: T[], pool: number, work: (thing: T) => Promise<unknown>): Promise<void> {
  const left = [...things];
  await Promise.all(Array.from({ length: pool }, async () => { for (let thing = left.shift(); thing !== undefined && is_good(); thing = left.shift()) await work(thing); }));
}

async function warm(manifests: string[], manifest_pool: number, frame_pool: number): Promise<void> {
  const frames: string[] = [];
  await each(manifests.slice(0, views_at_most), manifest_pool, async (address) => {
    const manifest = read_manifest(await (await get(address))?.json().catch(() => null));
    if (typeof manifest !== 'string') for (const i of fetch_order(manifest, first_frames)) frames.push(new URL(address_of(manifest, i), new URL(address, location.href)).href);
  });
  await each(frames, frame_pool, async (address) => (await get(address))?.blob());
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function begin(card: HTMLElement): Promise<void> {
  const setting = (name: string, otherwise: number): number => Number(card.closest<HTMLElement>(`[data-${name}]`)?.getAttribute(`data-${name}`)) || otherwise;
  await wait(setting('prefetch-ms', 3_000));
  if (!is_good()) return;
  const pools = [setting('manifest-pool', 3), setting('frame-pool', 10)] as const;
  const cards = [...document.querySelectorAll<HTMLElement>('[data-spin]')].map((one) => one.dataset.spin!);
  await warm(cards, ...pools);
  const next = document.querySelector<HTMLAnchorElement>('a[rel=next]');
  if (!next || !is_good()) return;
  const page = (await (await get(next.href))?.text()) ?? '';
  await warm([...page.matchAll(/ data-spin="(\/[^"]+)"/g)].map(([, address]) => address!), ...pools);
}

const first = document.querySelector<HTMLElement>('[data-spin]');
if (first) void begin(first);
