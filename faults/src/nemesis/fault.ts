import type { ServiceName } from '@hhp/local-stack';
import type { Chance } from '../chance.js';
import type { Psql } from '../checker/database.js';
import type { HttpClient } from '../client/asking.js';
import type { World } from '../world/world.js';

/** What faults have to work with. */
export interface Scene {
  readonly world: World;
  readonly chance: Chance;
  readonly psql: Psql;
  readonly http: HttpClient;
  readonly bites: Bites;
  /** When each service last answered a command. */
  readonly answeredAt: ReadonlyMap<string, number>;
  readonly recoveries: Recovery[];
}

export interface Recovery { readonly of: 'service' | 'broker' | 'database'; readonly seconds: number; readonly against?: number }

/** One way to break something. It ends when the cause is gone; whether it healed is for the checker to say. Answers a word about how it went. */
export interface Fault {
  readonly name: string;
  /** How many programs it kills. */
  readonly kills: number;
  readonly run: (scene: Scene) => Promise<string>;
}

/** What must have happened at least once: a fault that never bit proves nothing. */
export class Bites {
  private readonly counts = new Map<string, number>();

  expect(name: string): void {
    this.counts.set(name, this.counts.get(name) ?? 0);
  }

  count(name: string, more = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + more);
  }

  get all(): readonly (readonly [name: string, count: number])[] {
    return [...this.counts];
  }
}

export const serviceOf = (scene: Scene, among: readonly ServiceName[]): ServiceName => {
  const there = among.filter((each) => scene.world.services.includes(each));
  return scene.chance.of(there.length > 0 ? there : scene.world.services);
};
