import type { AnswerMode } from '../hl7/acknowledgement.js';

/** A hospital's interface: by what names it signs, and how it is to be understood and answered. */
export interface Feed {
  readonly facilityId: string;
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  /** The zone of times without an offset. */
  readonly zone: string;
  readonly answerMode: AnswerMode;
  /** Processing ids (MSH-11) that mean real patients; the others are kept without effect. */
  readonly processingIds: readonly string[];
  /** SHA-256 of the certificates that may speak for it on a line over TLS. */
  readonly certificates: readonly string[];
}
