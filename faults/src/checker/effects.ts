import type { LedgerEntry } from './ledger-file.js';
import { type LogRecord, isForged } from './log.js';
import { Finding, type Verdict } from './verdict.js';

/** Which event each kind of command says once it is done. */
const saysOf: Readonly<Record<string, string>> = {
  enrol: 'MemberEnrolled', disenrol: 'MemberDisenrolled', need: 'NeedIdentified', plan: 'ActionPlanAgreed', grant: 'ConsentGranted', revoke: 'ConsentRevoked',
  draft: 'ReferralDrafted', send: 'ReferralSent', acknowledge: 'ReferralAcknowledged', accept: 'ReferralAccepted', receive: 'ServiceReceived', close: 'ReferralClosed',
};

/** The distinct events that a command itself said (nothing else caused them), by its correlation id and their type. */
function saidBy(records: readonly LogRecord[]): Map<string, Set<string>> {
  const said = new Map<string, Set<string>>();
  for (const record of records) {
    const { ce_correlationid: by, ce_type: type, ce_id: id, ce_causationid: cause } = record.headers;
    if (!by || !type || !id || cause || isForged(record)) continue;
    for (const place of [`${by} ${type}`, by]) said.set(place, (said.get(place) ?? new Set()).add(id));
  }
  return said;
}

/** I1: what was answered "done" is there. I2: and once. What was refused left nothing. */
export function judgeCommands(ledger: readonly LedgerEntry[], records: readonly LogRecord[], kept: ReadonlyMap<string, number>): Verdict[] {
  const [lost, twice, open] = [new Finding('I1', 'no acknowledged command is lost'), new Finding('I2', 'no command takes effect twice'), new Finding('I3', 'unknown answers resolve')];
  const said = saidBy(records);
  const waited = new Set(records.filter(({ headers }) => headers['ce_type'] === 'ReferralAwaitingConsent').map(({ headers }) => headers['ce_subject']));
  for (const { id, kind, subject, control, answer, state } of ledger) {
    const name = `${kind} ${id}`;
    open.hold(answer === 'done' || answer === 'refused', () => `${name} is still unknown`);
    const count = control === undefined ? said.get(`${id} ${saysOf[kind]}`)?.size ?? 0 : kept.get(control) ?? 0;
    const waits = kind === 'send' && state !== 'sent';
    if (answer === 'done') lost.hold(waits ? waited.has(subject) : count > 0, () => `${name} was answered and is not there`);
    if (answer === 'refused' && control === undefined) twice.hold(!said.has(id), () => `${name} was refused and left an event`);
    twice.hold(count <= 1, () => `${name} took effect ${count} times`);
  }
  return [lost.verdict, twice.verdict, open.verdict];
}

interface Mail { readonly messageId: string }
interface Sent { readonly messageId: string; readonly referralId: string; readonly template: string }

/** I2 outside: distinct Message-IDs at the mail catcher; a receiver drops a repetition by that id. */
export function judgeMails(mails: readonly Mail[], records: readonly LogRecord[]): Verdict {
  const finding = new Finding('I2 mail', 'one invitation for each referral that was sent');
  const events = [...new Map(records.filter((each) => each.headers['ce_type'] === 'MessageSent' && !isForged(each)).map((each) => [each.headers['ce_id'], each])).values()];
  const sent = events.map(({ payload }) => JSON.parse(payload!) as Sent);
  const caught = new Set(mails.map(({ messageId }) => messageId));
  const ids = [...caught];
  const invitations = new Map<string, Set<string>>();
  for (const { messageId, referralId, template } of sent) {
    finding.hold(ids.some((id) => id.includes(messageId)), () => `message ${messageId} was recorded as sent and never came`);
    if (template === 'partner-invitation') invitations.set(referralId, (invitations.get(referralId) ?? new Set()).add(messageId));
  }
  for (const [referralId, messages] of invitations) finding.hold(messages.size === 1, () => `referral ${referralId} was sent by ${messages.size} messages`);
  finding.hold(caught.size >= new Set(sent.map(({ messageId }) => messageId)).size, () => 'fewer mails than messages');
  return finding.verdict;
}
