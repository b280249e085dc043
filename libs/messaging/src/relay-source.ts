import { Slot } from './slot.js';
import { WalStream } from './wal-stream.js';

export type RelaySlot = Pick<Slot, 'name' | 'publication' | 'isBehind' | 'alone' | 'prepare' | 'missed' | 'recovered' | 'note' | 'retainedBytes'>;
type RelayStream = Pick<WalStream, 'run' | 'confirm' | 'pause' | 'resume' | 'stop'>;

/** What a relay reads: a slot of the server in earnest; a simulation brings its own. */
export interface RelaySource {
  slot(): Promise<RelaySlot>;
  stream(slot: RelaySlot): RelayStream;
}

export const serverSource = (relayUrl: string): RelaySource => ({
  slot: () => Slot.of(relayUrl), stream: ({ name, publication }) => new WalStream(relayUrl, name, publication),
});
