import type { X509Certificate } from 'node:crypto';
import { fail, nothing, pass, skip, warn, type Check, type CheckContext } from '../check.ts';
import { commonName, signsItself } from '../../net/tls-chain-reading.ts';
import { askHandshake, askInspection, noTls } from '../requests/tls-handshake.ts';

const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

export const tlsExpiry = {
  id: 'tls-expiry',
  title: 'the certificate is not about to expire',
  group: 'A',
  owner: 'gateway',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['tcp-connect', 'proxy-path'],
  async run(context) {
    const outcome = await askHandshake(context);
    if (outcome === undefined) return skip(noTls(context));
    if (!outcome.ok) return nothing('certificate');
    const { validTo, validFrom, code } = outcome.value;
    const today = context.today();
    if (code === 'CERT_NOT_YET_VALID' || (validFrom !== undefined && validFrom > today)) {
      const mine = validFrom !== undefined && validFrom > today;
      const clock = await wrongClock(context);
      return fail(
        mine
          ? `The certificate is valid only from ${day(validFrom)} on (CERT_NOT_YET_VALID).${clock}`
          : `One of the issuers of the certificate is not valid yet (CERT_NOT_YET_VALID).${clock}`,
        clock === ''
          ? 'Set the clock of this device right, or install the certificate that is valid today.'
          : 'Set the clock of this device right.',
      );
    }
    if (code === 'CERT_HAS_EXPIRED' || (validTo !== undefined && validTo < today)) {
      const clock = await wrongClock(context);
      const hint =
        clock === '' ? 'Renew the certificate of the gateway.' : 'Set the clock of this device right.';
      if (validTo !== undefined && validTo < today)
        return fail(`The certificate expired on ${day(validTo)} (CERT_HAS_EXPIRED).${clock}`, hint);
      // An expired intermediate has the same code; the leaf's own date then says nothing.
      const old = (await issuers(context)).find((one) => new Date(one.validTo) < today);
      return old === undefined
        ? fail(`The certificate or one of its issuers has expired (CERT_HAS_EXPIRED).${clock}`, hint)
        : fail(
            `The certificate is valid, but its issuer "${context.quote(commonName(old.subject), 80)}" expired on ${day(new Date(old.validTo))} (CERT_HAS_EXPIRED).${clock}`,
            clock === '' ? 'Have the gateway send the current intermediate certificate.' : hint,
          );
    }
    if (validTo === undefined) return skip('The certificate names no end date.');
    const days = daysTo(validTo, today);
    if (days <= SOON_DAYS) {
      return warn(
        `The certificate expires on ${day(validTo)}, in ${days === 1 ? 'one day' : `${days} days`}.`,
        `Renew it before ${day(validTo)}.`,
      );
    }
    const soon = (await issuers(context)).find((one) => daysTo(new Date(one.validTo), today) <= SOON_DAYS);
    if (soon !== undefined) {
      const end = new Date(soon.validTo);
      return warn(
        `The certificate is valid until ${day(validTo)}, but its issuer "${context.quote(commonName(soon.subject), 80)}" expires on ${day(end)}.`,
        `Have the gateway send the next intermediate certificate before ${day(end)}.`,
      );
    }
    return pass(`Valid until ${day(validTo)} (${days} days).`);
  },
} as const satisfies Check;

/** Intermediates that the gateway sends; a root's dates do not matter there. */
async function issuers(context: CheckContext): Promise<readonly X509Certificate[]> {
  const sent = (await askInspection(context))?.sent ?? [];
  return sent.slice(1).filter((one) => !signsItself(one));
}

/** One sentence when the gateway's clock says another day than ours; '' when they agree or it does not tell. */
async function wrongClock(context: CheckContext): Promise<string> {
  const theirs = (await askInspection(context, { clock: true }))?.serverTime;
  const ours = context.today();
  if (theirs === undefined || Math.abs(theirs.getTime() - ours.getTime()) < DAY_MS) return '';
  return ` The clock of this device says ${day(ours)}, that of the gateway ${day(theirs)}: one of them is wrong.`;
}

function daysTo(date: Date, today: Date): number {
  return Math.floor((date.getTime() - today.getTime()) / DAY_MS);
}

function day(date: Date | undefined): string {
  return date === undefined ? 'an unknown day' : date.toISOString().slice(0, 10);
}
