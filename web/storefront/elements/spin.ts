// The 360° view: <x-spin manifest label><img class="spin-poster"></x-spin>. The poster is what is painted first and what stays when anything fails. Nothing more is
// loaded until the view is in sight and the page is idle (then a first eight frames), or it is touched (then all). What it reads: README.md, "360° view".
import { build_controls, dress, words_of, type Controls, type Icon, type Words } from './spin_controls';
import { ask_manifest, Bitmaps, Frames } from './spin_frames';
import { FullScreen } from './spin_full';
import { idle, saves_data, sheet, still } from './spin_page';
import { degrees, fetch_order, glide, speed_of, wrap, type Manifest } from './spin_turn';
import { Zoom } from './spin_zoom';

const usable = 8;               // frames from which turning makes sense; also what an idle page fetches
const play_from = 32;           // frames from which a turn by itself looks like one
const turn_ms = 8_000;          // of a whole turn by itself
const ease_ms = 70;             // of a turn by button, to two thirds of the way

type Motion = 'none' | 'drag' | 'glide' | 'ease' | 'play';

class Spin extends HTMLElement {
  private manifest: Manifest | null = null;
  private frames: Frames | null = null;
  private bitmaps: Bitmaps | null = null;
  private controls: Controls | null = null;
  private words!: Words;
  private zoom!: Zoom;
  private full!: FullScreen;
  private sight: IntersectionObserver | null = null;
  private poster: HTMLImageElement | null = null;
  private is_asking = false;      // for the manifest
  private is_over = false;        // a fault that no second try mends
  private is_lost = false;        // nothing reaches us: tried again by hand, or when the connection is back
  private is_seen = false;
  private is_idle = false;
  private is_touched = false;
  private has_told = false;       // of frames that are not there
  private wants_play = false;     // by itself, once
  private turn = 0;               // how far it is turned to the right, in frames; what a shopper turns
  private speed = 0;              // frames a millisecond
  private goal = 0;
  private played = 0;
  private plays_once = false;
  private motion: Motion = 'none';
  private shown = -1;             // the frame on the canvas
  private request = 0;
  private ticked_at = 0;
  private trail: [number, number][] = [];
  private grip: [number, number] = [0, 0];  // where the pointer was and how far it was turned then
  private readonly pointers = new Map<number, [number, number]>();

  connectedCallback(): void {
    this.poster = this.querySelector<HTMLImageElement>('.spin-poster');
    for (const name of ['online', 'offline']) window.addEventListener(name, this.net_changed);
    document.addEventListener('visibilitychange', this.see);
    if (this.controls) return this.watch();
    this.wants_play = this.dataset.autoplay !== undefined && !still.matches && !saves_data();
    void Promise.all([words_of(this.closest<HTMLElement>('[lang]')?.lang ?? ''), sheet()]).then(([words]) => {
      this.words = words;
      this.build();
      if (this.isConnected) this.watch();
    });
    void idle(this.poster).then(() => { this.is_idle = true; this.see(); });
  }
  disconnectedCallback(): void {
    for (const name of ['online', 'offline']) window.removeEventListener(name, this.net_changed);
    document.removeEventListener('visibilitychange', this.see);
    this.sight?.disconnect();
    this.full?.cover(false);
    this.is_seen = false;
    this.see();
  }

  private watch(): void {
    this.sight = new IntersectionObserver(([entry]) => { this.is_seen = entry?.isIntersecting ?? false; this.see(); }, { threshold: 0.05 });
    this.sight.observe(this);
  }

  private build(): void {
    const label = this.getAttribute('label') ?? this.poster?.alt ?? '';
    const controls = build_controls(this.words, label, (name) => this.pressed(name));
    const { stage } = controls;
    this.controls = controls;
    this.zoom = new Zoom(stage, controls.canvas, () => {
      controls.buttons.smaller.setAttribute('aria-disabled', String(this.zoom.is_least));
      controls.buttons.larger.setAttribute('aria-disabled', String(this.zoom.is_most));
    });
    this.append(stage, controls.bar, controls.note, controls.again);
    this.zoom.reset();
    stage.addEventListener('pointerdown', this.gripped);
    stage.addEventListener('pointermove', this.moved);
    for (const name of ['pointerup', 'pointercancel'] as const) stage.addEventListener(name, this.let_go);
    stage.addEventListener('keydown', this.key);
    stage.addEventListener('wheel', this.wheeled, { passive: false });
    stage.addEventListener('dblclick', (event) => { if (this.zoom.is_least) this.zoom.by(2, event.clientX, event.clientY); else this.zoom.reset(); });
    this.full = new FullScreen(this, stage, () => {
      this.zoom.reset();
      dress(controls.buttons.full, this.full.is_on ? 'leave' : 'full', this.words);
    });
    this.say_angle();
  }

