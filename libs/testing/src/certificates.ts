// The certificates' library asks for it before anything of its own.
import 'reflect-metadata';
import { X509Certificate as NodeCertificate, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate with its key (PEM), and its SHA-256 as hospitals and listeners name it: hex with colons, in capitals. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
  readonly fingerprint: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const pemOf = (bytes: ArrayBuffer): string =>
  `-----BEGIN PRIVATE KEY-----\n${Buffer.from(bytes).toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PRIVATE KEY-----\n`;

/** An authority of one suite: it signs certificates that live for as long as the suite, and is trusted by nobody who is not told of it. */
export class Authority {
  private constructor(private readonly keys: webcrypto.CryptoKeyPair, private readonly root: x509.X509Certificate) {}

  static async make(name = 'Authority of a suite'): Promise<Authority> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as webcrypto.CryptoKeyPair;
    const root = await x509.X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`, keys, ...lifetime(), signingAlgorithm: algorithm,
      extensions: [new x509.BasicConstraintsExtension(true, 0, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)],
    });
    return new Authority(keys, root);
  }

  /** The authority's own certificate (PEM): what is given to whoever is to trust it. */
  get ca(): string {
    return this.root.toString('pem');
  }

  /** A certificate for a program on this machine, as client and as server; or one whose time is over. */
  async certify(name: string, { days = 1 }: { readonly days?: number } = {}): Promise<Certified> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as webcrypto.CryptoKeyPair;
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${name}`, issuer: this.root.subject, publicKey: keys.publicKey, signingKey: this.keys.privateKey, signingAlgorithm: algorithm, ...lifetime(days),
      extensions: [
        new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }, { type: 'dns', value: 'localhost' }]),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth, x509.ExtendedKeyUsage.serverAuth]),
      ],
    });
    const cert = certificate.toString('pem');
    return { cert, key: pemOf(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)), fingerprint: new NodeCertificate(cert).fingerprint256 };
  }
}

/** From two days ago to so many days ahead (or ago). */
function lifetime(days = 1): { notBefore: Date; notAfter: Date } {
  const day = 86_400_000;
  return { notBefore: new Date(Date.now() - 2 * day), notAfter: new Date(Date.now() + days * day) };
}
