// What is bundled, from where, under which licence.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** The notices of what is bundled, from where, under which licence: `metafile` is that of esbuild. */
export async function noticesOf(metafile, root) {
  const bundled = new Set(
    Object.values(metafile.outputs)
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([input]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0])
      .filter((folder) => folder !== undefined),
  );
  const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'));
  const notices = [];
  for (const folder of [...bundled].sort()) {
    const { name, version, license, repository, homepage } = JSON.parse(
      await readFile(path.join(root, folder, 'package.json'), 'utf8'),
    );
    const source = typeof repository === 'string' ? repository : (repository?.url ?? homepage ?? '');
    const file = (await readdir(path.join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file === undefined ? 'See the package.' : await readFile(path.join(root, folder, file), 'utf8');
    notices.push(
      `## ${name} ${version}\n\n- licence: ${license}\n- source: ${source.replace(/^git\+|\.git$/g, '')}\n` +
        `- integrity: ${lock.packages?.[folder]?.integrity ?? 'not recorded'}\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`,
    );
  }
  return `# Third-party notices\n\nBundled into this package at build time, at these versions; white space and inner names were shortened.\n\n${notices.join('\n')}`;
}
