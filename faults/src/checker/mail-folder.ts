import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The mails that the catcher took, as they lie on the disk. */
export function mailsIn(folder: string): { messageId: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => ({ messageId: /^message-id:\s*(\S+)/im.exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? name }));
}
