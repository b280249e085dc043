/** So many failures one after the other before an endpoint is left alone for a while. */
const patience = 5;
const [shortest, longest] = [60_000, 3_600_000];

/** Until when an endpoint that failed so often in a row is left alone; nothing while it is tried as usual. The first try behind it decides anew. */
export function openUntil(failures: number, now: Date): Date | null {
  if (failures < patience) return null;
  return new Date(now.getTime() + Math.min(shortest * 2 ** (failures - patience), longest));
}
