import { HIVES, POLICY_KEY } from '../schema/index.ts';
import { xmlAttributeList } from '../text/xml-write.ts';
import { SYSVOL_READERS, type Exporter } from './exporter.ts';
import { Unwritable } from './unwritable.ts';
import { NAMESPACE, uuid5 } from './uuid5.ts';
import { wireText, writable } from './wire.ts';

/** Class identifiers of the collection and of its items (MS-GPPREF, section 2.2.1.10). */
const COLLECTION = '{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}';
const ITEM = '{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}';
/** The icon of the editor for a replaced REG_SZ. */
const IMAGE = 7;
/** When an item was last changed: informative, and fixed, for the same input gives the same bytes. */
const CHANGED = '2026-01-01 00:00:00';

/** Group Policy preferences, `Registry.xml`: one item for each value, which replaces what is there. */
export const gpp: Exporter = {
  platform: 'windows',
  readers: SYSVOL_READERS,
  fileName: 'Registry.xml',
  encode(settings, { hive = 'machine', replace = false }) {
    if (replace)
      throw new Unwritable(
        'Group Policy preferences cannot empty the key first: the deletion would run again with each refresh.',
        'Leave --replace out, or write another format.',
      );
    return Buffer.concat([
      lines(
        '<?xml version="1.0" encoding="utf-8"?>',
        `<RegistrySettings${xmlAttributeList({ clsid: COLLECTION })}>`,
      ),
      ...writable(settings).map(([key, value]) => item(key, wireText(key, value), hive)),
      lines('</RegistrySettings>'),
    ]);
  },
};

function item(key: string, text: string, hive: keyof typeof HIVES): Buffer {
  const outer = xmlAttributeList({
    clsid: ITEM,
    name: key,
    status: key,
    image: IMAGE,
    changed: CHANGED,
    uid: `{${uuid5(NAMESPACE, `gpp\0${HIVES[hive]}\0${key}`)}}`,
  });
  const inner = xmlAttributeList({
    action: 'R',
    displayDecimal: 0,
    default: 0,
    hive: HIVES[hive],
    key: POLICY_KEY,
    name: key,
    type: 'REG_SZ',
    value: text,
  });
  return lines(`\t<Registry${outer}>`, `\t\t<Properties${inner}/>`, '\t</Registry>');
}

function lines(...texts: readonly string[]): Buffer {
  return Buffer.from(texts.map((text) => `${text}\r\n`).join(''), 'utf8');
}
