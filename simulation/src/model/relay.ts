import type { Steps } from './steps.js';
import type { OutboxRow, Transaction } from './store.js';
import type { Connection } from './wal.js';
import type { World } from './world.js';

/** How far behind the last note the outbox is read again: longer than any transaction lasts. */
const marginMs = 60_000;
const slot = 'slot';

/** From the outbox to the log, in the order of commits, each at least once; of several relays one holds the slot and the others wait. */
export function* relay(world: World, host: string): Steps {
  if (world.has('cursor-relay')) return yield* relayByCursor(world, host);
  if (world.has('relays-share-the-work')) return yield* relayByClaims(world);
  for (;;) {
    yield () => world.wal.holder === undefined;
    if (!(yield* prepare(world))) continue;
    if (world.wal.holder || !world.wal.slot) continue;
    yield* stream(world, world.wal.connect(host));
  }
}

/** Recovery is for one at a time: it makes the slot, reads the outbox again and only then says that nothing is missing. */
function* prepare(world: World): Steps<boolean> {
  const { wal, store } = world;
  if (wal.slot && !store.get('progress', slot)?.recovering) return true;
  const alone = store.begin();
  let recovered = false;
  try {
    if (store.holders.has('progress recovery')) world.bite('recovery-contended');
    if (!world.has('recovery-not-alone')) yield* alone.lock('progress', 'recovery');
    yield* recover(world);
    recovered = true;
  } finally {
    if (!recovered) world.bite('died-recovering');
    alone.end();
  }
  return true;
}

function* recover(world: World): Steps {
  const { wal } = world;
  const lost = wal.slot === undefined;
  yield;
  const late = world.has('recovery-noted-late');
  if (lost && !late) yield* progress(world, { recovering: true });
  if (lost) {
    if (wal.holder) return;
    wal.slot = { confirmed: wal.transactions.length };
    world.note(() => 'the slot is made anew');
    yield;
  }
  if (lost && late) yield* progress(world, { recovering: true });
  if (!world.store.get('progress', slot)?.recovering) return;
  if (!world.has('slot-not-reread')) {
    world.bite('outbox-reread');
    world.ledger.reread = true;
    yield* reread(world);
  }
  yield* progress(world, { recovering: false });
}

/** What is committed at this moment; what is committed later comes by the slot, which was made before. */
function* reread(world: World): Steps {
  const since = (world.store.get('progress', slot)?.lastRecordedAt ?? -Infinity) - marginMs;
  const committed = (): OutboxRow[] => world.store.outbox.filter(({ recordedAt }) => recordedAt > since).sort((one, other) => one.position - other.position);
  let rows = committed();
  for (let after = 0; ; ) {
    if (world.has('reread-in-pages')) rows = committed();
    const page = rows.filter(({ position }) => position > after).slice(0, 3);
    if (page.length === 0) return;
    yield* publish(world, page);
    after = page.at(-1)!.position;
    yield;
  }
}

function* progress(world: World, change: { recovering: boolean } | { lastRecordedAt: number }): Steps {
  const before = world.store.get('progress', slot) ?? { recovering: false, lastRecordedAt: -Infinity };
  const tx: Transaction = world.store.begin();
  tx.put('progress', slot, { ...before, ...change });
  tx.commit();
  tx.end();
  yield;
}

function* stream(world: World, connection: Connection): Steps {
  const { wal } = world;
  for (let at = wal.slot!.confirmed; ; ) {
    yield () => !connection.open || wal.transactions.length > at;
    if (!connection.open) return;
    const end = Math.min(wal.transactions.length, at + 1 + world.chance.below(3));
    const rows = wal.transactions.slice(at, end).flat();
    if (world.has('confirm-before-publish')) confirm(world, connection, end);
    if (world.has('confirm-at-keepalive')) confirm(world, connection, wal.transactions.length);
    yield* publish(world, rows, connection);
    let confirmed = false;
    try {
      yield;
      confirmed = true;
    } finally {
      if (!confirmed) world.bite('died-unconfirmed');
    }
    at = end;
    confirm(world, connection, end);
    if (rows.length > 0 && world.chance.below(3) === 0) {
      yield* progress(world, { lastRecordedAt: Math.max(rows.at(-1)!.recordedAt, world.store.get('progress', slot)?.lastRecordedAt ?? -Infinity) });
    }
  }
}

function confirm(world: World, connection: Connection, end: number): void {
  if (!connection.open) world.bite('zombie-relay');
  if (connection.open && world.wal.slot) world.wal.slot.confirmed = Math.max(end, world.wal.slot.confirmed);
}

/** Until the log has them; what the log says of itself may be wrong in both directions. */
function* publish(world: World, rows: readonly OutboxRow[], connection?: Connection): Steps {
  world.wal.publishing++;
  try {
    for (;;) {
      yield;
      const drawn = world.oneIn(8) ? 1 + world.chance.below(3) : 0;
      const failure = world.clock.now < world.logDownUntil ? 1 : drawn;
      const stored = failure === 1 ? [] : failure === 3 ? rows.filter(({ fact }) => fact.key !== 'c') : rows;
      if (connection && !connection.open && stored.length > 0 && world.wal.holder) world.bite('zombie-relay');
      for (const { fact } of stored) world.append(fact, 'relay');
      if (failure === 0) return;
      world.bite(failure === 1 ? 'publish-failed' : failure === 2 ? 'acknowledgement-lost' : 'stored-in-part');
      if (world.has('failed-publish-skipped')) return;
      yield world.rest(100);
    }
  } finally {
    world.wal.publishing--;
  }
}

function* relayByCursor(world: World, host: string): Steps {
  for (;;) {
    yield () => world.wal.holder === undefined && world.store.outbox.some(({ position }) => position > world.wal.cursor);
    const connection = world.wal.connect(host);
    const rows = world.store.outbox.filter(({ position }) => position > world.wal.cursor).sort((one, other) => one.position - other.position);
    yield* publish(world, rows);
    world.wal.cursor = Math.max(world.wal.cursor, rows.at(-1)?.position ?? 0);
    if (connection.open) world.wal.cut();
  }
}

function* relayByClaims(world: World): Steps {
  const { wal } = world;
  for (;;) {
    yield () => wal.transactions.length > wal.claimed;
    const from = wal.claimed;
    wal.claimed = Math.min(wal.transactions.length, from + 1 + world.chance.below(2));
    yield* publish(world, wal.transactions.slice(from, wal.claimed).flat());
  }
}

/** Whether nothing that was committed is still on its way. */
export function relayed(world: World): boolean {
  const { wal, store } = world;
  if (wal.publishing > 0) return false;
  if (world.has('cursor-relay')) return store.outbox.every(({ position }) => position <= wal.cursor);
  if (world.has('relays-share-the-work')) return wal.claimed === wal.transactions.length;
  return wal.slot?.confirmed === wal.transactions.length && !store.get('progress', slot)?.recovering;
}
