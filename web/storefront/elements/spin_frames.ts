// The frames of a 360° view: fetched a few at a time and kept as they came, compressed; decoded near the position and closed again.
import { address_of, decode_order, distance, nearest, read_manifest, room, type Manifest } from './spin_turn';

const patience_ms = 20_000;     // a frame that takes longer is asked for again
const tries_each = 3;
const losses_at_most = 12;      // one after the other: then it is the connection or the server, not a frame
const pinned_count = 4;         // always decoded, so that no angle is ever far from a picture
const pinned_at_first = 8;      // as long as there are fewer than `few`, so that a first touch turns at once
const few = 64;
const bitmap_bytes = 90 * 2 ** 20;  // of 120 MiB in all: the rest is for the compressed frames, the canvas and the decoder
const decodes_at_once = 4;

const manifest_waits_ms = [0, 600, 2_000];

/** The manifest at an address, asked for three times at the most; or why there is none: `missing` when the server refuses it, `lost` when nothing comes. */
export async function ask_manifest(address: string): Promise<Manifest | 'version' | 'invalid' | 'missing' | 'lost'> {
  for (const wait of manifest_waits_ms) {
    if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
    const response = await fetch(address, { signal: AbortSignal.timeout(15_000) }).catch(() => null);
    if (!response || response.status >= 500 || response.status === 429) continue;
    return response.ok ? read_manifest(await response.json().catch(() => null)) : 'missing';
  }
  return 'lost';
}

interface Ears {
  /** A frame is there. */
  came: () => void;
  /** Nothing more is coming for now: all are there, or `failed` says which are not, or the connection is lost. */
  ended: (is_lost: boolean) => void;
}

export class Frames {
  readonly kept = new Map<number, ImageBitmapSource>();
  readonly failed = new Set<number>();
  private readonly waiting: number[];
  private readonly running = new Map<number, AbortController>();
  private readonly tries = new Map<number, number>();
  private goal = 0;
  private losses = 0;
  private timer = 0;

  constructor(readonly manifest: Manifest, private readonly base: string, readonly order: readonly number[], private readonly pool: number, private readonly ears: Ears) {
    this.waiting = [...order];
  }

  /** Fetches until `goal` frames are there; 0 gives up what is on its way and keeps what is there. May be called at any time. */
  fetch(goal: number): void {
    this.goal = goal;
    this.losses = 0;
    clearTimeout(this.timer);
    if (goal === 0) for (const stop of this.running.values()) stop.abort();
    this.pump();
  }

  /** A frame came, but was no picture. */
  spoil(i: number): void {
    this.kept.delete(i);
    this.failed.add(i);
    if (this.is_over()) this.ears.ended(false);
    else this.pump();
  }

  private is_over(): boolean { return this.waiting.length === 0 && this.running.size === 0; }

  private pump(): void {
    while (this.running.size < this.pool && this.kept.size + this.running.size < this.goal && this.waiting.length && navigator.onLine) void this.load(this.waiting.shift()!);
  }

  private async load(i: number): Promise<void> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience_ms);
    this.running.set(i, stop);
    let is_lost = false;
    try {
      const response = await fetch(new URL(address_of(this.manifest, i), this.base), { signal: stop.signal, priority: this.kept.size < pinned_at_first ? 'auto' : 'low' });
      const blob = response.ok ? await response.blob() : null;
      is_lost = response.status >= 500 || response.status === 429 || response.status === 408;
      if (blob?.type.startsWith('image/')) this.kept.set(i, blob);
      else if (!is_lost) this.failed.add(i);
    } catch {
      is_lost = true;
    }
    clearTimeout(timer);
    this.running.delete(i);
    if (this.goal === 0 || (is_lost && !navigator.onLine)) { if (is_lost) this.waiting.unshift(i); }
    else if (is_lost) return this.lose(i);
    this.losses = 0;
    if (this.kept.has(i)) this.ears.came();
    this.go_on();
  }

  private lose(i: number): void {
    const tries = (this.tries.get(i) ?? 0) + 1;
    this.tries.set(i, tries);
    if (tries < tries_each) this.waiting.push(i);
    else this.failed.add(i);
    if (++this.losses >= losses_at_most) return this.give_up();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.go_on(), Math.min(4000, 200 * 2 ** this.losses));
  }

  /** Nothing of what was lost is lost for good: `fetch` asks for it again. */
  private give_up(): void {
    this.goal = 0;
    for (const [i, tries] of this.tries) if (tries >= tries_each && this.failed.delete(i)) this.waiting.push(i);
    this.tries.clear();
    this.ears.ended(true);
  }

  private go_on(): void {
    if (this.kept.size === 0 && this.failed.size >= 16) this.waiting.length = 0;  // refused one and all: the others would be, too
    if (this.is_over()) this.ears.ended(false);
    else this.pump();
  }
}

export class Bitmaps {
  private readonly made = new Map<number, ImageBitmap>();
  private readonly making = new Set<number>();
  private readonly most: number;
  private readonly ahead: number;
  private position = 0;
  private speed = 0;
  private age = 0;        // of what is decoded: `clear` begins a new one

  constructor(private readonly frames: Frames, private readonly made_one: () => void) {
    const { most, ahead } = room(frames.manifest, bitmap_bytes, pinned_count + decodes_at_once);
    [this.most, this.ahead] = [Math.max(1, most - decodes_at_once), ahead];
  }

  /** Decodes what is near `position`, while it moves with `speed` frames a millisecond. */
  aim(position: number, speed: number): void {
    this.position = position + speed * 40;  // where it will be when they are ready
    this.speed = speed;
    this.pump();
  }

  /** The decoded frame nearest to `position`. */
  best(position: number): [number, ImageBitmap] | null {
    const i = nearest(this.made.keys(), position, this.frames.manifest.frames);
    return i < 0 ? null : [i, this.made.get(i)!];
  }

  clear(): void {
    this.age++;
    for (const bitmap of this.made.values()) bitmap.close();
    this.made.clear();
    this.making.clear();
  }

  private pinned(): number[] {
    const pinned: number[] = [];
    const most = this.frames.kept.size < few ? pinned_at_first : pinned_count;
    for (const i of this.frames.kept.keys()) if (pinned.push(i) === most) break;
    return pinned;
  }

  private pump(): void {
    if (this.making.size >= decodes_at_once) return;
    const { frames: count } = this.frames.manifest;
    for (const i of [...decode_order(this.position, this.speed, this.ahead, count), ...this.pinned()]) {
      if (!this.frames.kept.has(i) || this.made.has(i) || this.making.has(i)) continue;
      void this.make(i);
      if (this.making.size >= decodes_at_once) return;
    }
  }

  private async make(i: number): Promise<void> {
    const { age } = this;
    this.making.add(i);
    const bitmap = await createImageBitmap(this.frames.kept.get(i)!).catch(() => null);
    if (age !== this.age) return bitmap?.close();
    this.making.delete(i);
    if (bitmap) {
      this.made.set(i, bitmap);
      this.drop();
      this.made_one();
    } else {
      this.frames.spoil(i);
    }
    this.pump();
  }

  /** Closes what is farthest away, as long as there are too many. */
  private drop(): void {
    const { frames: count } = this.frames.manifest;
    const pinned = new Set(this.pinned());
    while (this.made.size > this.most) {
      let [far, way] = [-1, -1];
      for (const i of this.made.keys()) {
        const d = pinned.has(i) ? -1 : distance(i, this.position, count);
        if (d > way) [far, way] = [i, d];
      }
      if (far < 0) return;
      this.made.get(far)!.close();
      this.made.delete(far);
    }
  }
}
