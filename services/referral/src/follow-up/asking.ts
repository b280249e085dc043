import type { ContinuationDue, FollowUpDue, FollowUpEscalated, FollowUpRecorded } from '@hhp/contracts';

/** Who is asked when a clock runs out. */
export type Asked = FollowUpDue['data']['ask'];

/** What somebody has to do next in an open state, and whom its clock asks. */
export const stateSteps = {
  'complete-draft': 'team', 'obtain-consent': 'team', 'send': 'team', 'respond': 'partner', 'decide': 'partner', 'schedule': 'partner',
  'recontact': 'partner', 'confirm-handoff': 'team', 'confirm-service': 'partner', 'review': 'team', 're-route': 'team',
} as const satisfies Record<string, Asked>;

/** What was promised or has come up beside the state: the member's date, the paired question to the organization, a contradiction. */
export const sideSteps = {
  'member-promise': 'member', 'partner-check-in': 'partner', 'disagreement': 'team', 'consent-withdrawn': 'team',
} as const satisfies Record<string, Asked>;

export type StateStep = keyof typeof stateSteps;
export type SideStep = keyof typeof sideSteps;
export const askedBy: Readonly<Record<string, Asked>> = { ...stateSteps, ...sideSteps };

/** Where one clock stands on its ladder. Rung 0 with a date: somebody acted then; `heard` tells whether there was an answer. */
export interface Rung {
  readonly rung: number;
  readonly at: string;
  readonly heard?: boolean;
  readonly followUpId?: string;
}
export type Rungs = Readonly<Record<string, Rung>>;
export type AskingEvent = FollowUpDue | FollowUpEscalated | FollowUpRecorded | ContinuationDue;

export const continuationStep = (checkpointDays: number): string => `continuation-${checkpointDays}`;

/** The ladders after one more event; `waiting` are the steps that a recorded answer may settle. */
export function rungsAfter(rungs: Rungs, said: AskingEvent, waiting: readonly string[]): Rungs {
  switch (said.type) {
    case 'FollowUpDue': return climbed(rungs, said.data.step, said.data.dueAt, said.data.followUpId);
    case 'ContinuationDue': return climbed(rungs, continuationStep(said.data.checkpointDays), said.data.askedAt ?? `${said.data.dueOn}T00:00:00.000Z`);
    case 'FollowUpEscalated': return climbed(rungs, said.data.step, said.data.escalatedAt);
    case 'FollowUpRecorded': {
      const { followUpId, ask, recordedAt, result } = said.data;
      const settled = waiting.filter((step) => rungs[step]?.followUpId === followUpId || answers(ask, step));
      const rung: Rung = { rung: 0, at: recordedAt, heard: result === 'reached', followUpId };
      return { ...rungs, ...Object.fromEntries(settled.map((step) => [step, rung])) };
    }
  }
}

function climbed(rungs: Rungs, step: string, at: string, followUpId = rungs[step]?.followUpId): Rungs {
  const rung = (rungs[step]?.rung ?? 0) + 1;
  return { ...rungs, [step]: followUpId === undefined ? { rung, at } : { rung, at, followUpId } };
}

/** A call by the team or a supervisor is about whatever the state waits for; one to the member or partner about what they are asked. */
function answers(ask: Asked, step: string): boolean {
  return askedBy[step] === ask || ((ask === 'team' || ask === 'supervisor') && step in stateSteps);
}
