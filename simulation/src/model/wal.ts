import type { OutboxRow } from './store.js';

/** One relay's stream; when it is cut, whoever uses it may learn of that late. */
export interface Connection {
  readonly host: string;
  open: boolean;
}

/** The server's memory of commits, and the slot that is the relay's cursor in it and admits one holder. */
export class Wal {
  readonly transactions: (readonly OutboxRow[])[] = [];
  slot: { confirmed: number } | undefined = { confirmed: 0 };
  holder: Connection | undefined;
  /** What relays are putting onto the log at this moment. */
  publishing = 0;
  /** Cursors of relays that do not use the slot. */
  cursor = 0;
  claimed = 0;

  connect(host: string): Connection {
    this.holder = { host, open: true };
    return this.holder;
  }

  cut(): void {
    if (this.holder) this.holder.open = false;
    this.holder = undefined;
  }

  lose(): void {
    this.cut();
    this.slot = undefined;
  }
}
