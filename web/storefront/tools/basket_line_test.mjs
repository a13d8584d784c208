// What waits to be saved, by example. Run by `npm test`, and by every build.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import ts from 'typescript';

const source = fs.readFileSync(new URL('../elements/basket_line.ts', import.meta.url), 'utf8');
const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
const { add_edit, answered, forget_saved, greeted, laid_over, read_line, waiting_for } = await import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`);

const empty = () => ({ device: 'phone1234567', next: 1, edits: [], saved: [] });
const step = (cart, quantity = 1) => ({ cart, kind: 'add', variant: 'pen', quantity, seen: 0 });
const over = (line, cart, version, shown) => laid_over(line, cart, version, () => shown).get('pen');

test('an edit belongs to the cart it was made on, and only that one is sent and shown', () => {
  const line = empty();
  add_edit(line, step('a'));
  add_edit(line, step('b', 5));
  assert.deepEqual(waiting_for(line, 'b').map((edit) => edit.number), [2]);
  assert.equal(over(line, 'a', 1, 2).quantity, 3);
  assert.equal(over(line, 'b', 1, 2).quantity, 7);
  assert.equal(over(line, 'c', 1, 2), undefined);
});

test('the greeting of another cart drops what was meant for one that is gone, and says how much', () => {
  const line = empty();
  add_edit(line, step('ordered'));
  assert.equal(greeted(line, { cart: 'next', version: 4, heard: 0, joined: [] }), 1);
  assert.deepEqual(line.edits, []);
  assert.equal(over(line, 'next', 1, 2), undefined);
  add_edit(line, step('next'));
  assert.equal(line.edits[0].number, 2, 'a number is never given twice');
});

test('what was meant for a cart that was joined is meant for the one it went into', () => {
  const line = empty();
  add_edit(line, step('guest'));
  add_edit(line, step('guest'));
  assert.equal(greeted(line, { cart: 'own', version: 9, heard: 1, joined: ['guest'] }), 0);
  assert.deepEqual(waiting_for(line, 'own').map((edit) => edit.number), [2]);
});

test('an edit whose acknowledgement was lost is shown once, on the old page and on the new', () => {
  const line = empty();
  add_edit(line, step('a'));
  assert.equal(greeted(line, { cart: 'a', version: 5, heard: 1, joined: [] }), 0);
  assert.deepEqual(over(line, 'a', 4, 2), { quantity: 3, waits: false }, 'the page is older than the edit');
  assert.equal(over(line, 'a', 5, 3), undefined, 'the page holds it');
});

test('a page that overtakes the acknowledgement does not count it twice once that is there', () => {
  const line = empty();
  add_edit(line, step('a'));
  answered(line, 1, 'applied', 5);
  assert.equal(over(line, 'a', 5, 3), undefined);
  assert.equal(over(line, 'a', 4, 2).quantity, 3, 'nor does the screen go back before it is');
});

test('an edit that the server lost in a crash is not shown for ever', () => {
  const line = empty();
  add_edit(line, step('a'));
  answered(line, 1, 'applied', 5);
  forget_saved(line, structuredClone(line.saved));
  assert.equal(over(line, 'a', 4, 2), undefined);
});

test('what came to something else is shown as the server has it', () => {
  for (const outcome of ['conflict', 'refused', 'capped', 'unchanged', 'repeated']) {
    const line = empty();
    add_edit(line, step('a'));
    answered(line, 1, outcome, 9);
    assert.equal(over(line, 'a', 4, 2), undefined, outcome);
    assert.deepEqual(line.edits, []);
  }
});

test('what is laid over stays between nothing and a full line, and at most a hundred wait', () => {
  const line = empty();
  add_edit(line, step('a', -5));
  assert.equal(over(line, 'a', 1, 2).quantity, 0);
  add_edit(line, { ...step('a'), kind: 'set', quantity: 9999 });
  add_edit(line, step('a'));
  assert.equal(over(line, 'a', 1, 2).quantity, 9999);
  for (let i = 3; i < 100; i++) assert.ok(add_edit(line, step('a')));
  assert.ok(!add_edit(line, step('a')));
  assert.equal(line.next, 101);
});

test('what we did not write is not read', () => {
  for (const text of [null, '', '{}', 'x', '{"device":1,"next":1,"edits":[]}', '{"device":"phone1234567","next":1}']) assert.equal(read_line(text), null);
  assert.deepEqual(read_line('{"device":"phone1234567","next":3,"edits":[{"number":1}]}'), { device: 'phone1234567', next: 3, edits: [], saved: [] });
});
