// What waits in this browser to be saved, pure: which edits are for which cart, what the server has of them, and what the screen shows meanwhile.

export interface Edit { number: number; cart: string; kind: 'add' | 'set'; variant: string; quantity: number; seen: number }
/** An edit that is in the cart as of this version: a screen that is older still lays it over. */
export interface Saved extends Edit { version: number }
export interface Line { device: string; next: number; edits: Edit[]; saved: Saved[] }
export interface Welcome { cart?: string; version?: number; heard?: number; joined?: string[] }

export const most_waiting = 100;
const most_saved = 50;

/** The line as it was kept; nothing for what we did not write. */
export function read_line(text: string | null): Line | null {
  try {
    const line = JSON.parse(text ?? '') as Partial<Line>;
    if (typeof line.device !== 'string' || typeof line.next !== 'number' || !Array.isArray(line.edits)) return null;
    return { device: line.device, next: line.next, edits: line.edits.filter((edit) => typeof edit.cart === 'string'), saved: Array.isArray(line.saved) ? line.saved : [] };
  } catch {
    return null;
  }
}

export const waiting_for = (line: Line, cart: string): Edit[] => line.edits.filter((edit) => edit.cart === cart);

/** Queues an edit of this cart. False where too many wait. */
export function add_edit(line: Line, edit: Omit<Edit, 'number'>): boolean {
  if (line.edits.length >= most_waiting) return false;
  line.edits.push({ ...edit, number: line.next++ });
  return true;
}

function keep_saved(line: Line, edits: Edit[], version: number): void {
  line.saved = [...line.saved, ...edits.map((edit) => ({ ...edit, version }))].slice(-most_saved);
}

/**
 * The server's answer to hello: what it has heard needs not be said again; what was meant for another cart is meant for this one only if that one went into it.
 * Gives how many edits were meant for a cart that takes none any more, and are dropped.
 */
export function greeted(line: Line, welcome: Welcome): number {
  const cart = welcome.cart ?? '';
  const heard = welcome.heard ?? 0;
  for (const edit of line.edits) if ((welcome.joined ?? []).includes(edit.cart)) edit.cart = cart;
  const ours = waiting_for(line, cart);
  const strangers = line.edits.length - ours.length;
  keep_saved(line, ours.filter((edit) => edit.number <= heard), welcome.version ?? 0);
  line.edits = ours.filter((edit) => edit.number > heard);
  line.next = Math.max(line.next, heard + 1);
  return strangers;
}

/** The server's answer to an edit. One that came to something else than wanted is shown as the server has it. */
export function answered(line: Line, number: number, outcome: string, version: number): void {
  if (outcome === 'applied') keep_saved(line, line.edits.filter((edit) => edit.number === number), version);
  line.edits = line.edits.filter((edit) => edit.number !== number);
}

/** These are on a page that was asked for after they were saved; or the server has lost them, and then they must not be shown. */
export function forget_saved(line: Line, saved: Saved[]): void {
  line.saved = line.saved.filter((edit) => !saved.some((known) => known.number === edit.number));
}

/** What is not on the server's page of this version, as if it were: each article's number; and whether it still waits to be saved. */
export function laid_over(line: Line, cart: string, version: number, shown: (variant: string) => number): Map<string, { quantity: number; waits: boolean }> {
  const over = new Map<string, { quantity: number; waits: boolean }>();
  const lay = (edit: Edit, waits: boolean): void => {
    const now = over.get(edit.variant)?.quantity ?? shown(edit.variant);
    const quantity = edit.kind === 'add' ? Math.min(9999, Math.max(0, now + edit.quantity)) : edit.quantity;
    over.set(edit.variant, { quantity, waits: waits || (over.get(edit.variant)?.waits ?? false) });
  };
  for (const edit of line.saved) if (edit.cart === cart && edit.version > version) lay(edit, false);
  for (const edit of waiting_for(line, cart)) lay(edit, true);
  return over;
}