  // ---- what is loaded, and when

  /** Everything that decides what may be loaded and moved right now. */
  private readonly see = (): void => {
    const may = this.is_seen && !document.hidden && this.controls !== null && !this.is_over;
    const wants = this.is_touched || this.wants_play ? Infinity : saves_data() ? 0 : usable;
    if (may && (this.is_touched || this.is_idle) && wants > 0) {
      if (this.frames) this.frames.fetch(Math.min(wants, this.frames.order.length));
      else void this.ask();
      this.draw_soon();
    } else {
      this.frames?.fetch(0);
      if (!may) { this.bitmaps?.clear(); this.stop(); }
    }
    this.show_state();
  };

  private readonly net_changed = (): void => { this.is_lost &&= !navigator.onLine; this.see(); };

  private touched(): void {
    this.wants_play = false;
    if (this.is_touched) return;
    this.is_touched = true;
    this.is_lost = false;
    this.see();
  }

  private async ask(): Promise<void> {
    if (this.is_asking || this.is_lost || !navigator.onLine) return;
    this.is_asking = true;
    const address = new URL(this.getAttribute('manifest') ?? '', location.href).href;
    const read = await ask_manifest(address);
    this.is_asking = false;
    if (typeof read === 'string') {
      if (read === 'lost') this.is_lost = navigator.onLine; else this.is_over = true;
      if (this.is_lost || this.is_over) this.report(`manifest_${read}`);
      return this.show_state();
    }
    this.start(read, address);
    this.see();
  }

  private start(manifest: Manifest, address: string): void {
    const { canvas } = this.controls!;
    this.manifest = manifest;
    canvas.width = manifest.width;
    canvas.height = manifest.height;
    const begin = manifest.direction * manifest.start;  // it may have been turned already, from where the poster shows it
    this.turn += begin;
    this.goal += begin;
    this.grip[1] += begin;
    this.frames = new Frames(manifest, address, fetch_order(manifest, this.most), Number(this.dataset.framePool) || 10, {
      came: () => { this.is_lost = false; this.came(); }, ended: (is_lost) => this.ended(is_lost),
    });
    this.bitmaps = new Bitmaps(this.frames, () => this.draw_soon());
    this.say_angle();
  }

  private came(): void {
    const { frames, manifest, poster } = this;
    if (!frames || !manifest) return;
    // What the poster shows is the frame it begins with: it stands in for that one, and for no other.
    const lacks_start = frames.failed.has(manifest.start) || manifest.missing.includes(manifest.start);
    if (lacks_start && !frames.kept.has(manifest.start) && poster?.naturalWidth) frames.kept.set(manifest.start, poster);
    if (this.wants_play && frames.kept.size >= Math.min(play_from, frames.order.length)) {
      this.wants_play = false;
      this.is_touched = true;
      this.play(true);
    }
    this.draw_soon();
    this.show_state();
  }

  private ended(is_lost: boolean): void {
    const { frames } = this;
    if (!frames) return;
    this.is_lost = is_lost;
    this.is_over = !is_lost && ![...frames.kept.values()].some((frame) => frame !== this.poster);
    if (is_lost) this.report('frames_lost');
    else if ((this.is_over || frames.failed.size > 0) && !this.has_told) { this.has_told = true; this.report('frames_missing', [...frames.failed]); }
    if (!this.is_over) this.came();
    this.show_state();
  }

  /** Tells the page. `code`: manifest_missing, manifest_invalid, manifest_version, manifest_lost, frames_missing (with which), frames_lost. */
  private report(code: string, frames: number[] = []): void {
    this.dispatchEvent(new CustomEvent('spin:fault', { bubbles: true, detail: { code, manifest: this.getAttribute('manifest'), frames } }));
  }

  // ---- turning

