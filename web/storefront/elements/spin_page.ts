// What a 360° view asks of the page it is on: its sheet, a quiet moment, and what the shopper wants to be spared.
import style from '../styles/spin.css?url';

export const still = matchMedia('(prefers-reduced-motion: reduce)');
export const saves_data = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

/** Once the page and the poster are there and nothing else is to do. */
export async function idle(poster: HTMLImageElement | null): Promise<void> {
  if (document.readyState !== 'complete') await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  if (poster && !poster.complete) await new Promise((resolve) => { poster.addEventListener('load', resolve, { once: true }); poster.addEventListener('error', resolve, { once: true }); });
  await new Promise<void>((resolve) => ('requestIdleCallback' in window ? requestIdleCallback(() => resolve(), { timeout: 3_000 }) : setTimeout(resolve, 300)));
}

/** The sheet of the controls, once a page. What reserves their room is in the main sheet. */
export const sheet = (): Promise<unknown> => new Promise((resolve) => {
  if (document.querySelector(`link[href="${style}"]`)) return resolve(null);
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: style, onload: resolve, onerror: resolve });
  document.head.append(link);
});
