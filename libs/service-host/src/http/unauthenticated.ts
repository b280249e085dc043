/** Nobody we know is asking: answered 401, and the bearer may come again with a good token. */
export class Unauthenticated extends Error {
  constructor(readonly code: 'token-missing' | 'token-invalid' | 'token-expired' | 'actor-suspended', message: string) {
    super(message);
    this.name = 'Unauthenticated';
  }
}
