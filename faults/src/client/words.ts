import type { HttpAnswer, HttpAsking, Identity } from './asking.js';

/** A plan of the run: who speaks for it, and under what its members are enrolled. */
export interface Plan {
  readonly tenant: string;
  readonly careEntityId: string;
  readonly contractCode: string;
  readonly coordinator: Identity;
  readonly administrator: Identity;
}

/** A service to which members are referred. */
export interface Place { readonly serviceId: string; readonly organizationId: string; readonly email: string }

/** One command: how it is sent, as often as need be, and what the client knows once it is done. */
export interface Command {
  readonly id: string;
  readonly kind: string;
  readonly subject?: string | undefined;
  /** Over HTTP, or as a hospital's message. */
  readonly http?: HttpAsking;
  readonly message?: { readonly text: string; readonly control: string };
  readonly done: (answer: HttpAnswer) => void;
}
