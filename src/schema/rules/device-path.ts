import { pathText } from '../path.ts';
import { finalText } from './reading.ts';
import type { Rule } from './rule.ts';

/** Folders of one user: /Users/NAME, /home/NAME, C:\\Users\\NAME; what all users share is none. */
const OF_ONE_USER =
  /^(?:\/(?:Users|home)\/(?!Shared\/)[^/]+\/|\/(?:root|var\/root)\/|[A-Za-z]:[\\/]Users[\\/](?!(?:Public|Default|All Users)[\\/])[^\\/]+[\\/])/i;

/** A program in the home of one user is not there for the others. */
export const devicePath: Rule = {
  id: 'device-path',
  source: 'Inferred: a policy goes to every user of a fleet',
  check({ texts, as, report }) {
    if (as === 'library') return;
    for (const { text, path, type } of texts) {
      if (type?.kind !== 'string' || type.format !== 'absolute-path') continue;
      const folder = OF_ONE_USER.exec(finalText(text) ?? '')?.[0];
      if (folder !== undefined)
        report('setting-risky', path, {
          fault: `${pathText(path)} lies in ${folder}, the folder of one user, and is not there for the others`,
          fix: 'Install the program where every user finds it, such as /usr/local/bin or C:\\Program Files.',
        });
    }
  },
};
