import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['HHP_CRASH_POINTS'];

/** Dies if somebody laid a file of this service's and the point's name into the folder; renamed, it tells that the point was reached. */
function dieIfArmed(armed: string, point: string): void {
  const file = join(armed, `${process.env['SERVICE_NAME'] ?? 'service'}.${point}`);
  if (!existsSync(file)) return;
  renameSync(file, `${file}.reached`);
  process.kill(process.pid, 'SIGKILL');
}

/**
 * A named place at which a fault test may kill the process (`faults/README.md` lists them). Armed only where the environment of the
 * process names a folder, which no setting of the product does; otherwise it does nothing.
 */
export const crashPoint: (point: string) => void = folder === undefined ? () => undefined : (point) => { dieIfArmed(folder, point); };
