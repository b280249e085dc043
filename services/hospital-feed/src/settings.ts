import { setting } from '@hhp/service-host';

/** What can be set of the hospital feed. */
export const hospitalFeedSettings = {
  MLLP_PORT: setting.int(2575, 'Port on which hospitals send by MLLP; 0 takes any free one'),
  MLLP_HOST: setting.text('127.0.0.1', 'Address on which hospitals send; anything but the machine itself only over TLS, unless MLLP_PLAIN allows it'),
  MLLP_TLS_CERT: setting.file('File (PEM) of the certificate that hospitals are shown; with it, every line is over TLS and shows a certificate of its own'),
  MLLP_TLS_KEY: setting.file('File (PEM) of the key of that certificate'),
  MLLP_TLS_CLIENT_CA: setting.file('File (PEM) of the authorities that may have signed the certificates of hospitals'),
  MLLP_PLAIN: setting.text('loopback', 'Where lines without TLS are served: on an address of this machine alone (loopback), or anywhere (allowed)', {
    pattern: /^(loopback|allowed)$/, wanted: 'loopback or allowed',
  }),
  MLLP_MAX_CONNECTIONS: setting.int(64, 'Hospital connections at the same time; more are refused'),
  MLLP_MAX_FRAME_BYTES: setting.int(1_048_576, 'Bytes of a frame; a larger one is answered AR'),
  MLLP_FRAME_SECONDS: setting.int(30, 'Seconds in which a frame that began must end, and an answer must be taken'),
  MLLP_HANDSHAKE_SECONDS: setting.int(10, 'Seconds in which a line over TLS must have shown its certificate', { min: 1 }),
  MLLP_IDLE_SECONDS: setting.int(900, 'Seconds after which a line on which nothing comes is closed', { min: 1 }),
};
