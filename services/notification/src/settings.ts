import { disclosureSettings, setting } from '@hhp/service-host';

/** What can be set of the notification service. */
export const notificationSettings = {
  ...disclosureSettings,
  SMTP_URL: setting.text('smtp://127.0.0.1:1025', 'Mail server; smtps:// for TLS, ?requireTLS=true for STARTTLS'),
  MAIL_FROM: setting.text('referrals@health-homes.example', 'Address from which mail is sent; its domain is that of the Message-IDs'),
  PUBLIC_URL: setting.text('http://127.0.0.1:3005', 'Address under which organizations reach their page'),
  REFERRAL_URL: setting.text('http://127.0.0.1:3004/referrals/{id}', 'Where the care team finds a referral; {id} stands for its id'),
  REVIEW_URL: setting.text('http://127.0.0.1:3001/emergency-grants', 'Where a privacy officer finds the emergency accesses that wait for review'),
  LINK_DAYS: setting.int(14, 'Days for which the link to the page works'),
  WEBHOOK_INSIDE_HOSTS: setting.text('', 'Hosts (host:port, with commas between) that webhooks may reach although they are inside, there also without TLS', {
    pattern: /^[^,\s/]+:\d+(,[^,\s/]+:\d+)*$/, wanted: 'a list of host:port with commas between',
  }),
  WEBHOOK_CA: setting.file('File (PEM) of authorities that may have signed the certificates of webhooks, instead of those that Node knows'),
  WEBHOOK_SECONDS: setting.int(10, 'Seconds that a webhook may take to answer', { min: 1, max: 60 }),
  WEBHOOK_OLD_SECRET_HOURS: setting.int(24, 'Hours for which notices are signed with the secret before a new one too', { max: 720 }),
  SEND_TICK_MS: setting.int(250, 'Milliseconds between two looks for messages that are due'),
  MESSAGE_CLAIM_SECONDS: setting.int(120, 'Seconds after which a message that a sender took is taken by another'),
};
