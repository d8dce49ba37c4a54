/** What the page of the sign-in shows. */
export interface Page {
  readonly kind: 'enter' | 'choose' | 'done' | 'denied';
  /** The user code as it came: hostile text. */
  readonly code: string;
  readonly roles: readonly string[];
}

/** The page on which a person says who they are. No script, nothing from elsewhere. */
export function verifyPage({ kind, code, roles }: Page): string {
  const hidden = `<input type="hidden" name="user_code" value="${escaped(code)}">`;
  const inside = {
    enter:
      '<p><label>Code shown by the app: <input name="user_code" autofocus></label> <button>Next</button></p>',
    choose: `<p>Sign in to the trial server as:</p>${hidden}${roles
      .map((role) => `<p><button name="role" value="${escaped(role)}">${escaped(role)}</button></p>`)
      .join('')}<p><button name="role" value="">Refuse</button></p>`,
    done: '<p>Signed in. You can close this window.</p>',
    denied: '<p>Refused. You can close this window.</p>',
  }[kind];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Trial bootstrap server</title><form method="post" action="/verify">${inside}</form></html>\n`;
}

function escaped(text: string): string {
  return text.slice(0, 200).replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
