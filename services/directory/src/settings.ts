import { setting } from '@hhp/service-host';

/** What can be set of the directory. */
export const directorySettings = {
  HSDS_PROFILE_URL: setting.text('https://docs.openreferral.org/en/3.1/hsds/schema_reference.html', 'Where the HSDS profile of the export is described'),
  PUBLIC_URL: setting.text('http://127.0.0.1:3003', 'The address under which others reach the directory; the export names its OpenAPI under it'),
};
