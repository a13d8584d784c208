// The 360° view in numbers: which frames there are and where they lie, in what order they are fetched, which stands in for one that is missing, how a turn
// runs out. Nothing here touches the page. A position is a frame's number with a fraction; frame i shows the object turned by 360 · i / frames degrees.

export interface Level { step: number; pattern: string }
/** What the server says of a spin. Level k holds the frames whose number is a multiple of its step and was in no earlier level. */
export interface Manifest { version: number; frames: number; width: number; height: number; direction: 1 | -1; start: number; levels: Level[]; missing: number[] }

const is_count = (value: unknown, most: number): value is number => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;

/** The manifest, or what is wrong with it: `version` for one that a later page would understand, else `invalid`. */
export function read_manifest(value: unknown): Manifest | 'version' | 'invalid' {
  const m = value as Partial<Manifest> | null;
  if (typeof m !== 'object' || m === null || Array.isArray(m)) return 'invalid';
  if (m.version !== 1) return typeof m.version === 'number' ? 'version' : 'invalid';
  const { frames, width, height, start = 0, direction = 1, levels, missing = [] } = m;
  if (!is_count(frames, 1024) || frames < 2 || !is_count(width, 2048) || !is_count(height, 2048)) return 'invalid';
  if (!Number.isInteger(start) || start < 0 || start >= frames || (direction !== 1 && direction !== -1)) return 'invalid';
  if (!Array.isArray(levels) || !levels.every((level) => is_count(level?.step, frames) && typeof level.pattern === 'string' && level.pattern.includes('{i}'))) return 'invalid';
  if (!levels.some((level) => level.step === 1) || !Array.isArray(missing) || !missing.every(Number.isInteger)) return 'invalid';
  return { version: 1, frames, width, height, start, direction, levels, missing };
}

/** Where frame `i` lies: the pattern of the first level that it belongs to. */
export const address_of = (m: Manifest, i: number): string =>
  m.levels.find((level) => i % level.step === 0)!.pattern.replace('{i}', String(i));

/** All frames, each next one halving a gap: 0, 128, 64, 192, 32 … of 256. For other counts the same halving, rounded down. */
export function bit_reversed(count: number): number[] {
  const bits = Math.ceil(Math.log2(count));
  const order = new Set<number>();
  for (let k = 0; k < 2 ** bits; k++) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) if (k & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
    order.add(Math.floor((reversed * count) / 2 ** bits));
  }
  return [...order];
}

/** What to fetch, in order, `most` at the most: without what is known to be missing; the frame that the poster shows is first. */
export function fetch_order(m: Manifest, most = m.frames): number[] {
  const missing = new Set(m.missing);
  const order = bit_reversed(m.frames).slice(0, most);
  return [...new Set([m.start, ...order])].slice(0, most).filter((i) => !missing.has(i));
}

export const wrap = (position: number, count: number): number => ((position % count) + count) % count;

/** How far apart two positions are on the circle. */
export function distance(a: number, b: number, count: number): number {
  const way = wrap(a - b, count);
  return Math.min(way, count - way);
}

/** Which of `there` is nearest on the circle, or -1 when there is none. */
export function nearest(there: Iterable<number>, position: number, count: number): number {
  let best = -1;
  let way = Infinity;
  for (const i of there) {
    const d = distance(i, position, count);
    if (d < way) { way = d; best = i; }
  }
  return best;
}

/** The angle that is said and shown: whole degrees, 0 to 359. */
export const degrees = (position: number, count: number): number => Math.round((360 * wrap(position, count)) / count) % 360;

const glide_ms = 320;         // a turn that is let go has lost two thirds of its speed after this
const slowest = 0.004;        // frames a millisecond: a frame in a quarter of a second is standing still

/** A turn that was let go: how far it goes in `ms`, and the speed (frames a millisecond) it has then; 0 once it stands. */
export function glide(speed: number, ms: number): { moved: number; speed: number } {
  const left = speed * Math.exp(-ms / glide_ms);
  return { moved: (speed - left) * glide_ms, speed: Math.abs(left) < slowest ? 0 : left };
}

/** The speed of a drag from its last moments, frames a millisecond, at most a turn in half a second: 0 when the pointer rested before it was let go. `trail` holds [time, position], oldest first. */
export function speed_of(trail: readonly (readonly [number, number])[], now: number, count: number): number {
  const recent = trail.filter(([at]) => now - at < 100);
  const first = recent[0];
  const last = recent[recent.length - 1];
  if (!first || !last || last[0] - first[0] < 8) return 0;
  return Math.max(-count / 500, Math.min(count / 500, (last[1] - first[1]) / (last[0] - first[0])));
}

/** How many decoded frames fit into `bytes`, and how far on both sides of the position decoding may go, 24 at the most; `others` are those that are not near the position. */
export function room(m: Manifest, bytes: number, others: number): { most: number; ahead: number } {
  const most = Math.floor(bytes / (m.width * m.height * 4));
  return { most, ahead: Math.max(1, Math.min(24, Math.floor((most - others - 1) / 2))) };
}

/** Which frames to decode. At rest the nearest first; in a turn those ahead before those behind, and in a quick one only every second, fourth, …: the others are past before they are ready. */
export function decode_order(position: number, speed: number, ahead: number, count: number): number[] {
  const stride = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(speed) * 17))));
  const at = Math.round(position);
  const way = speed < 0 ? -1 : 1;
  const steps = Array.from({ length: ahead }, (_, k) => way * (k + 1));
  const offsets = Math.abs(speed) < 0.01 ? steps.flatMap((k) => [k, -k]) : [...steps, ...steps.map((k) => -k)];
  return [...new Set([0, ...offsets].map((k) => wrap(at + k, count)).filter((i) => i % stride === 0))];
}
