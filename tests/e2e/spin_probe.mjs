// What the walk through the 360° view sees of a page, without the page knowing: pictures drawn, bitmaps alive, faults told, the largest paint.

import fs from 'node:fs';

/** The memory of the browser's renderers in bytes, without what is mapped from files; 0 where /proc is not as on Linux. */
export function renderer_bytes() {
  const read = (file) => { try { return fs.readFileSync(file, 'utf8'); } catch { return ''; } };
  const all = (fs.existsSync('/proc/self/stat') ? fs.readdirSync('/proc') : []).filter((name) => /^\d+$/.test(name)).map((pid) => ({ pid, status: read(`/proc/${pid}/status`) }));
  const parent = new Map(all.map(({ pid, status }) => [pid, /^PPid:\s+(\d+)/m.exec(status)?.[1]]));
  const is_ours = (pid) => { for (let at = pid; at && at !== '0'; at = parent.get(at)) if (at === String(process.pid)) return true; return false; };
  const of = (status, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * 1024;
  return all.filter(({ pid }) => is_ours(pid) && read(`/proc/${pid}/cmdline`).includes('--type=renderer'))
    .reduce((sum, { status }) => sum + of(status, 'RssAnon') + of(status, 'RssShmem'), 0);
}

/** Runs in the page before its own scripts. */
export function watch_page() {
  const seen = { live: 0, peak: 0, drawn: 0, first_move: 0, answer: 0, shift: 0, lcp: { url: '', at: 0 }, faults: [] };
  const { createImageBitmap: decode } = window;
  window.createImageBitmap = async (...what) => {
    const bitmap = await decode(...what);
    const bytes = bitmap.width * bitmap.height * 4;
    seen.live += bytes;
    seen.peak = Math.max(seen.peak, seen.live);
    const { close } = bitmap;
    bitmap.close = () => { seen.live -= bytes; close.call(bitmap); };
    return bitmap;
  };
  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (...what) {
    drawImage.apply(this, what);
    if (what[0] instanceof ImageBitmap) { seen.drawn++; if (seen.first_move && !seen.answer) seen.answer = performance.now() - seen.first_move; }
  };
  let is_down = false;
  addEventListener('pointerdown', () => { is_down = true; }, true);
  addEventListener('pointermove', (event) => { if (is_down) seen.first_move ||= event.timeStamp; }, true);
  addEventListener('spin:fault', (event) => seen.faults.push(event.detail));
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.lcp = { url: entry.url, tag: entry.element?.tagName, at: entry.startTime }; }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });

  const canvas = () => document.querySelector('.spin-canvas');
  window.probe = {
    told: () => structuredClone(seen),
    /** How many frames have been fetched. */
    came: () => performance.getEntriesByType('resource').filter(({ name, responseEnd }) => name.includes('/frames/') && responseEnd > 0).length,
    /** The number that the picture on the canvas carries, -1 while the poster is shown. */
    shown() {
      const one = canvas();
      if (!one || getComputedStyle(one).visibility === 'hidden' || one.width !== 640) return -1;
      const { data } = one.getContext('2d').getImageData(0, 634, 96, 1);
      return Array.from({ length: 8 }, (_, bit) => (data[(12 * bit + 6) * 4] < 128 ? 1 << bit : 0)).reduce((a, b) => a + b);
    },
    /** Frames a second, the slowest of twenty, and whether anything blank was shown, over some time. */
    rate: (ms) => new Promise((resolve) => {
      const times = [];
      const drawn = seen.drawn;
      let blank = 0;
      const begun = performance.now();
      const step = (now) => {
        times.push(now);
        if (document.querySelector('x-spin').classList.contains('spin-drawn') && getComputedStyle(canvas()).visibility !== 'visible') blank++;
        if (now - begun < ms) return requestAnimationFrame(step);
        const gaps = times.slice(1).map((at, k) => at - times[k]).sort((a, b) => a - b);
        return resolve({ fps: ((times.length - 1) * 1000) / (times.at(-1) - times[0]), p95: gaps[Math.floor(gaps.length * 0.95)], drawn: seen.drawn - drawn, blank });
      };
      requestAnimationFrame(step);
    }),
  };
}
