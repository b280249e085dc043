/** As much of `oidc-provider` as the local issuer uses; the package brings no types. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  export interface TokenContext {
    readonly oidc: { readonly client: unknown; readonly params: Readonly<Record<string, string | undefined>> };
    body: unknown;
  }

  export default class Provider {
    constructor(issuer: string, configuration: object);
    callback(): RequestListener;
    registerGrantType(name: string, answer: (context: TokenContext) => Promise<void>, parameters: readonly string[]): void;
    readonly AccessToken: new (token: { accountId: string; client: unknown; resourceServer: unknown; gty: string }) => {
      save(): Promise<string>;
      readonly expiration: number;
    };
    readonly ResourceServer: new (identifier: string, description: object) => unknown;
    readonly Client: { find(id: string): Promise<unknown> };
  }

  export const errors: { readonly InvalidGrant: new (description: string) => Error };
}
