// The numbers of the 360° view, by example. Run by `npm test`, and by every build.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import ts from 'typescript';

const source = fs.readFileSync(new URL('../elements/spin_turn.ts', import.meta.url), 'utf8');
const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
const { address_of, bit_reversed, decode_order, degrees, distance, fetch_order, glide, nearest, read_manifest, room, speed_of, wrap } =
  await import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`);

const whole = (change = {}) => ({
  version: 1, frames: 256, width: 640, height: 640, direction: 1, start: 0, poster: 'poster.webp', missing: [],
  levels: [64, 32, 16, 8, 4, 2, 1].map((step) => ({ step, pattern: `frames/${step}/{i}.webp` })), ...change,
});

test('frames come in bit-reversed order, each once, and the first eight are spread evenly', () => {
  const order = bit_reversed(256);
  assert.deepEqual(order.slice(0, 8), [0, 128, 64, 192, 32, 160, 96, 224]);
  for (const count of [2, 36, 72, 100, 256]) {
    assert.deepEqual([...bit_reversed(count)].sort((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
    for (const most of [4, 8, 16, 32].filter((n) => n <= count / 2)) {
      const first = bit_reversed(count).slice(0, most).sort((a, b) => a - b);
      const widest = Math.max(...first.map((i, k) => wrap((first[k + 1] ?? first[0]) - i, count)));
      assert.ok(widest <= Math.ceil(count / most) + 1, `${count} frames: ${widest} between two of the first ${most}`);
    }
  }
});

test('what the poster shows is fetched first, what is missing never, and no more than was asked for', () => {
  assert.deepEqual(fetch_order(read_manifest(whole({ start: 7, missing: [128] }))).slice(0, 4), [7, 0, 64, 192]);
  assert.equal(fetch_order(read_manifest(whole())).length, 256);
  assert.ok(fetch_order(read_manifest(whole()), 32).every((i) => i % 8 === 0));
  assert.equal(fetch_order(read_manifest(whole()), 32).length, 32);
  assert.ok(!fetch_order(read_manifest(whole({ start: 0, missing: [0] }))).includes(0));
});

test('a frame lies in the first level that it is a multiple of', () => {
  const at = (i) => address_of(read_manifest(whole()), i);
  assert.equal(at(0), 'frames/64/0.webp');
  assert.equal(at(192), 'frames/64/192.webp');
  assert.equal(at(96), 'frames/32/96.webp');
  assert.equal(at(255), 'frames/1/255.webp');
});

test('the nearest frame is sought around the circle', () => {
  assert.equal(nearest([0, 64, 128, 192], 250, 256), 0);
  assert.equal(nearest([0, 64, 128, 192], 97, 256), 128);
  assert.equal(nearest([10], 138, 256), 10);
  assert.equal(nearest([], 3, 256), -1);
  assert.equal(distance(255.5, 0.5, 256), 1);
});

test('angles are whole degrees below 360', () => {
  assert.equal(degrees(32, 256), 45);
  assert.equal(degrees(-64, 256), 270);
  assert.equal(degrees(255.9, 256), 0);
  assert.equal(wrap(-1, 256), 255);
});

test('a turn that is let go slows down, goes as far in many steps as in one, and stands in the end', () => {
  const once = glide(0.5, 320);
  let speed = 0.5;
  let moved = 0;
  for (let k = 0; k < 20; k++) { const step = glide(speed, 16); speed = step.speed; moved += step.moved; }
  assert.ok(Math.abs(once.moved - moved) < 0.001 && Math.abs(once.speed - speed) < 0.001);
  assert.ok(once.speed > 0 && once.speed < 0.25);
  assert.ok(glide(-0.5, 100).moved < 0);
  let frames = 0;
  for (speed = 0.5; speed !== 0; frames++) ({ speed } = glide(speed, 16));
  assert.ok(frames < 150, `${frames} steps until it stands`);
});

test('a drag that rested before it was let go has no speed', () => {
  assert.equal(speed_of([[0, 0], [16, 4], [32, 8]], 34, 256), 0.25);
  assert.equal(speed_of([[0, 0], [16, 4], [32, 8]], 200, 256), 0);
  assert.equal(speed_of([[30, 8]], 34, 256), 0);
  assert.equal(speed_of([], 0, 256), 0);
  assert.equal(speed_of([[0, 0], [10, -300]], 12, 256), -0.512, 'a flick is not a whirl');
});

test('what is decoded fits into its bytes, with frames ahead on both sides', () => {
  for (const side of [320, 640, 800, 1024, 2048]) {
    const m = read_manifest(whole({ width: side, height: side }));
    const { most, ahead } = room(m, 90 * 2 ** 20, 8);
    assert.ok(most * side * side * 4 <= 90 * 2 ** 20, `${side}: ${most}`);
    assert.ok(ahead >= 1 && ahead <= 24 && (ahead === 1 || 2 * ahead + 1 + 8 <= most), `${side}: ${ahead} of ${most}`);
  }
  assert.equal(room(read_manifest(whole()), 90 * 2 ** 20, 8).ahead, 24);
});

test('frames ahead of a turn are decoded before those behind, and fewer of them in a quick one', () => {
  assert.deepEqual(decode_order(254, 0, 2, 256), [254, 255, 253, 0, 252]);
  assert.deepEqual(decode_order(254, 0.03, 2, 256), [254, 255, 0, 253, 252]);
  assert.deepEqual(decode_order(1, -0.03, 2, 256), [1, 0, 255, 2, 3]);
  assert.deepEqual(decode_order(10, 0.3, 6, 256), [12, 16, 8, 4]);
  assert.equal(decode_order(0, 0, 24, 256).length, 49);
  assert.equal(new Set(decode_order(0, 0, 24, 36)).size, decode_order(0, 0, 24, 36).length);
});

test('a manifest that we do not understand is not used, and one of another version is told apart', () => {
  assert.equal(read_manifest(whole()).frames, 256);
  assert.equal(read_manifest({ ...whole(), missing: undefined, start: undefined, direction: undefined }).direction, 1);
  assert.equal(read_manifest(whole({ version: 2 })), 'version');
  for (const wrong of [null, [], 'x', {}, whole({ version: '1' }), whole({ frames: 0 }), whole({ frames: 5000 }), whole({ width: 9000 }), whole({ start: 256 }), whole({ direction: 0 }),
    whole({ levels: [] }), whole({ levels: [{ step: 2, pattern: '{i}' }] }), whole({ levels: [{ step: 1, pattern: 'same.webp' }] }), whole({ levels: [null] }), whole({ missing: ['1'] })]) {
    assert.equal(read_manifest(wrong), 'invalid', JSON.stringify(wrong));
  }
});
