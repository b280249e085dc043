import { type Page, pageHeaders } from '../invitation/page.js';

/** What is used of the HTTP answer, so that these pages depend on no framework's types. */
export interface Reply {
  code(status: number): unknown;
  headers(values: Readonly<Record<string, string>>): unknown;
}
export interface Asking {
  readonly id: string;
}

export function reply(answer: Reply, { status, body }: Page): string {
  answer.code(status);
  answer.headers(pageHeaders);
  return body;
}