  private get count(): number { return this.manifest?.frames ?? (Number(this.getAttribute('frames')) || 256); }
  /** How many frames are fetched. */
  private get most(): number { return saves_data() ? Math.min(this.count, Number(this.dataset.saveFrames) || 32) : this.count; }
  /** One frame of those that are fetched. */
  private get step(): number { return Math.max(1, Math.round(this.count / this.most)); }

  private turn_to(turn: number, motion: 'ease' | 'none'): void {
    this.touched();
    this.goal = turn;
    this.motion = still.matches ? 'none' : motion;
    if (this.motion === 'none') this.turn = turn;
    this.speed = 0;
    this.say_angle(turn);
    this.draw_soon();
    this.show_state();
  }

  private play(once = false): void {
    this.motion = 'play';
    this.plays_once = once;
    this.played = 0;
    this.draw_soon();
    this.show_state();
  }

  private stop(): void {
    if (this.motion === 'none') return;
    this.motion = 'none';
    this.speed = 0;
    this.say_angle();
    this.show_state();
  }

  private draw_soon(): void {
    if (this.request || !this.bitmaps) return;
    this.ticked_at = performance.now();
    this.request = requestAnimationFrame(this.tick);
  }

  private readonly tick = (now: number): void => {
    this.request = 0;
    const ms = Math.min(64, Math.max(0, now - this.ticked_at));
    if (this.motion === 'drag') this.speed = speed_of(this.trail, now, this.count);
    this.move(ms);
    const frame = wrap(this.turn * (this.manifest?.direction ?? 1), this.count);
    if (this.is_seen) this.bitmaps?.aim(frame, this.speed * (this.manifest?.direction ?? 1));
    this.draw(frame);
    if (this.motion === 'none' || (this.motion === 'drag' && this.speed === 0) || !this.is_seen) return;
    this.ticked_at = now;
    this.request = requestAnimationFrame(this.tick);
  };

  private move(ms: number): void {
    if (this.motion === 'glide') {
      const { moved, speed } = glide(this.speed, ms);
      this.turn += moved;
      this.speed = speed;
      if (speed === 0) this.stop();
    } else if (this.motion === 'ease') {
      this.turn = this.goal + (this.turn - this.goal) * Math.exp(-ms / ease_ms);
      if (Math.abs(this.turn - this.goal) < 0.1) { this.turn = this.goal; this.stop(); }
    } else if (this.motion === 'play') {
      this.speed = this.count / turn_ms;
      this.turn += this.speed * ms;
      this.played += this.speed * ms;
      if (this.plays_once && this.played >= this.count) this.stop();
    }
  }

  /** Shows what is nearest of what is decoded. The poster gives way to the first picture there is, and never comes back. */
  private draw(frame: number): void {
    const { canvas, angle, track } = this.controls!;
    const text = `${degrees(this.turn, this.count)}°`;
    if (angle.textContent !== text) angle.textContent = text;
    track.style.setProperty('--at', String(wrap(this.turn, this.count) / this.count));
    const best = this.bitmaps?.best(frame);
    if (!best || best[0] === this.shown) return;
    const context = canvas.getContext('2d')!;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(best[1], 0, 0, canvas.width, canvas.height);
    this.shown = best[0];
    this.classList.add('spin-drawn');
  }

