import type { Channel, FollowUpDue, FollowUpEscalated, ReferralSent } from '@hhp/contracts';
import type { NoticeTemplate, RecipientKind, Template } from '../message/message.js';

/** What the organization's program is told, whatever the channel by which its people are. */
export interface Notice extends Pick<Intent, 'step' | 'occasion'> {
  readonly template: NoticeTemplate;
}

export function noticeOf(said: ReferralSent | FollowUpDue | FollowUpEscalated): Notice | undefined {
  if (said.type === 'ReferralSent') return { template: 'partner-notice', step: 'respond', occasion: 'sent' };
  if (said.type !== 'FollowUpDue' || said.data.ask !== 'partner') return undefined;
  return { template: 'partner-notice-reminder', step: said.data.step, occasion: said.data.followUpId };
}

/** One message to be written: which one, to whom, about which step, and the occasion for which it is written only once. */
export interface Intent {
  readonly template: Template;
  readonly recipientKind: RecipientKind;
  readonly step: string;
  readonly occasion: string;
}

/** The steps in which the organization answers by its link; in the later ones it is asked to tell the coordinator how it goes. */
const answeredByLink = ['respond', 'decide'];

/** The message that a fact about a referral calls for, if any. A partner that is not reached by e-mail is the coordinator's to call. */
export function intentOf(said: ReferralSent | FollowUpDue | FollowUpEscalated, channel: Channel | undefined): Intent | undefined {
  switch (said.type) {
    case 'ReferralSent': {
      if (said.data.channel !== 'email') return undefined;
      return { template: 'partner-invitation', recipientKind: 'partner', step: 'respond', occasion: 'sent' };
    }
    case 'FollowUpDue': {
      const { ask, step, followUpId: occasion } = said.data;
      if (ask === 'partner' && channel === 'email') {
        return { template: answeredByLink.includes(step) ? 'partner-reminder' : 'partner-check-in', recipientKind: 'partner', step, occasion };
      }
      return ask === 'supervisor' ? { ...toSupervisor, step, occasion } : { ...toCoordinator, step, occasion };
    }
    case 'FollowUpEscalated': {
      const { to, step, escalatedAt } = said.data;
      return { ...(to === 'supervisor' ? toSupervisor : toCoordinator), step, occasion: `${step}:${escalatedAt}` };
    }
  }
}

/** Tells an organization that the permission for what it was told is gone; once for each consent. */
export const withdrawalOf = (consentId: string): Intent =>
  ({ template: 'partner-withdrawal', recipientKind: 'partner', step: 'consent-withdrawn', occasion: `withdrawn:${consentId}` });

const toCoordinator = { template: 'coordinator-reminder', recipientKind: 'coordinator' } as const;
const toSupervisor = { template: 'supervisor-reminder', recipientKind: 'supervisor' } as const;
