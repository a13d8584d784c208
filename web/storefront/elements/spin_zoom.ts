// Brings a 360° view nearer: by buttons, keys, two fingers or the wheel, around the point that is pointed at.
const most = 3;

export class Zoom {
  scale = 1;
  private x = 0;
  private y = 0;

  constructor(private readonly stage: HTMLElement, private readonly canvas: HTMLElement, private readonly changed: () => void) {}

  reset(): void { this.scale = 1; this.show(); }

  /** `by` times nearer, around a point of the window; without one around the middle. */
  by(by: number, at_x?: number, at_y?: number): void {
    const box = this.stage.getBoundingClientRect();
    const x = (at_x ?? box.x + box.width / 2) - box.x - box.width / 2;
    const y = (at_y ?? box.y + box.height / 2) - box.y - box.height / 2;
    const scale = Math.min(most, Math.max(1, this.scale * by));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.show();
  }

  /** Moves the picture inside its frame. */
  pan(x: number, y: number): void {
    this.x += x;
    this.y += y;
    this.show();
  }

  /** Two fingers, where they were and where they are: `[x, y]` each. */
  pinch(before: readonly (readonly [number, number])[], now: readonly (readonly [number, number])[]): void {
    const [[ax, ay], [bx, by]] = before as [[number, number], [number, number]];
    const [[cx, cy], [dx, dy]] = now as [[number, number], [number, number]];
    this.pan((cx + dx - ax - bx) / 2, (cy + dy - ay - by) / 2);
    this.by(Math.hypot(dx - cx, dy - cy) / Math.max(1, Math.hypot(bx - ax, by - ay)), (cx + dx) / 2, (cy + dy) / 2);
  }

  get is_least(): boolean { return this.scale <= 1; }
  get is_most(): boolean { return this.scale >= most; }

  private show(): void {
    const limit_x = ((this.scale - 1) * this.stage.clientWidth) / 2;
    const limit_y = ((this.scale - 1) * this.stage.clientHeight) / 2;
    this.x = Math.min(limit_x, Math.max(-limit_x, this.x));
    this.y = Math.min(limit_y, Math.max(-limit_y, this.y));
    this.canvas.style.transform = this.scale === 1 ? '' : `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
    this.changed();
  }
}