  private readonly gripped = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    const { stage } = this.controls!;
    stage.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    this.motion = 'drag';
    this.speed = 0;
    this.grip = [event.clientX, this.turn];
    this.trail = [[event.timeStamp, this.turn]];
    this.touched();
    this.show_state();
  };

  private readonly moved = (event: PointerEvent): void => {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const was = [...this.pointers.values()];
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    if (was.length === 2) return this.zoom.pinch(was, [...this.pointers.values()]);
    if (was.length > 2) return;
    if (event.shiftKey && !this.zoom.is_least) return this.zoom.pan(event.clientX - before[0], event.clientY - before[1]);
    this.turn = this.grip[1] + ((event.clientX - this.grip[0]) / this.controls!.stage.clientWidth) * this.count;
    this.trail.push([event.timeStamp, this.turn]);
    if (this.trail.length > 12) this.trail.shift();
    this.speed = speed_of(this.trail, event.timeStamp, this.count);
    this.draw_soon();
  };

  private readonly let_go = (event: PointerEvent): void => {
    if (!this.pointers.delete(event.pointerId)) return;
    const [left] = this.pointers.values();
    if (left) {  // one of two fingers: it turns on from where it is
      this.grip = [left[0], this.turn];
      this.trail = [];
      return;
    }
    this.speed = still.matches || event.type === 'pointercancel' ? 0 : speed_of(this.trail, event.timeStamp, this.count);
    if (this.speed === 0) return this.stop();
    this.motion = 'glide';
    this.draw_soon();
    this.show_state();
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = this.motion === 'ease' ? this.goal : this.turn;
    const big = (15 / 360) * this.count;
    const to: Record<string, number> = {
      ArrowRight: from + this.step, ArrowUp: from + this.step, ArrowLeft: from - this.step, ArrowDown: from - this.step,
      PageUp: from + big, PageDown: from - big, Home: 0, End: this.count - this.step,
    };
    const pans: Record<string, [number, number]> = { ArrowRight: [-40, 0], ArrowLeft: [40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] };
    if (event.shiftKey && pans[event.key] && !this.zoom.is_least) this.zoom.pan(...pans[event.key]!);
    else if (event.key in to) this.turn_to(to[event.key]!, 'none');
    else if (event.key === '+' || event.key === '=') this.pressed('larger');
    else if (event.key === '-') this.pressed('smaller');
    else if (event.key === ' ') this.pressed('play');
    else return;
    event.preventDefault();
  };

  /** The page's own scrolling is left alone, unless the wheel is turned for us: with Ctrl (as pinching a touchpad does), nearer already, or in full screen. */
  private readonly wheeled = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey && this.zoom.is_least && !this.full.is_on) return;
    event.preventDefault();
    this.zoom.by(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
  };

  private pressed(name: Icon | 'again'): void {
    const sense = name === 'left' ? -1 : 1;
    if (name === 'left' || name === 'right') this.turn_to((this.motion === 'ease' ? this.goal : this.turn) + sense * (15 / 360) * this.count, 'ease');
    else if (name === 'larger' || name === 'smaller') { this.touched(); this.zoom.by(name === 'larger' ? 1.5 : 1 / 1.5); }
    else if (name === 'full') void this.full.toggle();
    else if (name === 'again') { this.is_lost = false; this.see(); this.controls!.stage.focus(); }
    else if (this.motion === 'play') this.stop();
    else { this.touched(); this.play(); }
  }

  // ---- what is said

  private say_angle(turn = this.turn): void {
    const value = degrees(turn, this.count);
    this.controls?.stage.setAttribute('aria-valuenow', String(value));
    this.controls?.stage.setAttribute('aria-valuetext', this.words.degrees.replace('{n}', String(value)));
  }

  private show_state(): void {
    if (!this.controls) return;
    const { note, again, bar, stage, track, buttons } = this.controls;
    const there = this.frames?.kept.size ?? 0;
    const whole = this.frames ? there + this.frames.failed.size >= this.frames.order.length : false;
    const is_offline = !navigator.onLine && !whole && !this.is_over;
    const state = this.is_over ? 'fault' : !this.is_touched ? 'rest' : is_offline ? 'offline' : this.is_lost ? 'lost' : there < usable && !whole ? 'loading' : 'ready';
    if (this.dataset.motion !== this.motion) this.dataset.motion = this.motion;
    const plays = this.motion === 'play' ? 'pause' : 'play';
    if (buttons.play.getAttribute('aria-label') !== this.words[plays]) dress(buttons.play, plays, this.words);
    track.style.setProperty('--loaded', String(this.frames ? Math.min(1, (there + this.frames.failed.size) / this.frames.order.length) : 0));
    track.classList.toggle('whole', whole);
    if (this.motion === 'drag' || this.motion === 'glide') this.say_angle();
    if (this.dataset.state === state) return;
    this.dataset.state = state;
    note.textContent = state === 'rest' || state === 'ready' ? '' : this.words[state];
    again.hidden = state !== 'lost';
    if (state !== 'fault') return;
    const had_focus = this.contains(document.activeElement);
    this.full.cover(false);
    bar.hidden = stage.hidden = true;
    this.classList.remove('spin-drawn');
    if (had_focus) note.focus();
  }
}
customElements.define('x-spin', Spin);
