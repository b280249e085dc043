import { setting } from '@hhp/service-host';

/** What can be set of the hospital feed. */
export const hospitalFeedSettings = {
  MLLP_PORT: setting.int(2575, 'Port on which hospitals send by MLLP; 0 takes any free one'),
  MLLP_HOST: setting.text('127.0.0.1', 'Address on which hospitals send; anything but the machine itself only behind a TLS terminator'),
  MLLP_MAX_CONNECTIONS: setting.int(64, 'Hospital connections at the same time; more are refused'),
  MLLP_MAX_FRAME_BYTES: setting.int(1_048_576, 'Bytes of a frame; a larger one is answered AR'),
  MLLP_FRAME_SECONDS: setting.int(30, 'Seconds in which a frame that began must end, and an answer must be taken'),
};
