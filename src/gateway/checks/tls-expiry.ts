import { fail, pass, skip, warn, type Check } from '../check.ts';
import { askHandshake, noTls } from './tls-handshake.ts';

const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

export const tlsExpiry: Check = {
  id: 'tls-expiry',
  title: 'the certificate is not about to expire',
  group: 'A',
  required: true,
  when: 'default',
  needs: ['tcp-connect', 'proxy-path'],
  async run(context) {
    const outcome = await askHandshake(context);
    if (outcome === undefined) return skip(noTls(context));
    if (!outcome.ok) return skip('There was no certificate to look at.');
    const { validTo, validFrom, code } = outcome.value;
    const today = context.today();
    if (code === 'CERT_NOT_YET_VALID' || (validFrom !== undefined && validFrom > today)) {
      return fail(
        `The certificate is valid only from ${day(validFrom)} on (CERT_NOT_YET_VALID).`,
        'Set the clock of this device right, or install the certificate that is valid today.',
      );
    }
    if (code === 'CERT_HAS_EXPIRED' || (validTo !== undefined && validTo < today)) {
      // An expired intermediate has the same code; the date then speaks for the leaf.
      const when =
        validTo !== undefined && validTo < today
          ? ` expired on ${day(validTo)}`
          : ' or one of its issuers has expired';
      return fail(`The certificate${when} (CERT_HAS_EXPIRED).`, 'Renew the certificate of the gateway.');
    }
    if (validTo === undefined) return skip('The certificate names no end date.');
    const days = Math.floor((validTo.getTime() - today.getTime()) / DAY_MS);
    if (days <= SOON_DAYS) {
      return warn(
        `The certificate expires on ${day(validTo)}, in ${days} days.`,
        `Renew it before ${day(validTo)}.`,
      );
    }
    return pass(`Valid until ${day(validTo)} (${days} days).`);
  },
};

function day(date: Date | undefined): string {
  return date === undefined ? 'an unknown day' : date.toISOString().slice(0, 10);
}
