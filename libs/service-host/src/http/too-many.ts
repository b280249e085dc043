/** Somebody asks for more than a limit allows: answered 429, with the seconds after which the limit begins anew. */
export class TooMany extends Error {
  constructor(readonly code: 'too-many-requests' | 'too-many-members' | 'too-many-pages', readonly retryAfter: number, readonly told: boolean) {
    super('More was asked in this time than is allowed; please ask again later');
    this.name = 'TooMany';
  }
}
